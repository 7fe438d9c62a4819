"""A bug must not stop the queue: the entry that met it is set aside, for a person to see."""

from __future__ import annotations

import traceback

from domain.model.dossiers import Dossier
from domain.model.verdicts import Fail
from domain.rules.failures import failure


def quarantined(dossier: Dossier) -> Fail:
    """The verdict on an entry that our own code could not decide."""
    return Fail(failure("internal_error", subject=str(dossier.record.key)))


def where(error: Exception) -> str:
    """The line that raised it. Its message stays out of the log: it may hold personal data."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {frame.filename}:{frame.lineno}"

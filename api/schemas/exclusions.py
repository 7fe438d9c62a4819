"""Exclusions as they are asked for."""

from __future__ import annotations

from api.schemas.fields import In
from api.schemas.operations import Reason


class ExcludeIn(In):
    """Why it is left out, for those who read it later."""

    reason: Reason | None = None

"""Where a page of causes ends, as text for its cursor."""

from __future__ import annotations

from uuid import UUID

from domain.errors import CursorInvalid
from domain.model.failures import Cause, CauseMark


def write_cause_mark(cause: Cause) -> str:
    """The mark of the last cause of a page."""
    return f"{cause.entries} {cause.id}"


def read_cause_mark(text: str | None) -> CauseMark | None:
    """The mark that was written. Raises CursorInvalid."""
    if text is None:
        return None
    entries, _, cause_id = text.partition(" ")
    try:
        return CauseMark(entries=int(entries), id=UUID(cause_id))
    except ValueError:
        raise CursorInvalid from None

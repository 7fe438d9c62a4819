"""What the contract says of the answers about records, whichever kind they are."""

from __future__ import annotations

from typing import Any, Final

from fastapi import status
from pydantic import BaseModel

from api.documented import LOCATION, NOT_MODIFIED, Documented, answers, link
from api.errors import problems
from api.etags import ETAG
from domain.errors import AlreadyVoided, DomainError, RecordNotFound, SourceVersionReused, StaleSourceVersion

_ENTRY: Final = "$response.body#/log/id"

VOID: Final = (
    "It keeps its number in QuickBooks and loses its amounts. What was not sent yet is not sent any more. "
    "A void is for ever: later versions of the record are refused."
)

SUBMIT: Final = (
    "`202`: it is kept, and a worker acts next; the log entry tells how it goes. `200`: this version was "
    "here already, with the same data; nobody acts. A newer `source_version` takes the place of an older "
    "one, whose log entry becomes `superseded` unless it is in QuickBooks.\n\nInstead of its data it may be "
    "submitted by reference: the data is then fetched from the billing system at each attempt."
)


def submitting(kind: str, example: BaseModel, *broken: type[DomainError]) -> Documented:
    """Document the answers to a record of this kind that was submitted."""
    links = {**_to_record(kind), "GetLogEntry": link("get_log_entry", "Its log entry.", entry_id=_ENTRY)}
    return {
        **answers(status.HTTP_202_ACCEPTED, "It is kept.", example, headers=LOCATION, links=links),
        **answers(status.HTTP_200_OK, "Nothing has changed.", example, headers=LOCATION, links=links),
        **problems(StaleSourceVersion, SourceVersionReused, *broken),
    }


def _to_record(kind: str) -> dict[str, dict[str, Any]]:
    name = kind.title().replace("-", "")
    to_it = f"get_{kind.replace('-', '_')}"
    return {f"Get{name}": link(to_it, f"The {kind}.", external_ref="$request.path.external_ref")}


def reading(example: BaseModel) -> Documented:
    """Document the answers to a question for a record."""
    return {
        **answers(status.HTTP_200_OK, "The record.", example, headers=ETAG),
        **NOT_MODIFIED,
        **problems(RecordNotFound),
    }


def voiding(kind: str, example: BaseModel) -> Documented:
    """Document the answers to a void of a record of this kind."""
    links = {**_to_record(kind), "GetLogEntry": link("get_log_entry", "Its void's entry.", entry_id=_ENTRY)}
    return {
        **answers(
            status.HTTP_202_ACCEPTED, "A worker takes it back.", example, headers=LOCATION, links=links
        ),
        **problems(RecordNotFound, AlreadyVoided),
    }

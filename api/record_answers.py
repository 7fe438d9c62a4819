"""What the answers about records have in common, whichever kind they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from fastapi import Response, status
from pydantic import BaseModel

from api.documented import LOCATION, NOT_MODIFIED, Documented, answers, link
from api.errors import problems
from api.etags import ETAG
from api.schemas.log_entries import QuickBooksObjectOut
from api.schemas.references import ReferenceOut
from api.schemas.shown import Out
from api.settings import ApiSettings
from domain.errors import AlreadyVoided, DomainError, RecordNotFound, SourceVersionReused, StaleSourceVersion
from domain.model.records import (
    ByReference,
    Contact,
    Credit,
    Invoice,
    Payment,
    Record,
    WriteOff,
    reference_of,
)
from domain.use_cases.accept import Accepted
from domain.use_cases.get_record import RecordView

RecordT = TypeVar("RecordT", Contact, Invoice, Payment, Credit, WriteOff)
OutT = TypeVar("OutT", bound=Out)

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


def tell(response: Response, accepted: Accepted) -> None:
    """Say whether anything has changed, and where to look."""
    response.headers["Location"] = f"/logs/{accepted.entry.id}"
    response.status_code = status.HTTP_202_ACCEPTED if accepted.changed else status.HTTP_200_OK


def record_in(view: RecordView | Accepted, kind: type[RecordT]) -> RecordT | ByReference:
    """The record, which is of the kind that was asked for; its reference, until data was fetched."""
    record = view.stored.record
    if not isinstance(record, kind | ByReference):
        raise RecordNotFound
    return record


def known(record: RecordT | ByReference, show: Callable[[RecordT], OutT]) -> OutT | ReferenceOut:
    """The record as it is shown, or only its reference where nobody knows more."""
    return ReferenceOut.of(record) if isinstance(record, ByReference) else show(record)


def number_of(record: Record | ByReference) -> str | None:
    """What staff know it by, once anybody does."""
    return None if isinstance(record, ByReference) else reference_of(record)


def object_in(view: RecordView, *, number: str | None, settings: ApiSettings) -> QuickBooksObjectOut | None:
    """What the record is in QuickBooks, if it is there."""
    ref = view.link.ref if view.link else None
    return QuickBooksObjectOut.of(ref, number=number, base=settings.quickbooks_url)

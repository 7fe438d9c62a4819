"""What the answers about records have in common, whichever kind they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from fastapi import Response, status
from pydantic import BaseModel

from api.documented import LOCATION, NOT_MODIFIED, Documented, answers, link
from api.errors import problems
from api.etags import ETAG
from api.schemas.log_entries import QuickBooksObjectOut
from api.schemas.references import ReferenceOut
from api.schemas.shown import Out
from api.settings import ApiSettings
from domain.errors import DomainError, RecordNotFound, SourceVersionReused, StaleSourceVersion
from domain.model.records import ByReference, Contact, Invoice, Payment
from domain.use_cases.accept import Accepted
from domain.use_cases.get_record import RecordView

RecordT = TypeVar("RecordT", Contact, Invoice, Payment)
OutT = TypeVar("OutT", bound=Out)

SUBMIT: Final = (
    "`202`: it is kept, and a worker acts next; the log entry tells how it goes. `200`: this version was "
    "here already, with the same data; nobody acts. A newer `source_version` takes the place of an older "
    "one, whose log entry becomes `superseded` unless it is in QuickBooks.\n\nInstead of its data it may be "
    "submitted by reference: the data is then fetched from the billing system at each attempt."
)


def submitting(kind: str, example: BaseModel, *broken: type[DomainError]) -> Documented:
    """Document the answers to a record of this kind that was submitted."""
    links = {
        f"Get{kind.title()}": link(f"get_{kind}", f"The {kind}.", external_ref="$request.path.external_ref"),
        "GetLogEntry": link("get_log_entry", "Its log entry.", entry_id="$response.body#/log/id"),
    }
    return {
        **answers(status.HTTP_202_ACCEPTED, "It is kept.", example, headers=LOCATION, links=links),
        **answers(status.HTTP_200_OK, "Nothing has changed.", example, headers=LOCATION, links=links),
        **problems(StaleSourceVersion, SourceVersionReused, *broken),
    }


def reading(example: BaseModel) -> Documented:
    """Document the answers to a question for a record."""
    return {
        **answers(status.HTTP_200_OK, "The record.", example, headers=ETAG),
        **NOT_MODIFIED,
        **problems(RecordNotFound),
    }


def tell(response: Response, accepted: Accepted) -> None:
    """Say whether anything has changed, and where to look."""
    response.headers["Location"] = f"/logs/{accepted.entry.id}"
    response.status_code = status.HTTP_202_ACCEPTED if accepted.changed else status.HTTP_200_OK


def record_in(view: RecordView, kind: type[RecordT]) -> RecordT | ByReference:
    """The record, which is of the kind that was asked for; its reference, until data was fetched."""
    record = view.stored.record
    if not isinstance(record, kind | ByReference):
        raise RecordNotFound
    return record


def known(record: RecordT | ByReference, show: Callable[[RecordT], OutT]) -> OutT | ReferenceOut:
    """The record as it is shown, or only its reference where nobody knows more."""
    return ReferenceOut.of(record) if isinstance(record, ByReference) else show(record)


def number_of(invoice: Invoice | ByReference) -> str | None:
    """What staff know an invoice by, once anybody does."""
    return None if isinstance(invoice, ByReference) else invoice.number


def object_in(view: RecordView, *, number: str | None, settings: ApiSettings) -> QuickBooksObjectOut | None:
    """What the record is in QuickBooks, if it is there."""
    ref = view.link.ref if view.link else None
    return QuickBooksObjectOut.of(ref, number=number, base=settings.quickbooks_url)

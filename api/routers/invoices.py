"""Invoices: submit them, and see what became of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response, status

from api import example_bodies, examples
from api.dependencies import RecordRef, Settings, ShowEntry, Use
from api.record_answers import SUBMIT, VOID, reading, submitting, voiding
from api.record_forms import RecordForms
from api.route import Route
from api.schemas.invoices import InvoiceOut
from api.schemas.records import InvoiceAcceptedOut, InvoiceCurrentOut
from api.schemas.references import InvoiceBody
from api.security import RecordsReader, RecordsWriter
from domain.errors import AlreadyVoided, AmountTooLarge, NegativeTotal, TotalDiffers
from domain.model.records import Invoice

router = APIRouter(tags=["Invoices"], route_class=Route)

_FORMS = RecordForms(
    record=Invoice, show=InvoiceOut.of, accepted=InvoiceAcceptedOut, current=InvoiceCurrentOut
)
_ACCEPTED = InvoiceAcceptedOut(
    record=InvoiceOut.of(example_bodies.AN_INVOICE), log=examples.shown(examples.QUEUED)
)
_CURRENT = InvoiceCurrentOut(
    record=InvoiceOut.of(example_bodies.AN_INVOICE),
    voided=False,
    quickbooks=examples.shown(examples.SYNCED).quickbooks,
    entries=[examples.shown(examples.SYNCED)],
)
_BODIES = {
    "invoice": {"summary": "An invoice", "value": example_bodies.INVOICE},
    "discounted": {"summary": "With a discount", "value": example_bodies.DISCOUNTED},
    "by_reference": {"summary": "By reference", "value": example_bodies.BY_REFERENCE},
    "taxed": {"summary": "With the tax that was charged", "value": example_bodies.TAXED},
}


@router.put(
    "/invoices/{external_ref}",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Submit an invoice",
    description=f"It becomes an invoice in QuickBooks, once its contact is there.\n\n{SUBMIT}",
    responses=submitting("invoice", _ACCEPTED, AlreadyVoided, AmountTooLarge, NegativeTotal, TotalDiffers),
)
async def put_invoice(
    *,
    external_ref: RecordRef,
    invoice: Annotated[InvoiceBody, Body(openapi_examples=_BODIES)],
    who: RecordsWriter,
    use: Use,
    show: ShowEntry,
    response: Response,
) -> InvoiceAcceptedOut:
    """Submit or replace it."""
    accepted = await use.accept_record(who, invoice.record(external_ref))
    return _FORMS.accepted_as(accepted, show=show, response=response)


@router.get("/invoices/{external_ref}", summary="Get an invoice", responses=reading(_CURRENT))
async def get_invoice(
    *,
    external_ref: RecordRef,
    who: RecordsReader,
    use: Use,
    show: ShowEntry,
    settings: Settings,
    response: Response,
) -> InvoiceCurrentOut:
    """The invoice as it was submitted last, what it is in QuickBooks, and its log entries, newest first."""
    view = await use.get_record(who, _FORMS.key(external_ref))
    return _FORMS.current_as(view, show=show, settings=settings, response=response)


@router.post(
    "/invoices/{external_ref}/void",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Void an invoice",
    description=VOID,
    responses=voiding("invoice", _ACCEPTED),
)
async def void_invoice(
    *, external_ref: RecordRef, who: RecordsWriter, use: Use, show: ShowEntry, response: Response
) -> InvoiceAcceptedOut:
    """Take it back; payments on it become unapplied."""
    accepted = await use.void_record(who, _FORMS.key(external_ref))
    return _FORMS.accepted_as(accepted, show=show, response=response)

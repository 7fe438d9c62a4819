"""Credits: submit them, and see what became of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response, status

from api import example_bodies, examples
from api.dependencies import RecordRef, Settings, ShowEntry, Use
from api.record_answers import SUBMIT, reading, submitting, voiding
from api.record_forms import RecordForms
from api.route import Route
from api.schemas.credits import CreditOut
from api.schemas.records import CreditAcceptedOut, CreditCurrentOut
from api.schemas.references import CreditBody
from api.security import RecordsReader, RecordsWriter
from domain.errors import AlreadyVoided, AmountTooLarge, OverApplied
from domain.model.records import Credit

router = APIRouter(tags=["Credits"], route_class=Route)

_FORMS = RecordForms(record=Credit, show=CreditOut.of, accepted=CreditAcceptedOut, current=CreditCurrentOut)
_ACCEPTED = CreditAcceptedOut(
    record=CreditOut.of(example_bodies.A_CREDIT), log=examples.shown(examples.CREDIT_QUEUED)
)
_CURRENT = CreditCurrentOut(
    record=CreditOut.of(example_bodies.A_CREDIT),
    voided=False,
    quickbooks=None,
    entries=[examples.shown(examples.CREDIT_QUEUED)],
)
_BODIES = {
    "credit": {"summary": "A credit of an invoice", "value": example_bodies.CREDIT},
    "by_reference": {"summary": "By reference", "value": example_bodies.BY_REFERENCE},
}


@router.put(
    "/credits/{external_ref}",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Submit a credit",
    description="It becomes a credit memo in QuickBooks, applied to its invoices once they are there. "
    f"What is not applied to an invoice stays open for later.\n\n{SUBMIT}",
    responses=submitting("credit", _ACCEPTED, AlreadyVoided, AmountTooLarge, OverApplied),
)
async def put_credit(
    *,
    external_ref: RecordRef,
    credit: Annotated[CreditBody, Body(openapi_examples=_BODIES)],
    who: RecordsWriter,
    use: Use,
    show: ShowEntry,
    response: Response,
) -> CreditAcceptedOut:
    """Submit or replace it."""
    accepted = await use.accept_record(who, credit.record(external_ref))
    return _FORMS.accepted_as(accepted, show=show, response=response)


@router.get("/credits/{external_ref}", summary="Get a credit", responses=reading(_CURRENT))
async def get_credit(
    *,
    external_ref: RecordRef,
    who: RecordsReader,
    use: Use,
    show: ShowEntry,
    settings: Settings,
    response: Response,
) -> CreditCurrentOut:
    """The credit as it was submitted last, what it is in QuickBooks, and its log entries, newest first."""
    view = await use.get_record(who, _FORMS.key(external_ref))
    return _FORMS.current_as(view, show=show, settings=settings, response=response)


@router.post(
    "/credits/{external_ref}/void",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Void a credit",
    description="Its credit memo is un-applied and deleted, since QuickBooks voids none. What was not sent "
    "yet is not sent any more. A void is for ever: later versions of the record are refused.",
    responses=voiding("credit", _ACCEPTED),
)
async def void_credit(
    *, external_ref: RecordRef, who: RecordsWriter, use: Use, show: ShowEntry, response: Response
) -> CreditAcceptedOut:
    """Take it back; the invoices that it settled are open again."""
    accepted = await use.void_record(who, _FORMS.key(external_ref))
    return _FORMS.accepted_as(accepted, show=show, response=response)

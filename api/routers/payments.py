"""Payments: submit them, and see what became of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response, status

from api import example_bodies, examples
from api.dependencies import RecordRef, Settings, ShowEntry, Use
from api.record_answers import SUBMIT, VOID, reading, submitting, voiding
from api.record_forms import RecordForms
from api.route import Route
from api.schemas.payments import PaymentOut
from api.schemas.records import PaymentAcceptedOut, PaymentCurrentOut
from api.schemas.references import PaymentBody
from api.security import RecordsReader, RecordsWriter
from domain.errors import AlreadyVoided, OverApplied
from domain.model.records import Payment

router = APIRouter(tags=["Payments"], route_class=Route)

_FORMS = RecordForms(
    record=Payment, show=PaymentOut.of, accepted=PaymentAcceptedOut, current=PaymentCurrentOut
)
_ACCEPTED = PaymentAcceptedOut(
    record=PaymentOut.of(example_bodies.A_PAYMENT), log=examples.shown(examples.PAYMENT_WAITING)
)
_CURRENT = PaymentCurrentOut(
    record=PaymentOut.of(example_bodies.A_PAYMENT),
    voided=False,
    quickbooks=None,
    entries=[examples.shown(examples.PAYMENT_WAITING)],
)
_BODIES = {
    "payment": {"summary": "A payment of an invoice", "value": example_bodies.PAYMENT},
    "older": {"summary": "For an invoice older than the integration", "value": example_bodies.OLD_PAYMENT},
    "by_reference": {"summary": "By reference", "value": example_bodies.BY_REFERENCE},
}


@router.put(
    "/payments/{external_ref}",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Submit a payment",
    description="It becomes a payment in QuickBooks, once its contact and invoices are there. What is not "
    f"applied to an invoice stays unapplied.\n\n{SUBMIT}",
    responses=submitting("payment", _ACCEPTED, AlreadyVoided, OverApplied),
)
async def put_payment(
    *,
    external_ref: RecordRef,
    payment: Annotated[PaymentBody, Body(openapi_examples=_BODIES)],
    who: RecordsWriter,
    use: Use,
    show: ShowEntry,
    response: Response,
) -> PaymentAcceptedOut:
    """Submit or replace it."""
    accepted = await use.accept_record(who, payment.record(external_ref))
    return _FORMS.accepted_as(accepted, show=show, response=response)


@router.get("/payments/{external_ref}", summary="Get a payment", responses=reading(_CURRENT))
async def get_payment(
    *,
    external_ref: RecordRef,
    who: RecordsReader,
    use: Use,
    show: ShowEntry,
    settings: Settings,
    response: Response,
) -> PaymentCurrentOut:
    """The payment as it was submitted last, what it is in QuickBooks, and its log entries, newest first."""
    view = await use.get_record(who, _FORMS.key(external_ref))
    return _FORMS.current_as(view, show=show, settings=settings, response=response)


@router.post(
    "/payments/{external_ref}/void",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Void a payment",
    description=VOID,
    responses=voiding("payment", _ACCEPTED),
)
async def void_payment(
    *, external_ref: RecordRef, who: RecordsWriter, use: Use, show: ShowEntry, response: Response
) -> PaymentAcceptedOut:
    """Take it back; the invoices that it settled are open again."""
    accepted = await use.void_record(who, _FORMS.key(external_ref))
    return _FORMS.accepted_as(accepted, show=show, response=response)

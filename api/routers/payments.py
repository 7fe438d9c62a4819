"""Payments: submit them, and see what became of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response, status

from api import example_bodies, examples
from api.dependencies import RecordRef, Settings, ShowEntry, Use
from api.etags import etag_of
from api.record_answers import (
    SUBMIT,
    VOID,
    known,
    object_in,
    reading,
    record_in,
    submitting,
    tell,
    voiding,
)
from api.route import Route
from api.schemas.payments import PaymentOut
from api.schemas.records import PaymentAcceptedOut, PaymentCurrentOut
from api.schemas.references import PaymentBody
from api.security import RecordsReader, RecordsWriter
from domain.errors import AlreadyVoided, OverApplied
from domain.model.records import Payment, RecordKey, RecordKind

router = APIRouter(tags=["Payments"], route_class=Route)

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
    record = payment.record(external_ref)
    accepted = await use.accept_record(who, record)
    tell(response, accepted)
    return PaymentAcceptedOut(record=known(record, PaymentOut.of), log=show(accepted.entry))


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
    view = await use.get_record(who, RecordKey(kind=RecordKind.PAYMENT, external_ref=external_ref))
    answer = PaymentCurrentOut(
        record=known(record_in(view, Payment), PaymentOut.of),
        by_reference=view.stored.by_reference,
        voided=view.stored.voided,
        quickbooks=object_in(view, number=None, settings=settings),
        entries=[show(entry) for entry in view.entries],
    )
    response.headers["ETag"] = etag_of(answer)
    return answer


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
    accepted = await use.void_record(who, RecordKey(kind=RecordKind.PAYMENT, external_ref=external_ref))
    tell(response, accepted)
    return PaymentAcceptedOut(
        record=known(record_in(accepted, Payment), PaymentOut.of), log=show(accepted.entry)
    )

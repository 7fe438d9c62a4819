"""Write-offs: submit them, and see what became of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response, status

from api import example_bodies, examples
from api.dependencies import RecordRef, Settings, ShowEntry, Use
from api.record_answers import SUBMIT, reading, submitting, voiding
from api.record_forms import RecordForms
from api.route import Route
from api.schemas.records import WriteOffAcceptedOut, WriteOffCurrentOut
from api.schemas.references import WriteOffBody
from api.schemas.write_offs import WriteOffOut
from api.security import RecordsReader, RecordsWriter
from domain.errors import AlreadyVoided, AmountTooLarge, OverApplied
from domain.model.records import WriteOff

router = APIRouter(tags=["Write-offs"], route_class=Route)

_FORMS = RecordForms(
    record=WriteOff, show=WriteOffOut.of, accepted=WriteOffAcceptedOut, current=WriteOffCurrentOut
)
_ACCEPTED = WriteOffAcceptedOut(
    record=WriteOffOut.of(example_bodies.A_WRITE_OFF), log=examples.shown(examples.WRITE_OFF_QUEUED)
)
_CURRENT = WriteOffCurrentOut(
    record=WriteOffOut.of(example_bodies.A_WRITE_OFF),
    voided=False,
    quickbooks=None,
    entries=[examples.shown(examples.WRITE_OFF_QUEUED)],
)
_BODIES = {
    "write_off": {"summary": "A write-off of an invoice", "value": example_bodies.WRITE_OFF},
    "by_reference": {"summary": "By reference", "value": example_bodies.BY_REFERENCE},
}


@router.put(
    "/write-offs/{external_ref}",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Submit a write-off",
    description="It becomes a credit memo on the bad-debt product or service that its income accounts are "
    f"mapped to, applied to its invoices once they are there.\n\n{SUBMIT}",
    responses=submitting("write-off", _ACCEPTED, AlreadyVoided, AmountTooLarge, OverApplied),
)
async def put_write_off(
    *,
    external_ref: RecordRef,
    write_off: Annotated[WriteOffBody, Body(openapi_examples=_BODIES)],
    who: RecordsWriter,
    use: Use,
    show: ShowEntry,
    response: Response,
) -> WriteOffAcceptedOut:
    """Submit or replace it."""
    accepted = await use.accept_record(who, write_off.record(external_ref))
    return _FORMS.accepted_as(accepted, show=show, response=response)


@router.get("/write-offs/{external_ref}", summary="Get a write-off", responses=reading(_CURRENT))
async def get_write_off(
    *,
    external_ref: RecordRef,
    who: RecordsReader,
    use: Use,
    show: ShowEntry,
    settings: Settings,
    response: Response,
) -> WriteOffCurrentOut:
    """The write-off as it was submitted last, what it is in QuickBooks, and its log entries, newest first."""
    view = await use.get_record(who, _FORMS.key(external_ref))
    return _FORMS.current_as(view, show=show, settings=settings, response=response)


@router.post(
    "/write-offs/{external_ref}/void",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Void a write-off",
    description="Its credit memo is un-applied and deleted, since QuickBooks voids none. What was not sent "
    "yet is not sent any more. A void is for ever: later versions of the record are refused.",
    responses=voiding("write-off", _ACCEPTED),
)
async def void_write_off(
    *, external_ref: RecordRef, who: RecordsWriter, use: Use, show: ShowEntry, response: Response
) -> WriteOffAcceptedOut:
    """Take it back; the invoices that it settled are open again."""
    accepted = await use.void_record(who, _FORMS.key(external_ref))
    return _FORMS.accepted_as(accepted, show=show, response=response)

"""Contacts: submit them, and see what became of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response, status

from api import example_bodies, examples
from api.dependencies import RecordRef, Settings, ShowEntry, Use
from api.etags import etag_of
from api.record_answers import SUBMIT, known, object_in, reading, record_in, submitting, tell
from api.route import Route
from api.schemas.contacts import ContactOut
from api.schemas.records import ContactAcceptedOut, ContactCurrentOut
from api.schemas.references import ContactBody
from api.security import RecordsReader, RecordsWriter
from domain.model.records import Contact, RecordKey, RecordKind

router = APIRouter(tags=["Contacts"], route_class=Route)

_ACCEPTED = ContactAcceptedOut(
    record=ContactOut.of(example_bodies.A_CONTACT), log=examples.shown(examples.CONTACT_QUEUED)
)
_CURRENT = ContactCurrentOut(
    record=ContactOut.of(example_bodies.A_CONTACT),
    voided=False,
    quickbooks=examples.shown(examples.CONTACT_SYNCED).quickbooks,
    entries=[examples.shown(examples.CONTACT_SYNCED)],
)
_BODIES = {
    "organisation": {"summary": "An organisation", "value": example_bodies.CONTACT},
    "person": {"summary": "A person", "value": example_bodies.PERSON},
    "by_reference": {"summary": "By reference", "value": example_bodies.BY_REFERENCE},
}


@router.put(
    "/contacts/{external_ref}",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Submit a contact",
    description=f"It becomes a customer in QuickBooks, or is linked to the one of its name.\n\n{SUBMIT}",
    responses=submitting("contact", _ACCEPTED),
)
async def put_contact(
    *,
    external_ref: RecordRef,
    contact: Annotated[ContactBody, Body(openapi_examples=_BODIES)],
    who: RecordsWriter,
    use: Use,
    show: ShowEntry,
    response: Response,
) -> ContactAcceptedOut:
    """Submit or replace it."""
    record = contact.record(external_ref)
    accepted = await use.accept_record(who, record)
    tell(response, accepted)
    return ContactAcceptedOut(record=known(record, ContactOut.of), log=show(accepted.entry))


@router.get("/contacts/{external_ref}", summary="Get a contact", responses=reading(_CURRENT))
async def get_contact(
    *,
    external_ref: RecordRef,
    who: RecordsReader,
    use: Use,
    show: ShowEntry,
    settings: Settings,
    response: Response,
) -> ContactCurrentOut:
    """The contact as it was submitted last, its customer in QuickBooks, and its log entries, newest first."""
    view = await use.get_record(who, RecordKey(kind=RecordKind.CONTACT, external_ref=external_ref))
    answer = ContactCurrentOut(
        record=known(record_in(view, Contact), ContactOut.of),
        by_reference=view.stored.by_reference,
        voided=view.stored.voided,
        quickbooks=object_in(view, number=None, settings=settings),
        entries=[show(entry) for entry in view.entries],
    )
    response.headers["ETag"] = etag_of(answer)
    return answer

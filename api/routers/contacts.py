"""Contacts: submit them, and see what became of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response, status

from api import example_bodies, examples
from api.dependencies import RecordRef, Settings, ShowEntry, Use
from api.record_answers import SUBMIT, reading, submitting
from api.record_forms import RecordForms
from api.route import Route
from api.schemas.contacts import ContactOut
from api.schemas.records import ContactAcceptedOut, ContactCurrentOut
from api.schemas.references import ContactBody
from api.security import RecordsReader, RecordsWriter
from domain.model.records import Contact

router = APIRouter(tags=["Contacts"], route_class=Route)

_FORMS = RecordForms(
    record=Contact, show=ContactOut.of, accepted=ContactAcceptedOut, current=ContactCurrentOut
)
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
    accepted = await use.accept_record(who, contact.record(external_ref))
    return _FORMS.accepted_as(accepted, show=show, response=response)


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
    view = await use.get_record(who, _FORMS.key(external_ref))
    return _FORMS.current_as(view, show=show, settings=settings, response=response)

"""Links: which contact is which customer, said by hand; and which it may be."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response, status

from api import examples
from api.dependencies import RecordRef, Settings, Use
from api.documented import NOT_MODIFIED, answers, link
from api.errors import problems
from api.etags import VERSION, IfMatch, OptionalIfMatch, etag_of_version
from api.route import Route
from api.schemas.links import CandidatesOut, LinkIn, LinkOut
from api.security import MappingsReader, MappingsWriter
from domain.errors import (
    ConnectionRequired,
    CustomerAlreadyLinked,
    CustomerReferenceInvalid,
    DataNotFetched,
    LinkNotFound,
    QuickBooksUnreadable,
    RecordInProgress,
    RecordNotFound,
    VersionDiffers,
    VersionRequired,
)

router = APIRouter(prefix="/contacts", tags=["Links"], route_class=Route)

_LINK = LinkOut.of(examples.LINK, quickbooks_url="https://app.qbo.intuit.com/app")
_CANDIDATES = CandidatesOut.of(examples.CANDIDATES)
_KEY = {"external_ref": "$request.path.external_ref"}
_LINKS = {
    "GetContactLink": link("get_contact_link", "Read it.", **_KEY),
    "DeleteContactLink": link(
        "delete_contact_link", "Forget it.", **_KEY, **{"If-Match": "$response.header.ETag"}
    ),
}
_BODIES = {"customer": {"summary": "A customer", "value": {"quickbooks_customer_id": "61"}}}


@router.get(
    "/{external_ref}/link",
    summary="Get the link of a contact",
    responses={
        **answers(status.HTTP_200_OK, "The link.", _LINK, headers=VERSION),
        **NOT_MODIFIED,
        **problems(RecordNotFound, LinkNotFound),
    },
)
async def get_contact_link(
    *, external_ref: RecordRef, who: MappingsReader, use: Use, settings: Settings, response: Response
) -> LinkOut:
    """Which customer of QuickBooks the contact is, and whether a person said so."""
    found = await use.by_hand.get_link(who, external_ref)
    response.headers["ETag"] = etag_of_version(found.revision)
    return LinkOut.of(found, quickbooks_url=settings.quickbooks_url)


@router.put(
    "/{external_ref}/link",
    summary="Link a contact to a customer by hand",
    responses={
        **answers(status.HTTP_200_OK, "It is changed.", _LINK, headers=VERSION, links=_LINKS),
        **answers(status.HTTP_201_CREATED, "It is linked.", _LINK, headers=VERSION, links=_LINKS),
        **problems(
            RecordNotFound,
            CustomerAlreadyLinked,
            RecordInProgress,
            DataNotFetched,
            ConnectionRequired,
            VersionDiffers,
            CustomerReferenceInvalid,
            VersionRequired,
            QuickBooksUnreadable,
        ),
    },
)
async def put_contact_link(
    *,
    external_ref: RecordRef,
    wanted: Annotated[LinkIn, Body(openapi_examples=_BODIES)],
    who: MappingsWriter,
    if_match: OptionalIfMatch,
    use: Use,
    settings: Settings,
    response: Response,
) -> LinkOut:
    """Say which customer the contact is; QuickBooks is asked for it. Whatever waits for the contact goes now.

    A link that exists is changed with `If-Match` only. The contact's failed entry, resynced, adopts the
    customer as it is. Later versions of the contact update it, but leave it the name that it has there.
    """
    put = await use.by_hand.put_link(who, external_ref, wanted.quickbooks_customer_id, if_match=if_match)
    response.status_code = status.HTTP_201_CREATED if put.created else status.HTTP_200_OK
    response.headers["ETag"] = etag_of_version(put.link.revision)
    return LinkOut.of(put.link, quickbooks_url=settings.quickbooks_url)


@router.delete(
    "/{external_ref}/link",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Forget the link of a contact",
    responses={
        **answers(status.HTTP_204_NO_CONTENT, "It is gone."),
        **problems(RecordNotFound, LinkNotFound, RecordInProgress, VersionDiffers, VersionRequired),
    },
)
async def delete_contact_link(
    external_ref: RecordRef, who: MappingsWriter, if_match: IfMatch, use: Use
) -> None:
    """Forget which customer the contact is: its next sync goes by the name again.

    What was posted stays as it is. What is posted for the contact later waits until it is linked again.
    """
    await use.by_hand.delete_link(who, external_ref, if_match=if_match)


@router.get(
    "/{external_ref}/candidates",
    summary="See which customers a contact may be",
    responses={
        **answers(status.HTTP_200_OK, "The likeliest first.", _CANDIDATES),
        **problems(RecordNotFound, DataNotFetched, ConnectionRequired, QuickBooksUnreadable),
    },
)
async def get_contact_candidates(external_ref: RecordRef, who: MappingsReader, use: Use) -> CandidatesOut:
    """Customers of QuickBooks by the contact's name, its e-mail address and similar names, read just now.

    `name_holder` has the contact's very name there: often a vendor, which cannot be linked.
    """
    return CandidatesOut.of(await use.by_hand.get_candidates(who, external_ref))

"""Mappings: which of the billing system's words stands for which object of QuickBooks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response, status

from api import examples
from api.dependencies import Key, Kind, Use
from api.documented import NOT_MODIFIED, answers, link
from api.errors import problems
from api.etags import VERSION, IfMatch, OptionalIfMatch, etag_of_version
from api.paging import NEXT_PAGE, Paged
from api.route import Route
from api.schemas.mappings import MappingIn, MappingOut, MappingPageOut, UnmappedOut, UnmappedPageOut
from api.security import MappingsReader, MappingsWriter
from domain.errors import (
    ConnectionRequired,
    CursorInvalid,
    MappingNotFound,
    QuickBooksReferenceInvalid,
    QuickBooksUnreadable,
    VersionDiffers,
    VersionRequired,
)

router = APIRouter(prefix="/mappings", tags=["Mappings"], route_class=Route)

_MAPPING = MappingOut.of(examples.MAPPING)
_PAGE = MappingPageOut(items=[_MAPPING], next=None)
_UNMAPPED = UnmappedPageOut(items=[UnmappedOut.of(examples.UNMAPPED)], next=None)
_KEY = {"kind": "$request.path.kind", "source_key": "$request.path.source_key"}
_LINKS = {
    "GetMapping": link("get_mapping", "Read it.", **_KEY),
    "DeleteMapping": link("delete_mapping", "Take it back.", **_KEY, **{"If-Match": "$response.header.ETag"}),
}
_BODIES = {
    "product": {"summary": "A product or service", "value": {"quickbooks_id": "12"}},
    "taxable": {"summary": "A tax code of the US", "value": {"quickbooks_id": "TAX"}},
}


@router.get(
    "/{kind}",
    summary="List mappings",
    responses={
        **answers(status.HTTP_200_OK, "A page.", _PAGE, headers=NEXT_PAGE),
        **problems(CursorInvalid),
    },
)
async def list_mappings(*, kind: Kind, who: MappingsReader, use: Use, paged: Paged) -> MappingPageOut:
    """List the mappings of a kind, by source key."""
    rows = await use.setup.list_mappings(who, kind, after=paged.after, limit=paged.limit + 1)
    page, cursor = paged.cut(rows, lambda mapping: mapping.source_key)
    items = [MappingOut.of(mapping) for mapping in page]
    return MappingPageOut(items=items, next=cursor)


@router.get(
    "/{kind}/unmapped",
    summary="List what is not mapped",
    responses={
        **answers(status.HTTP_200_OK, "A page.", _UNMAPPED, headers=NEXT_PAGE),
        **problems(CursorInvalid),
    },
)
async def list_unmapped(*, kind: Kind, who: MappingsReader, use: Use, paged: Paged) -> UnmappedPageOut:
    """List the source keys that failed entries lack a mapping for, how many each holds up, and since when.

    A payment method that is not mapped holds nothing up: listed are those that submitted payments use.
    """
    rows = await use.setup.list_unmapped(who, kind, after=paged.after, limit=paged.limit + 1)
    page, cursor = paged.cut(rows, lambda unmapped: unmapped.source_key)
    items = [UnmappedOut.of(unmapped) for unmapped in page]
    return UnmappedPageOut(items=items, next=cursor)


@router.get(
    "/{kind}/{source_key}",
    summary="Get a mapping",
    responses={
        **answers(status.HTTP_200_OK, "The mapping.", _MAPPING, headers=VERSION),
        **NOT_MODIFIED,
        **problems(MappingNotFound),
    },
)
async def get_mapping(
    *, kind: Kind, source_key: Key, who: MappingsReader, use: Use, response: Response
) -> MappingOut:
    """One mapping, with the name of the QuickBooks object as it was when it was mapped."""
    mapping = await use.setup.get_mapping(who, kind, source_key)
    response.headers["ETag"] = etag_of_version(mapping.version)
    return MappingOut.of(mapping)


@router.put(
    "/{kind}/{source_key}",
    summary="Map a source key",
    responses={
        **answers(status.HTTP_200_OK, "It is changed.", _MAPPING, headers=VERSION, links=_LINKS),
        **answers(status.HTTP_201_CREATED, "It is mapped.", _MAPPING, headers=VERSION, links=_LINKS),
        **problems(
            VersionDiffers,
            VersionRequired,
            ConnectionRequired,
            QuickBooksReferenceInvalid,
            QuickBooksUnreadable,
        ),
    },
)
async def put_mapping(
    *,
    kind: Kind,
    source_key: Key,
    mapping: Annotated[MappingIn, Body(openapi_examples=_BODIES)],
    who: MappingsWriter,
    if_match: OptionalIfMatch,
    use: Use,
    response: Response,
) -> MappingOut:
    """Say which object of QuickBooks a source key stands for; QuickBooks is asked for it.

    A fee item stands for a product or service, and so does an income account: the one that bad debt is
    written off on. A payment method stands for a payment method, a discount for an income or expense
    account, a tax for a tax code. What is inactive, or cannot serve, is refused with the reason.

    A mapping that exists is changed with `If-Match` only. What was posted already stays as it is; resync
    the entries that failed for it.
    """
    put = await use.setup.put_mapping(who, kind, source_key, mapping.quickbooks_id, if_match=if_match)
    response.status_code = status.HTTP_201_CREATED if put.created else status.HTTP_200_OK
    response.headers["ETag"] = etag_of_version(put.mapping.version)
    return MappingOut.of(put.mapping)


@router.delete(
    "/{kind}/{source_key}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Take a mapping back",
    responses={
        **answers(status.HTTP_204_NO_CONTENT, "It is gone."),
        **problems(MappingNotFound, VersionDiffers, VersionRequired),
    },
)
async def delete_mapping(
    kind: Kind, source_key: Key, who: MappingsWriter, if_match: IfMatch, use: Use
) -> None:
    """Forget what a source key stands for; what was posted under it stays as it is."""
    await use.setup.delete_mapping(who, kind, source_key, if_match=if_match)

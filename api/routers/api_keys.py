"""API keys: who may call, and what each may do."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Response, status

from api import examples
from api.dependencies import ApiKeyId, Use
from api.documented import LOCATION, NOT_MODIFIED, answers, link
from api.errors import problems
from api.etags import VERSION, IfMatch, etag_of_version
from api.paging import NEXT_PAGE, Paged
from api.route import Route
from api.schemas.api_keys import (
    ApiKeyChangeIn,
    ApiKeyIn,
    ApiKeyOut,
    ApiKeyPageOut,
    ApiKeyRotationIn,
    NewApiKeyOut,
    RotatedApiKeyOut,
)
from api.security import KeysAdmin
from domain.errors import CursorInvalid, VersionDiffers, VersionRequired
from domain.errors.api_keys import (
    ApiKeyEnded,
    ApiKeyNotFound,
    ApiKeyReplaced,
    ExpiryInvalid,
    LastKeysAdmin,
)
from domain.model.audit import Actor

router = APIRouter(prefix="/api-keys", tags=["API keys"], route_class=Route)

_KEY = ApiKeyOut.of(examples.API_KEY)
_NEW = NewApiKeyOut.of_new(examples.NEW_KEY)
_ROTATED = RotatedApiKeyOut.of_rotated(examples.ROTATED_KEY)
_PAGE = ApiKeyPageOut(items=[_KEY], next=None)
_BODIES = {
    "screen": {
        "summary": "A log screen, for a year",
        "value": {
            "name": "Log screen",
            "scopes": ["logs:read", "logs:write"],
            "expires_at": "2027-01-05T00:00:00Z",
        },
    },
}
_CHANGES = {"scopes": {"summary": "Reading alone", "value": {"scopes": ["logs:read"]}}}
_ROTATIONS = {"hour": {"summary": "Both for an hour", "value": {"overlap_seconds": 3600}}}
_ID = {"api_key_id": "$response.body#/id"}
_LINKS = {
    "GetApiKey": link("get_api_key", "Read it.", **_ID),
    "ChangeApiKey": link("change_api_key", "Change it.", **_ID, **{"If-Match": "$response.header.ETag"}),
    "RotateApiKey": link("rotate_api_key", "Replace it.", **_ID),
    "RevokeApiKey": link("revoke_api_key", "End it.", **_ID),
}


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Make an API key",
    responses={
        **answers(
            status.HTTP_201_CREATED,
            "It is made; this is the only time that its secret is shown.",
            _NEW,
            headers={**LOCATION, **VERSION},
            links=_LINKS,
        ),
        **problems(ExpiryInvalid),
    },
)
async def create_api_key(
    *,
    wanted: Annotated[ApiKeyIn, Body(openapi_examples=_BODIES)],
    who: KeysAdmin,
    use: Use,
    response: Response,
) -> NewApiKeyOut:
    """Make a key for another program or front end; it may do what its scopes say, also what yours may not.

    An `Idempotency-Key` has no effect here: the answer that is kept for it would hold the secret. A key
    whose answer was lost is in the list; revoke it and make another.
    """
    made = await use.setup.create_key(
        who.company_id, wanted.name, frozenset(wanted.scopes), expires_at=wanted.expires_at, by=Actor.of(who)
    )
    response.headers["Location"] = f"/api-keys/{made.key.id}"
    response.headers["ETag"] = etag_of_version(made.key.version)
    return NewApiKeyOut.of_new(made)


@router.get(
    "",
    summary="List API keys",
    responses={
        **answers(status.HTTP_200_OK, "A page.", _PAGE, headers=NEXT_PAGE),
        **problems(CursorInvalid),
    },
)
async def list_api_keys(*, who: KeysAdmin, use: Use, paged: Paged) -> ApiKeyPageOut:
    """List all keys of the company, oldest first, also those that have expired or were revoked."""
    after = UUID(paged.after) if paged.after else None
    rows = await use.setup.list_keys(who.company_id, after=after, limit=paged.limit + 1)
    page, cursor = paged.cut(rows, lambda key: str(key.id))
    return ApiKeyPageOut(items=[ApiKeyOut.of(key) for key in page], next=cursor)


@router.get(
    "/{api_key_id}",
    summary="Get an API key",
    responses={
        **answers(status.HTTP_200_OK, "The key.", _KEY, headers=VERSION),
        **NOT_MODIFIED,
        **problems(ApiKeyNotFound),
    },
)
async def get_api_key(api_key_id: ApiKeyId, who: KeysAdmin, use: Use, response: Response) -> ApiKeyOut:
    """One key, without its secret. The ETag names what can be changed: `last_used_at` moves without it."""
    key = await use.setup.get_key(who, api_key_id)
    response.headers["ETag"] = etag_of_version(key.version)
    return ApiKeyOut.of(key)


@router.patch(
    "/{api_key_id}",
    summary="Change an API key",
    responses={
        **answers(status.HTTP_200_OK, "It is changed.", _KEY, headers=VERSION),
        **problems(
            ApiKeyNotFound, ApiKeyEnded, LastKeysAdmin, VersionDiffers, ExpiryInvalid, VersionRequired
        ),
    },
)
async def change_api_key(
    *,
    api_key_id: ApiKeyId,
    change: Annotated[ApiKeyChangeIn, Body(openapi_examples=_CHANGES)],
    who: KeysAdmin,
    if_match: IfMatch,
    use: Use,
    response: Response,
) -> ApiKeyOut:
    """Give it another name, other scopes or another end; it holds from the next call on.

    What has expired or was revoked is not brought back. The last key with `keys:admin` keeps that scope.
    """
    changed = await use.setup.change_key(who, api_key_id, change.change(), if_match=if_match)
    response.headers["ETag"] = etag_of_version(changed.version)
    return ApiKeyOut.of(changed)


@router.post(
    "/{api_key_id}/rotate",
    status_code=status.HTTP_201_CREATED,
    summary="Rotate an API key",
    responses={
        **answers(
            status.HTTP_201_CREATED,
            "The key that replaces it; this is the only time that its secret is shown.",
            _ROTATED,
            headers={**LOCATION, **VERSION},
            links=_LINKS,
        ),
        **problems(ApiKeyNotFound, ApiKeyEnded, ApiKeyReplaced, ExpiryInvalid),
    },
)
async def rotate_api_key(
    *,
    api_key_id: ApiKeyId,
    rotation: Annotated[ApiKeyRotationIn, Body(openapi_examples=_ROTATIONS)] = ApiKeyRotationIn(),  # noqa: B008  # frozen
    who: KeysAdmin,
    use: Use,
    response: Response,
) -> RotatedApiKeyOut:
    """Make a key of the same name and scopes in its place; both are good for a day, or for `overlap_seconds`.

    A key is replaced once: where the answer was lost, revoke the key that `replaced_by` names, and rotate
    again. An `Idempotency-Key` has no effect here, as with a new key.
    """
    overlap, expiry, by = rotation.overlap(), rotation.expiry(), Actor.of(who)
    made = await use.setup.rotate_key(who.company_id, api_key_id, overlap=overlap, expiry=expiry, by=by)
    response.headers["Location"] = f"/api-keys/{made.new.key.id}"
    response.headers["ETag"] = etag_of_version(made.new.key.version)
    return RotatedApiKeyOut.of_rotated(made)


@router.delete(
    "/{api_key_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Revoke an API key",
    responses={
        **answers(status.HTTP_204_NO_CONTENT, "It opens nothing from now on."),
        **problems(ApiKeyNotFound, LastKeysAdmin),
    },
)
async def revoke_api_key(api_key_id: ApiKeyId, who: KeysAdmin, use: Use) -> None:
    """End it at once and for good; it stays in the list. Revoked twice, it was revoked the first time.

    The last key with `keys:admin` cannot revoke itself: nobody could make another.
    """
    await use.setup.revoke_key(who.company_id, api_key_id, by=Actor.of(who))

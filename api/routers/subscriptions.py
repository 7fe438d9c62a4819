"""Subscriptions: who of the staff gets which mail."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Response, status

from api import examples
from api.dependencies import SubscriptionId, Use
from api.documented import LOCATION, NOT_MODIFIED, answers, link
from api.errors import problems
from api.etags import VERSION, IfMatch, etag_of_version
from api.paging import NEXT_PAGE, Paged
from api.route import Route
from api.schemas.subscriptions import (
    SubscriptionChangeIn,
    SubscriptionIn,
    SubscriptionOut,
    SubscriptionPageOut,
)
from api.security import NotificationsReader, NotificationsWriter
from domain.errors import (
    AlreadySubscribed,
    CursorInvalid,
    SubscriptionNotFound,
    VersionDiffers,
    VersionRequired,
)

router = APIRouter(prefix="/subscriptions", tags=["Notifications"], route_class=Route)

_SUBSCRIPTION = SubscriptionOut.of(examples.SUBSCRIPTION)
_PAGE = SubscriptionPageOut(items=[_SUBSCRIPTION], next=None)
_BODIES = {
    "clerk": {"summary": "A clerk", "value": {"kind": "sync_error", "email": "billing@example.com"}},
    "treasurer": {
        "summary": "A treasurer, once a week",
        "value": {"kind": "weekly_review", "email": "treasurer@example.com"},
    },
    "administrator": {
        "summary": "Whoever connects QuickBooks",
        "value": {"kind": "connection", "email": "admin@example.com"},
    },
}
_CHANGES = {"other": {"summary": "Another address", "value": {"email": "office@example.com"}}}
_ID = {"subscription_id": "$response.body#/id"}
_VERSION = {**_ID, "If-Match": "$response.header.ETag"}
_LINKS = {
    "GetSubscription": link("get_subscription", "Read it.", **_ID),
    "ChangeSubscription": link("change_subscription", "Change it.", **_VERSION),
    "DeleteSubscription": link("delete_subscription", "End it.", **_VERSION),
}


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Subscribe",
    responses={
        **answers(
            status.HTTP_201_CREATED,
            "It is subscribed.",
            _SUBSCRIPTION,
            headers={**LOCATION, **VERSION},
            links=_LINKS,
        ),
        **problems(AlreadySubscribed),
    },
)
async def create_subscription(
    *,
    subscription: Annotated[SubscriptionIn, Body(openapi_examples=_BODIES)],
    who: NotificationsWriter,
    use: Use,
    response: Response,
) -> SubscriptionOut:
    """Send a member of staff a mail when entries fail, once a week what is still open, or of the connection.

    New failures are one mail, grouped by cause. A weekly review that was missed comes later, once.
    Who watches the connection hears once that everything is held up and once that it goes on, however
    many records that is about; who subscribes while it is held up hears of it then.
    """
    made = await use.setup.subscribe(who, subscription.kind, subscription.email)
    response.headers["Location"] = f"/subscriptions/{made.id}"
    response.headers["ETag"] = etag_of_version(made.version)
    return SubscriptionOut.of(made)


@router.get(
    "",
    summary="List subscriptions",
    responses={
        **answers(status.HTTP_200_OK, "A page.", _PAGE, headers=NEXT_PAGE),
        **problems(CursorInvalid),
    },
)
async def list_subscriptions(*, who: NotificationsReader, use: Use, paged: Paged) -> SubscriptionPageOut:
    """List all subscriptions, oldest first."""
    after = UUID(paged.after) if paged.after else None
    rows = await use.setup.list_subscriptions(who, after=after, limit=paged.limit + 1)
    page, cursor = paged.cut(rows, lambda subscription: str(subscription.id))
    items = [SubscriptionOut.of(subscription) for subscription in page]
    return SubscriptionPageOut(items=items, next=cursor)


@router.get(
    "/{subscription_id}",
    summary="Get a subscription",
    responses={
        **answers(status.HTTP_200_OK, "The subscription.", _SUBSCRIPTION, headers=VERSION),
        **NOT_MODIFIED,
        **problems(SubscriptionNotFound),
    },
)
async def get_subscription(
    subscription_id: SubscriptionId, who: NotificationsReader, use: Use, response: Response
) -> SubscriptionOut:
    """One subscription."""
    subscription = await use.setup.get_subscription(who, subscription_id)
    response.headers["ETag"] = etag_of_version(subscription.version)
    return SubscriptionOut.of(subscription)


@router.patch(
    "/{subscription_id}",
    summary="Change a subscription",
    responses={
        **answers(status.HTTP_200_OK, "It is changed.", _SUBSCRIPTION, headers=VERSION),
        **problems(SubscriptionNotFound, AlreadySubscribed, VersionDiffers, VersionRequired),
    },
)
async def change_subscription(
    *,
    subscription_id: SubscriptionId,
    change: Annotated[SubscriptionChangeIn, Body(openapi_examples=_CHANGES)],
    who: NotificationsWriter,
    if_match: IfMatch,
    use: Use,
    response: Response,
) -> SubscriptionOut:
    """Send the same mail to another address."""
    changed = await use.setup.change_subscription(who, subscription_id, change.email, if_match=if_match)
    response.headers["ETag"] = etag_of_version(changed.version)
    return SubscriptionOut.of(changed)


@router.delete(
    "/{subscription_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Unsubscribe",
    responses={
        **answers(status.HTTP_204_NO_CONTENT, "It is gone."),
        **problems(SubscriptionNotFound, VersionDiffers, VersionRequired),
    },
)
async def delete_subscription(
    subscription_id: SubscriptionId, who: NotificationsWriter, if_match: IfMatch, use: Use
) -> None:
    """Send no more of this mail to this address."""
    await use.setup.unsubscribe(who, subscription_id, if_match=if_match)

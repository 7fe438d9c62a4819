"""Subscriptions on the wire."""

from __future__ import annotations

from typing import Annotated, Final, Self

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from api.schemas.fields import In
from api.schemas.pages import Page
from api.schemas.shown import Moment, Out, Shown, ShownId, ShownInteger
from domain.model.notifications import Subscription, SubscriptionKind

_LABEL: Final = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS: Final = rf"^[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@({_LABEL}\.)+[A-Za-z]{{2,63}}$"


def _deliverable(address: str) -> str:
    """A mail server would never be found for .test, .local and their like."""
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        raise PydanticCustomError("email_invalid", "Must be an e-mail address on the internet.") from None
    return address


StaffEmail = Annotated[
    str,
    StringConstraints(min_length=6, max_length=254, pattern=_ADDRESS),
    AfterValidator(_deliverable),
]


class SubscriptionIn(In):
    """Who gets which mail.

    `sync_error`: new failures, grouped by cause, one mail at a time. `weekly_review`: what is still open
    and what was excluded, each Monday from 07:00 in the company's time zone, beginning with the next.
    `connection`: once when everything is held up until a person acts, once when that is over, and a month
    and a week before the connection ends by itself. Where nobody has it, whoever has `sync_error` is told.
    """

    kind: SubscriptionKind
    email: StaffEmail


class SubscriptionChangeIn(In):
    """Another address for the same mail."""

    email: StaffEmail


class SubscriptionOut(Out):
    """A member of staff and the mail they get."""

    id: ShownId
    kind: SubscriptionKind
    email: Shown
    version: Annotated[ShownInteger, Field(description="Grows with each change; the ETag is made of it.")]
    created_at: Moment

    @classmethod
    def of(cls, subscription: Subscription) -> Self:
        """As it is shown."""
        return cls(
            id=subscription.id,
            kind=subscription.kind,
            email=subscription.email,
            version=subscription.version,
            created_at=subscription.created_at,
        )


class SubscriptionPageOut(Page[SubscriptionOut]):
    """Subscriptions, oldest first."""

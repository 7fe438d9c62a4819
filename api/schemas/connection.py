"""A company's connection on the wire."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from api.schemas.fields import In
from api.schemas.shown import Code, Moment, Out, Shown, ShownInteger
from domain.catalogue import Who
from domain.model.authorizations import Books, ConnectionState
from domain.model.companies import Hold
from domain.model.notifications import MOST_COUNTED
from domain.model.outcomes import HoldReason
from domain.rules.holds import explained
from domain.rules.preferences import PreferenceWarning
from domain.use_cases.connection import ConnectionTest, ConnectionView

ReturnUrl = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000, pattern=r"^https?://[^\s\x00-\x1f\x7f]+$"),
    Field(description="Where the browser goes at the end: one of the addresses that the operator listed."),
]


class ConnectionStatus(StrEnum):
    """Whether records go over, and who acts next: `parked` and `not_connected` wait for a person."""

    CONNECTED = "connected"
    PARKED = "parked"
    NOT_CONNECTED = "not_connected"


class BooksOut(Out):
    """A QuickBooks company."""

    realm_id: Annotated[Shown, Field(description="Its number at Intuit.")]
    name: Annotated[Shown | None, Field(description="Null where it was not read: when an operator set it.")]

    @classmethod
    def of(cls, books: Books) -> Self:
        """As it is shown."""
        return cls(realm_id=books.realm_id, name=books.name)


class HoldOut(Out):
    """What keeps entries from going over; it spends none of their attempts."""

    reason: HoldReason
    since: Moment
    until: Annotated[Moment | None, Field(description="Null until a person acts.")]
    title: Shown
    meaning: Shown
    correction: Annotated[list[Shown], Field(max_length=20)]
    who: Annotated[Who, Field(description="Who can put it right.")]

    @classmethod
    def of(cls, hold: Hold) -> Self:
        """As it is shown."""
        words = explained(hold.reason)
        return cls(
            reason=hold.reason,
            since=hold.since,
            until=hold.until,
            title=words.title,
            meaning=words.meaning,
            correction=list(words.correction),
            who=words.who,
        )


class ConnectionOut(Out):
    """How the company is connected to QuickBooks. Tokens are never shown."""

    status: ConnectionStatus
    books: Annotated[
        BooksOut | None,
        Field(
            description="They stay the company's when it is disconnected; null before its first connection."
        ),
    ]
    connected_at: Moment | None
    connected_by: Annotated[Shown | None, Field(description="The name of the API key.")]
    hold: HoldOut | None
    access_expires_at: Annotated[Moment | None, Field(description="It is renewed by itself.")]
    refresh_expires_at: Annotated[
        Moment | None, Field(description="When the connection ends if it is not used until then (100 days).")
    ]
    grant_expires_at: Annotated[
        Moment | None, Field(description="When it has to be connected again in any case (5 years).")
    ]
    under_way: Annotated[
        ShownInteger,
        Field(
            description=f"Entries that workers will send, or that are held up; {MOST_COUNTED} are counted."
        ),
    ]

    @classmethod
    def of(cls, view: ConnectionView) -> Self:
        """As it is shown."""
        state = view.state
        return cls(
            status=_status(state),
            books=BooksOut.of(state.books) if state.books else None,
            connected_at=state.connected_at,
            connected_by=state.connected_by,
            hold=HoldOut.of(state.hold) if state.hold else None,
            access_expires_at=state.expires_at,
            refresh_expires_at=state.refresh_expires_at,
            grant_expires_at=state.grant_expires_at,
            under_way=min(view.under_way, MOST_COUNTED),
        )


def _status(state: ConnectionState) -> ConnectionStatus:
    if not state.is_connected:
        return ConnectionStatus.NOT_CONNECTED
    needs_person = state.hold is not None and explained(state.hold.reason).needs_person
    return ConnectionStatus.PARKED if needs_person else ConnectionStatus.CONNECTED


class WarningOut(Out):
    """A setting of QuickBooks that will hurt."""

    code: Code
    title: Shown
    meaning: Shown
    correction: Annotated[list[Shown], Field(max_length=20)]

    @classmethod
    def of(cls, warning: PreferenceWarning) -> Self:
        """As it is shown."""
        return cls(
            code=warning.code,
            title=warning.title,
            meaning=warning.meaning,
            correction=list(warning.correction),
        )


class NoAnswerOut(Out):
    """Why QuickBooks did not answer, and what to do."""

    reason: HoldReason
    title: Shown
    meaning: Shown
    correction: Annotated[list[Shown], Field(max_length=20)]

    @classmethod
    def of(cls, reason: HoldReason) -> Self:
        """As it is shown."""
        words = explained(reason)
        return cls(reason=reason, title=words.title, meaning=words.meaning, correction=list(words.correction))


class ConnectionTestOut(Out):
    """What one call to QuickBooks showed."""

    ok: bool
    failure: NoAnswerOut | None
    warnings: Annotated[list[WarningOut], Field(max_length=20)]

    @classmethod
    def of(cls, test: ConnectionTest) -> Self:
        """As it is shown."""
        return cls(
            ok=test.failure is None,
            failure=NoAnswerOut.of(test.failure) if test.failure else None,
            warnings=[WarningOut.of(warning) for warning in test.warnings],
        )


class AuthorizationIn(In):
    """Begin to connect."""

    return_url: ReturnUrl

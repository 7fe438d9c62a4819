"""Authorisations: a person on the way to Intuit's consent page and back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.model.companies import Hold, Tokens


class AuthorizationStatus(StrEnum):
    """How far it has come."""

    PENDING = "pending"  # a person is asked by Intuit
    CONNECTED = "connected"
    DENIED = "denied"  # a person said no, at Intuit or here
    FAILED = "failed"  # `problem` says why
    CONFIRMATION_REQUIRED = "confirmation_required"  # they are other books than before
    EXPIRED = "expired"


class AuthorizationProblem(StrEnum):
    """Why a person's consent led to nothing."""

    CONSENT_FAILED = "consent_failed"  # Intuit sent the browser back with neither a code nor a denial
    CODE_REFUSED = "code_refused"  # expired, used before, or not one of Intuit's
    CREDENTIALS_REFUSED = "credentials_refused"  # Intuit does not know our client id and secret
    INTUIT_UNAVAILABLE = "intuit_unavailable"  # no answer, so nobody knows; a code is good once
    KEY_ENDED = "key_ended"  # the API key that began it was revoked, or expired
    REALM_NOT_PROVEN = "realm_not_proven"  # the consent is not for the company that came with it
    REALM_TAKEN = "realm_taken"  # another company of this installation has these books


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """One QBO company; `name` is None where nobody has read it yet."""

    realm_id: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """One try to connect a company.

    `state_hash` is the SHA-256 of the 256 random bits that go to Intuit and back, in hex. It is
    good once, until `expires_at`, which is also until when `tokens` wait for a confirmation.
    `books` are those that a person consented to, `before` those that the company had then.
    """

    id: UUID
    company_id: UUID
    key_id: UUID
    begun_by: str
    state_hash: str = field(repr=False)
    return_url: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    status: AuthorizationStatus = AuthorizationStatus.PENDING
    problem: AuthorizationProblem | None = None
    books: Books | None = None
    before: Books | None = None
    tokens: Tokens | None = None

    def seen_at(self, now: datetime) -> Authorization:
        """As it is at that time: what waited too long for a person has expired."""
        waits = self.status in {AuthorizationStatus.PENDING, AuthorizationStatus.CONFIRMATION_REQUIRED}
        return replace(self, status=AuthorizationStatus.EXPIRED) if waits and self.expires_at <= now else self


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a browser brings back from Intuit; none of it is proven."""

    state: str = field(repr=False)
    code: str | None = field(default=None, repr=False)
    realm_id: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a company is connected by: proven books, the tokens for them, and who did it."""

    company_id: UUID
    books: Books
    tokens: Tokens
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionState:
    """What people see of a company's connection. `books` stay known when it is disconnected.

    The ends are those of the access token, of the refresh token unless it is renewed, and of the whole.
    """

    company_id: UUID
    books: Books | None
    is_connected: bool
    connected_at: datetime | None
    connected_by: str | None
    hold: Hold | None
    expires_at: datetime | None
    refresh_expires_at: datetime | None
    grant_expires_at: datetime | None

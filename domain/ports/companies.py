"""Where companies, connections, subscriptions and mails are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.model.companies import Company, Connection, Hold
from domain.model.idempotency import Call, StoredAnswer
from domain.model.notifications import Mail, Subscription, SubscriptionKind


class Companies(Protocol):
    """Who uses the service."""

    async def add(self, company: Company) -> None:
        """Write a new one, not connected; raises RealmTaken when another company has its realm."""
        ...

    async def get(self, company_id: UUID) -> Company | None:
        """Return one."""
        ...

    async def lock(self, company_id: UUID) -> Company | None:
        """Return one, locked against change until the end of the unit of work; before anything else of it."""
        ...

    async def all(self) -> Sequence[Company]:
        """Return every company, oldest first."""
        ...

    async def of_realms(self, realm_ids: Collection[str]) -> Mapping[str, UUID]:
        """Return the ids of the companies that have these realms, by realm."""
        ...


class Connections(Protocol):
    """Our authorisations; tokens lie sealed by the vault."""

    async def add(self, connection: Connection) -> None:
        """Write the first one of a company that is here, which its operator had."""
        ...

    async def get(self, company_id: UUID) -> Connection | None:
        """Return a company's, with its tokens opened; None while it is not connected."""
        ...

    async def replace_tokens(self, connection: Connection) -> bool:
        """Write its tokens under `version`; False when the row's version is not `version - 1`."""
        ...

    async def hold(self, company_id: UUID, hold: Hold | None) -> None:
        """Hold the company's entries back, or (None) let them go."""
        ...


class Subscriptions(Protocol):
    """Who gets which mail."""

    async def add(self, subscription: Subscription) -> None:
        """Write a new one; raises AlreadySubscribed for the same kind and address."""
        ...

    async def get(self, company_id: UUID, subscription_id: UUID) -> Subscription | None:
        """Return one, locked against change until the end of the unit of work."""
        ...

    async def page(
        self, company_id: UUID, *, kind: SubscriptionKind | None = None, after: UUID | None, limit: int
    ) -> Sequence[Subscription]:
        """Return up to `limit`, of one kind or of all, oldest first, beginning behind `after`."""
        ...

    async def save(self, subscription: Subscription) -> None:
        """Write a changed one; raises AlreadySubscribed for the same kind and address."""
        ...

    async def delete(self, subscription: Subscription) -> None:
        """Remove it."""
        ...

    async def due_reviews(self, *, at: datetime, limit: int) -> Sequence[Subscription]:
        """Return up to `limit` whose review is due, longest due first, locked; none that others hold."""
        ...


class Mails(Protocol):
    """Mails on their way."""

    async def add(self, mails: Sequence[Mail]) -> None:
        """Write them down before they are sent; due at once."""
        ...

    async def take(self, *, company_id: UUID | None, seconds: float, limit: int) -> Sequence[Mail]:
        """Take due ones for so many seconds, of one company or of all; nobody else gets them meanwhile."""
        ...

    async def sent(self, mail: Mail, *, at: datetime) -> None:
        """Note that it is gone; its text is forgotten."""
        ...

    async def postpone(self, mail: Mail, *, until: datetime | None) -> None:
        """Count a failed attempt; due again at `until`, or (None) given up."""
        ...


class Idempotency(Protocol):
    """Answers already given to calls with an Idempotency-Key."""

    async def claim(self, call: Call, *, at: datetime) -> StoredAnswer | None:
        """Claim the key for this unit of work, or return the answer it was given before.

        A second caller waits until the first one's unit of work ends. A key older than
        72 hours is free again. Raises IdempotencyKeyReused for another body.
        """
        ...

    async def answer(self, call: Call, answer: StoredAnswer) -> None:
        """Keep the answer under the key that this unit of work claimed."""
        ...

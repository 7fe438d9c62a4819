"""Where it is kept how companies are connected, and with which books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.model.authorizations import Authorization, ConnectionState, Grant


class Authorizations(Protocol):
    """People's tries to connect; tokens that wait for a confirmation lie sealed by the vault."""

    async def add(self, authorization: Authorization) -> None:
        """Write a new one."""
        ...

    async def get(self, company_id: UUID, authorization_id: UUID) -> Authorization | None:
        """Return one, locked against change until the end of the unit of work."""
        ...

    async def use(self, state_hash: str, *, at: datetime) -> Authorization | None:
        """Use the state up and return whose it is; None when it is unknown, used or expired.

        Of several who come with one state, one gets it.
        """
        ...

    async def save(self, authorization: Authorization) -> None:
        """Write a changed one."""
        ...

    async def unconfirmed(self, *, at: datetime, limit: int) -> Sequence[Authorization]:
        """Return up to `limit` whose tokens nobody confirmed in time, locked; none that others hold."""
        ...


class Grants(Protocol):
    """A company's one connection, as people make and end it."""

    async def state(self, company_id: UUID) -> ConnectionState | None:
        """Return what there is to see of it; no token is opened."""
        ...

    async def holder(self, realm_id: str) -> UUID | None:
        """Return which company has these books, connected or not."""
        ...

    async def has_books(self, company_id: UUID, realm_id: str) -> bool:
        """Whether these are still the company's; if so, they stay that until the end of the unit of work."""
        ...

    async def connect(self, grant: Grant) -> None:
        """Connect the company to the books and end its hold.

        Raises RealmTaken when another company has them; the transaction is over then.
        """
        ...

    async def disconnect(self, company_id: UUID, *, at: datetime) -> None:
        """Forget the tokens and hold the company; it keeps its books. Nothing happens the second time."""
        ...


class FormerBooks(Protocol):
    """What belongs to books that a company had before."""

    async def move(self, company_id: UUID, *, before: str, after: str, at: datetime) -> None:
        """Make ready for other books: no id of the former ones is used from here on.

        Links and mappings are put away by their realm, and those of the new one, if it was the
        company's before, are brought back. What workers have in hand is taken from them; an unknown
        outcome is never asked for again. Contacts without a link are queued.
        """
        ...

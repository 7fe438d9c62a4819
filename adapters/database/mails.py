"""The outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, insert, select, update
from sqlalchemy.orm import aliased

from adapters.database.moments import LONG_AGO, in_seconds, not_after_now
from adapters.database.repository import SqlRepository
from adapters.database.rows import MailRow
from domain.model.notifications import Mail

FIELDS = (
    "id", "company_id", "company_name", "to", "causes", "review", "held_back", "notice",
    "created_at", "attempts",
)  # fmt: skip


class SqlMails(SqlRepository):
    """Mails on their way."""

    async def add(self, mails: Sequence[Mail]) -> None:
        """Write them down before they are sent; due at once."""
        rows = [{name: getattr(mail, name) for name in FIELDS} | {"due_at": LONG_AGO} for mail in mails]
        if rows:
            await self._connection.execute(insert(MailRow), rows)

    async def take(self, *, company_id: UUID | None, seconds: float, limit: int) -> Sequence[Mail]:
        """Take due ones for so many seconds, oldest first; nobody else gets them meanwhile."""
        mail = aliased(MailRow)
        due = select(mail.id).where(not_after_now(mail.due_at))
        if company_id is not None:
            due = due.where(mail.company_id == company_id)
        free = due.order_by(mail.due_at, mail.id).limit(limit).with_for_update(skip_locked=True).cte("free")
        taken = await self._connection.execute(
            update(MailRow)
            .where(MailRow.id.in_(select(free.c.id)))
            .values(due_at=in_seconds(seconds))
            .returning(MailRow)
        )
        return sorted((_mail(row) for row in taken), key=lambda mail: (mail.created_at, mail.id))

    async def sent(self, mail: Mail, *, at: datetime) -> None:
        """Note that it is gone; its text is forgotten."""
        gone = {
            "sent_at": at, "due_at": None, "causes": (), "review": None, "held_back": None, "notice": None,
        }  # fmt: skip
        await self._connection.execute(update(MailRow).where(_is(mail)).values(gone))

    async def postpone(self, mail: Mail, *, until: datetime | None) -> None:
        """Count a failed attempt; due again at `until`, or (None) given up."""
        await self._connection.execute(
            update(MailRow).where(_is(mail)).values(attempts=MailRow.attempts + 1, due_at=until)
        )


def _is(mail: Mail) -> ColumnElement[bool]:
    return and_(MailRow.company_id == mail.company_id, MailRow.id == mail.id)


def _mail(row: Row[Any]) -> Mail:
    return Mail(**{name: getattr(row, name) for name in FIELDS})

"""Choices of the books."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, false, insert, or_, select, tuple_

from adapters.database.repository import SqlRepository
from adapters.database.rows import ChoiceListRow, ChoiceRow, ChoiceWordRow
from adapters.database.upserts import insert_into
from adapters.database.words import words_of
from domain.model.choices import Choice, ChoiceMark, FetchedList
from domain.model.questions import LedgerList

LAST_CHARACTER = "\U0010ffff"


class SqlChoices(SqlRepository):
    """The lists of a company's books, as they were fetched last."""

    async def fetched(self, company_id: UUID, of: LedgerList) -> FetchedList | None:
        """Say when the list was fetched, if it ever was."""
        found = await self._connection.execute(
            select(ChoiceListRow).where(ChoiceListRow.company_id == company_id, ChoiceListRow.list_name == of)
        )
        row = found.one_or_none()
        if row is None:
            return None
        return FetchedList(of=of, realm_id=row.realm_id, at=row.fetched_at, choices=row.choices)

    async def replace(self, company_id: UUID, fetched: FetchedList, choices: Sequence[Choice]) -> None:
        """Put these in the place of the list; nothing happens where it was fetched later than these."""
        if not await self._note(company_id, fetched):
            return
        for row in (ChoiceWordRow, ChoiceRow):
            await self._connection.execute(
                delete(row).where(row.company_id == company_id, row.list_name == fetched.of)
            )
        place = {"company_id": company_id, "list_name": fetched.of}
        if rows := [place | _values_of(choice) for choice in choices]:
            await self._connection.execute(insert(ChoiceRow), rows)
        if words := [place | each for choice in choices for each in _words_of(choice)]:
            await self._connection.execute(insert(ChoiceWordRow), words)

    async def page(
        self,
        company_id: UUID,
        of: LedgerList,
        *,
        words: Sequence[str] = (),
        after: ChoiceMark | None,
        limit: int,
    ) -> Sequence[Choice]:
        """Return up to `limit`, by name, behind `after`; each word starts a word of the name."""
        wanted = select(ChoiceRow).where(ChoiceRow.company_id == company_id, ChoiceRow.list_name == of)
        if words:
            wanted = wanted.where(_matches(company_id, of, words))
        if after is not None:
            wanted = wanted.where(tuple_(ChoiceRow.sort, ChoiceRow.id) > (after.name, after.id))
        rows = await self._connection.execute(wanted.order_by(ChoiceRow.sort, ChoiceRow.id).limit(limit))
        return [Choice(id=row.id, name=row.name, detail=row.detail) for row in rows]

    async def _note(self, company_id: UUID, fetched: FetchedList) -> bool:
        """Whoever comes second waits here, and sees what the first one left."""
        row = {
            "company_id": company_id,
            "list_name": fetched.of,
            "realm_id": fetched.realm_id,
            "fetched_at": fetched.at,
            "choices": fetched.choices,
        }
        statement = insert_into(ChoiceListRow, on=self._connection).values(row)
        new = statement.excluded
        older = or_(ChoiceListRow.fetched_at <= new.fetched_at, ChoiceListRow.realm_id != new.realm_id)
        statement = statement.on_conflict_do_update(
            index_elements=["company_id", "list_name"],
            set_={"realm_id": new.realm_id, "fetched_at": new.fetched_at, "choices": new.choices},
            where=older,
        )
        noted = await self._connection.execute(statement.returning(ChoiceListRow.list_name))
        return noted.one_or_none() is not None


def _values_of(choice: Choice) -> dict[str, object]:
    return {"id": choice.id, "name": choice.name, "detail": choice.detail, "sort": choice.mark.name}


def _words_of(choice: Choice) -> Iterator[dict[str, object]]:
    return ({"id": choice.id, "word": word} for word in words_of(choice.name))


def _matches(company_id: UUID, of: LedgerList, words: Sequence[str]) -> ColumnElement[bool]:
    """Whether each of some words starts a word of the name; what holds no word matches nothing."""
    starts = words_of(*words)
    if not starts:
        return false()
    return and_(*(ChoiceRow.id.in_(_ids_with(company_id, of, start)) for start in starts))


def _ids_with(company_id: UUID, of: LedgerList, start: str) -> Select[str]:
    return select(ChoiceWordRow.id).where(
        ChoiceWordRow.company_id == company_id,
        ChoiceWordRow.list_name == of,
        ChoiceWordRow.word >= start,
        ChoiceWordRow.word < start + LAST_CHARACTER,
    )

"""Choices keep their promises on both databases, and Postgres finds them by indexes."""

from __future__ import annotations

import asyncio
from uuid import UUID

from sqlalchemy import text

from adapters.database.engine import open_engine
from adapters.database.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from domain.model.choices import Choice, ChoiceMark
from domain.model.companies import Company
from domain.model.questions import LedgerList
from tests.adapters.database.test_plans import plans_of
from tests.builders import a_company, later
from tests.contracts.database.base import a_company_in
from tests.contracts.database.choices import ChoicesContract, fetched, names

CUSTOMERS = LedgerList.CUSTOMERS


class TestSqlChoices(ChoicesContract): ...


async def test_two_who_refresh_at_once_leave_one_whole_list(postgres_units: SqlUnitsOfWork) -> None:
    company = await a_company_in(postgres_units)
    lists = [[Choice(id=str(id_), name=f"{name} {id_}") for id_ in range(50)] for name in "ABCD"]
    await asyncio.gather(
        *(
            fetched(postgres_units, company, *choices, at=later(minutes=minute))
            for minute, choices in enumerate(lists)
        )
    )
    async with postgres_units() as uow:
        found = await uow.choices.page(company.id, LedgerList.ITEMS, after=None, limit=100)
    assert sorted(choice.name for choice in found) == sorted(choice.name for choice in lists[-1])


async def test_pages_and_words_are_read_from_their_indexes(
    postgres_url: str, postgres_units: SqlUnitsOfWork
) -> None:
    companies: list[Company] = [await a_company_in(postgres_units) for _ in range(2)]
    for company in companies:
        many = [Choice(id=str(id_), name=f"Bakery {id_}") for id_ in range(5_000)]
        await fetched(postgres_units, company, *many, of=CUSTOMERS)
    engine = open_engine(postgres_url)
    async with engine.begin() as connection:
        await connection.execute(text("ANALYZE"))
    company_id: UUID = companies[0].id
    mark = ChoiceMark(name="bakery 42", id="42")

    async def ask_for_a_page(uow: SqlUnitOfWork) -> object:
        return await uow.choices.page(company_id, CUSTOMERS, after=mark, limit=50)

    async def ask_by_words(uow: SqlUnitOfWork) -> object:
        return await uow.choices.page(company_id, CUSTOMERS, words=["4242"], after=None, limit=50)

    (page,), (found,) = [await plans_of(engine, ask) for ask in (ask_for_a_page, ask_by_words)]
    assert "ix_choices_name" in page
    assert "Sort" not in page
    assert "ix_choice_words_word" in found
    assert "Seq Scan" not in found
    assert await names(postgres_units, companies[1], "4242", of=CUSTOMERS) == ["Bakery 4242"]
    assert await names(postgres_units, a_company(), "4242", of=CUSTOMERS) == []
    await engine.dispose()

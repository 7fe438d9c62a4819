"""Records, links, mappings and dossiers keep their promises on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine

from adapters.database.unit_of_work import SqlUnitsOfWork
from domain.model.companies import Company
from tests.builders import a_contact, a_payment, an_invoice
from tests.contracts.database.base import submitted
from tests.contracts.database.dossiers import DossiersContract
from tests.contracts.database.records import LinksContract, MappingsContract, RecordsContract


class TestSqlRecords(RecordsContract): ...


class TestSqlLinks(LinksContract): ...


class TestSqlMappings(MappingsContract): ...


class TestSqlDossiers(DossiersContract):
    async def test_they_take_as_many_questions_for_sixty_entries_as_for_three(
        self, units: SqlUnitsOfWork, company: Company
    ) -> None:
        counts = []
        for many in (1, 20):
            contacts = [a_contact() for _ in range(many)]
            invoices = [an_invoice(of=contact) for contact in contacts]
            payments = [a_payment(on=invoice) for invoice in invoices]
            entries = await submitted(units, company, *contacts, *invoices, *payments)
            async with units() as uow:
                with questions() as seen:
                    await uow.records.dossiers(entries)
            counts.append(len(seen))
        assert counts == [7, 7]


@contextmanager
def questions() -> Iterator[list[str]]:
    """Every question that is asked meanwhile."""
    seen: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT") and "set_config" not in statement:
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", listen)

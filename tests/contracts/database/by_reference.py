"""What is promised of records by reference, of their attempts, and of where their data comes from."""

from __future__ import annotations

from dataclasses import replace

from domain.model.attempts import AttemptOutcome
from domain.model.companies import Company
from domain.model.sources import CompanySource, SourceAddress, SourcePause
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import (
    NOON,
    a_contact,
    a_reference,
    an_attempt,
    an_invoice,
    answered,
    later,
    new_id,
    stored,
)
from tests.contracts.database.base import (
    DatabaseContract,
    a_company_in,
    now_of,
    one_claimed,
    one_submitted,
)

PAUSE = SourcePause(since=NOON, until=later(minutes=1))


def a_source(of: Company, *, token: str | None = None, pause: SourcePause | None = None) -> CompanySource:
    address = SourceAddress(url="https://billing.example.org/api", token=token)
    return CompanySource(company_id=of.id, address=address, pause=pause)


class ByReferenceContract(DatabaseContract):
    async def test_a_reference_is_read_back_as_it_was_written(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        kept = stored(a_reference(an_invoice(), source_version=4), company)
        async with units() as uow:
            await uow.records.put([kept])
            assert await uow.records.find(company.id, [kept.record.key]) == {kept.record.key: kept}

    async def test_fetched_data_is_read_back_and_still_by_reference(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        invoice = an_invoice()
        kept = stored(a_reference(invoice), company)
        async with units() as uow:
            await uow.records.put([kept])
            await uow.records.put([replace(kept, record=invoice)])
            found = (await uow.records.find(company.id, [invoice.key]))[invoice.key]
        assert (found.data, found.by_reference) == (invoice, True)

    async def test_a_record_that_comes_with_its_data_next_time_is_by_reference_no_more(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        contact = a_contact()
        kept = stored(a_reference(contact), company)
        async with units() as uow:
            await uow.records.put([kept])
            await uow.records.put([replace(kept, record=contact, by_reference=False)])
            assert not (await uow.records.find(company.id, [contact.key]))[contact.key].by_reference

    async def test_an_entry_says_that_it_is_by_reference(self, units: UnitsOfWork, company: Company) -> None:
        entry = await one_submitted(units, company, a_reference(an_invoice()))
        found = await now_of(units, entry)
        assert found == entry
        assert (found.by_reference, found.contact, found.amount) == (True, None, None)
        assert (await one_claimed(units, company)).by_reference

    async def test_a_need_that_was_never_fetched_is_not_known(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        member = a_contact()
        await one_submitted(units, company, a_reference(member))
        entry = await one_submitted(units, company, an_invoice(of=member))
        async with units() as uow:
            (dossier,) = await uow.records.dossiers([entry])
        assert dossier.needs[member.key].record is None

    async def test_an_attempt_that_sent_nothing_is_read_back(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await one_submitted(units, company, a_reference())
        taken = await one_claimed(units, company)
        attempt = answered(an_attempt(taken, draft=None), AttemptOutcome.NOT_APPLIED)
        async with units() as uow:
            await uow.attempts.begin([attempt])
            await uow.attempts.finish(attempt)
            assert await uow.attempts.of_entry(taken.id) == [attempt]

    async def test_the_newest_attempt_of_each_entry_is_found(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await one_submitted(units, company, a_reference())
        taken = await one_claimed(units, company)
        first, second = an_attempt(taken), an_attempt(taken, number=2)
        async with units() as uow:
            await uow.attempts.begin([first])
            await uow.attempts.begin([second])
            assert await uow.attempts.newest([taken.id, new_id()]) == {taken.id: second}
            assert await uow.attempts.newest([]) == {}


class SourcesContract(DatabaseContract):
    async def test_a_source_is_read_back_with_its_token_open(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        async with units() as uow:
            await uow.sources.put(a_source(company, token="secret"))
            assert await uow.sources.get(company.id) == a_source(company, token="secret")

    async def test_a_company_without_one_has_none(self, units: UnitsOfWork, company: Company) -> None:
        other = await a_company_in(units)
        async with units() as uow:
            await uow.sources.put(a_source(other))
            assert await uow.sources.get(company.id) is None

    async def test_a_new_one_replaces_the_old_one_and_its_pause(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        async with units() as uow:
            await uow.sources.put(a_source(company, token="secret", pause=PAUSE))
            await uow.sources.put(a_source(company))
            assert await uow.sources.get(company.id) == a_source(company)

    async def test_it_is_left_alone_until_it_is_not(self, units: UnitsOfWork, company: Company) -> None:
        async with units() as uow:
            await uow.sources.put(a_source(company))
            await uow.sources.pause(company.id, PAUSE)
            assert await uow.sources.get(company.id) == a_source(company, pause=PAUSE)
            await uow.sources.pause(company.id, None)
            assert await uow.sources.get(company.id) == a_source(company)

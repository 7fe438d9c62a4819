"""What dossiers promise."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.model.attempts import AttemptOutcome
from domain.model.companies import Company
from domain.model.dossiers import Dossier, KnownMappings, Need
from domain.model.log_entries import Exclusion, LogEntry, Status
from domain.model.mappings import Mapping, MappingKind
from domain.model.records import Discount, RecordKind
from domain.model.standings import Standing
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import (
    NOON,
    a_contact,
    a_key,
    a_line,
    a_mapping,
    a_payment,
    an_attempt,
    an_invoice,
    answered,
)
from tests.contracts.database.base import (
    DatabaseContract,
    a_company_in,
    linked,
    one_claimed,
    one_submitted,
    saved,
    submitted,
)

LEFT_OUT = Exclusion(by="Front end", at=NOON)


class DossiersContract(DatabaseContract):
    async def test_a_contact_needs_nothing(self, units: UnitsOfWork, company: Company) -> None:
        contact = a_contact()
        entry = await one_submitted(units, company, contact)
        assert await dossier_of(units, entry) == Dossier(
            entry=entry,
            record=contact,
            link=None,
            needs={},
            mappings=KnownMappings(),
            unsettled=None,
            last_attempt_number=0,
        )

    async def test_it_holds_the_current_version(self, units: UnitsOfWork, company: Company) -> None:
        contact = a_contact()
        entry = await one_submitted(units, company, contact)
        newer = replace(contact, source_version=2, organisation="Better Bakery")
        await submitted(units, company, newer)
        assert (await dossier_of(units, entry)).record == newer

    async def test_it_says_what_is_known_of_each_need(self, units: UnitsOfWork, company: Company) -> None:
        contact = a_contact()
        invoice = an_invoice(of=contact)
        await submitted(units, company, contact, invoice)
        await linked(units, company, contact)
        payment = await one_submitted(units, company, a_payment(on=invoice))
        needs = (await dossier_of(units, payment)).needs
        assert (needs[invoice.key].record, needs[invoice.key].link) == (invoice, None)
        assert needs[contact.key].record == contact
        assert needs[contact.key].link is not None

    async def test_a_need_that_nobody_submitted_has_its_row(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        entry = await one_submitted(units, company, an_invoice(contact="nobody"))
        key = a_key(RecordKind.CONTACT, "nobody")
        assert (await dossier_of(units, entry)).needs == {key: Need(record=None, link=None)}

    async def test_it_holds_the_mappings_of_the_keys_it_uses(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        lines = a_line("gold", tax="state"), a_line("silver")
        discount = Discount(key="early", amount=Decimal(5))
        entry = await one_submitted(units, company, an_invoice(lines=lines, discount=discount))
        gold = a_mapping(company, "gold")
        state = a_mapping(company, "state", "TAX", kind=MappingKind.TAX)
        early = a_mapping(company, "early", "86", kind=MappingKind.DISCOUNT)
        others = (
            a_mapping(company, "bronze"),
            a_mapping(company, "GOLD"),
            a_mapping(company, "silver", kind=MappingKind.TAX),
            a_mapping(company, "state", kind=MappingKind.DISCOUNT),
        )
        await mapped(units, gold, state, early, *others)
        known = (await dossier_of(units, entry)).mappings
        assert set(known.by_key.values()) == {gold, state, early}
        assert known.of(MappingKind.FEE_ITEM, "gold") == gold
        assert known.of(MappingKind.FEE_ITEM, "silver") is None

    async def test_it_holds_the_mapping_of_its_method(self, units: UnitsOfWork, company: Company) -> None:
        entry = await one_submitted(units, company, a_payment(method="check"))
        check = a_mapping(company, "check", "2", kind=MappingKind.PAYMENT_METHOD)
        await mapped(units, check, a_mapping(company, "check"))
        known = (await dossier_of(units, entry)).mappings
        assert known.of(MappingKind.PAYMENT_METHOD, "check") == check
        assert len(known.by_key) == 1

    async def test_another_companys_mappings_are_not_its_own(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        entry = await one_submitted(units, company, an_invoice())
        await mapped(units, a_mapping(await a_company_in(units)))
        assert (await dossier_of(units, entry)).mappings == KnownMappings()

    async def test_it_says_how_the_newest_version_of_a_missing_need_stands(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        contact = a_contact()
        await submitted(units, company, contact, status=Status.SUPERSEDED, excluded=LEFT_OUT)
        newer = await one_submitted(
            units,
            company,
            replace(contact, source_version=2),
            status=Status.FAILED,
            message="The name supplied already exists",
        )
        entry = await one_submitted(units, company, an_invoice(of=contact))
        stands = Standing(
            entry_id=newer.id,
            status=Status.FAILED,
            is_left_out=False,
            message="The name supplied already exists",
        )
        assert (await dossier_of(units, entry)).needs[contact.key].standing == stands
        await saved(units, replace(newer, excluded=LEFT_OUT))
        given_up = (await dossier_of(units, entry)).needs[contact.key].standing
        assert given_up == replace(stands, is_left_out=True)
        await linked(units, company, contact)
        assert (await dossier_of(units, entry)).needs[contact.key].standing is None

    async def test_another_companys_record_of_the_same_name_has_another_standing(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        contact = a_contact()
        await submitted(units, await a_company_in(units), contact)
        async with units() as uow:
            assert await uow.records.standings(company.id, [contact.key]) == {}
            assert await uow.records.standings(company.id, []) == {}

    async def test_it_holds_the_link_of_its_record(self, units: UnitsOfWork, company: Company) -> None:
        contact = a_contact()
        entry = await one_submitted(units, company, contact)
        await linked(units, company, contact)
        assert (await dossier_of(units, entry)).link is not None

    async def test_an_attempt_without_a_result_is_unsettled(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, a_contact())
        entry = await one_claimed(units, company)
        attempt = an_attempt(entry)
        async with units() as uow:
            await uow.attempts.begin([attempt])
            await uow.commit()
        dossier = await dossier_of(units, entry)
        assert (dossier.unsettled, dossier.last_attempt_number) == (attempt, 1)

    async def test_a_later_definite_answer_settles_it(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, a_contact())
        entry = await one_claimed(units, company)
        first, second = an_attempt(entry), an_attempt(entry, number=2)
        async with units() as uow:
            await uow.attempts.begin([first])
            await uow.attempts.finish(answered(first, AttemptOutcome.UNCERTAIN))
            await uow.attempts.begin([second])
            await uow.attempts.finish(answered(second, AttemptOutcome.NOT_APPLIED))
            await uow.commit()
        dossier = await dossier_of(units, entry)
        assert (dossier.unsettled, dossier.last_attempt_number) == (None, 2)

    async def test_they_come_in_the_order_of_the_entries(self, units: UnitsOfWork, company: Company) -> None:
        entries = await submitted(units, company, *(a_contact() for _ in range(5)))
        backwards = entries[::-1]
        async with units() as uow:
            dossiers = await uow.records.dossiers(backwards)
        assert [dossier.entry for dossier in dossiers] == backwards

    async def test_no_entries_have_no_dossiers(self, units: UnitsOfWork) -> None:
        async with units() as uow:
            assert list(await uow.records.dossiers([])) == []


async def mapped(units: UnitsOfWork, *mappings: Mapping) -> None:
    async with units() as uow:
        for mapping in mappings:
            await uow.mappings.put(mapping)
        await uow.commit()


async def dossier_of(units: UnitsOfWork, entry: LogEntry) -> Dossier:
    async with units() as uow:
        (dossier,) = await uow.records.dossiers([entry])
    return dossier

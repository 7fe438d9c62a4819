"""What records, links and mappings promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from domain.errors import AlreadyLinked
from domain.model.companies import Company
from domain.model.log_entries import LogEntry, Status
from domain.model.mappings import MappingKind, Unmapped
from domain.model.records import Address, Discount, InvoiceLine, Record, RecordKind
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import (
    NOON,
    a_contact,
    a_key,
    a_link,
    a_mapping,
    a_payment,
    a_ref,
    an_error,
    an_invoice,
    failed,
    later,
    stored,
)
from tests.contracts.database.base import DatabaseContract, a_company_in, at, one_submitted, saved, submitted

FULL_CONTACT = a_contact(
    external_ref="c-é",
    first_name="Zoë",
    last_name="O'Neil",
    suffix="Jr.",
    phone="+1 555 0100",
    address=Address(lines=("1 Main St", "Flat 2"), city="Springfield", country="US"),
)
FULL_INVOICE = an_invoice(
    contact="c-é",
    due_date=None,
    lines=(
        InvoiceLine(fee_item="a", quantity=Decimal("0.333"), unit_price=Decimal("1000000000.01"), tax="T"),
        InvoiceLine(fee_item="b", quantity=Decimal("1E+1"), unit_price=Decimal("-0.10"), description="back"),
    ),
    discount=Discount(key="early-bird", amount=Decimal("25.00")),
    memo="Thank you",
)
FULL_PAYMENT = a_payment(on=FULL_INVOICE, method="check", txn_date=date(2024, 2, 29))


class RecordsContract(DatabaseContract):
    @pytest.mark.parametrize(
        "record",
        [FULL_CONTACT, FULL_INVOICE, FULL_PAYMENT, a_contact(), a_payment()],
        ids=["a person", "an invoice", "a payment", "an organisation", "an unapplied payment"],
    )
    async def test_a_record_is_read_back_as_it_was_written(
        self, units: UnitsOfWork, company: Company, record: Record
    ) -> None:
        kept = stored(record, company)
        async with units() as uow:
            await uow.records.put([kept])
            assert await uow.records.find(company.id, [record.key]) == {record.key: kept}

    async def test_a_new_version_replaces_the_old_one(self, units: UnitsOfWork, company: Company) -> None:
        kept = stored(a_contact(), company)
        newer = replace(kept, record=replace(a_contact(), external_ref=kept.record.external_ref))
        async with units() as uow:
            await uow.records.put([kept])
            await uow.records.put([newer])
            assert await uow.records.find(company.id, [kept.record.key]) == {kept.record.key: newer}

    async def test_only_those_asked_for_are_found(self, units: UnitsOfWork, company: Company) -> None:
        wanted, other = a_contact(external_ref="1"), an_invoice(external_ref="1")
        await submitted(units, company, wanted, other)
        async with units() as uow:
            assert set(await uow.records.find(company.id, [wanted.key])) == {wanted.key}
            assert not await uow.records.find(company.id, [])

    async def test_no_records_change_nothing(self, units: UnitsOfWork, company: Company) -> None:
        kept = stored(a_contact(), company)
        async with units() as uow:
            await uow.records.put([kept])
            await uow.records.put([])
            assert await uow.records.find(company.id, [kept.record.key]) == {kept.record.key: kept}

    async def test_a_company_sees_its_own_only(self, units: UnitsOfWork, company: Company) -> None:
        contact = a_contact()
        await submitted(units, company, contact)
        other = await a_company_in(units)
        async with units() as uow:
            assert not await uow.records.find(other.id, [contact.key])

    @pytest.mark.parametrize("many", [1, 40])
    async def test_locking_finds_what_is_there(self, units: UnitsOfWork, company: Company, many: int) -> None:
        contacts = [a_contact() for _ in range(many)]
        await submitted(units, company, *contacts)
        keys = {contact.key for contact in contacts} | {a_key(RecordKind.PAYMENT, "nobody")}
        async with units() as uow:
            assert set(await uow.records.lock(company.id, keys)) == {contact.key for contact in contacts}


class LinksContract(DatabaseContract):
    async def test_a_link_is_read_back(self, units: UnitsOfWork, company: Company) -> None:
        kept = stored(a_contact(), company)
        async with units() as uow:
            await uow.records.put([kept])
            await uow.links.put(a_link(kept))
            assert await uow.links.find(company.id, [kept.record.key]) == {kept.record.key: a_link(kept)}

    async def test_a_newer_link_replaces_it(self, units: UnitsOfWork, company: Company) -> None:
        kept = stored(a_contact(), company)
        newer = a_link(kept, a_ref(version="1"))
        async with units() as uow:
            await uow.records.put([kept])
            await uow.links.put(a_link(kept))
            await uow.links.put(newer)
            assert await uow.links.find(company.id, [kept.record.key]) == {kept.record.key: newer}

    async def test_a_link_by_hand_is_read_back_as_such(self, units: UnitsOfWork, company: Company) -> None:
        kept = stored(a_contact(), company)
        by_hand = replace(a_link(kept), hand_version=3, revision=2)
        async with units() as uow:
            await uow.records.put([kept])
            await uow.links.put(a_link(kept))
            await uow.links.put(by_hand)
            assert await uow.links.find(company.id, [kept.record.key]) == {kept.record.key: by_hand}

    async def test_a_deleted_link_is_gone_and_its_object_is_free(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        one, other = stored(a_contact(), company), stored(a_contact(), company)
        async with units() as uow:
            await uow.records.put([one, other])
            await uow.links.put(a_link(one))
            await uow.links.delete(a_link(one))
            await uow.links.put(a_link(other))
            assert await uow.links.find(company.id, [one.record.key]) == {}
            assert await uow.links.holders(company.id, "Customer", ["61"]) == {"61": other.record.key}

    async def test_an_object_is_one_record_of_a_company(self, units: UnitsOfWork, company: Company) -> None:
        one, other = stored(a_contact(), company), stored(a_contact(), company)
        async with units() as uow:
            await uow.records.put([one, other])
            await uow.links.put(a_link(one))
            await uow.commit()
        async with units() as uow:
            with pytest.raises(AlreadyLinked):
                await uow.links.put(a_link(other))

    async def test_a_link_of_a_record_that_is_not_here_is_a_bug(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        async with units() as uow:
            with pytest.raises(IntegrityError):
                await uow.links.put(a_link(stored(a_contact(), company)))

    async def test_the_holders_are_those_of_the_company_and_the_kind_of_object(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        other_company = await a_company_in(units)
        own, theirs = stored(a_contact(), company), stored(a_contact(), other_company)
        invoice = stored(an_invoice(), company)
        async with units() as uow:
            await uow.records.put([own, theirs, invoice])
            await uow.links.put(a_link(own))
            await uow.links.put(a_link(theirs))
            await uow.links.put(a_link(invoice, a_ref("Invoice", "62")))
            held = await uow.links.holders(company.id, "Customer", ["61", "62", "63"])
            assert held == {"61": own.record.key}
            assert await uow.links.holders(company.id, "Customer", []) == {}


class MappingsContract(DatabaseContract):
    async def test_a_mapping_is_read_back(self, units: UnitsOfWork, company: Company) -> None:
        async with units() as uow:
            await uow.mappings.put(a_mapping(company))
            found = await uow.mappings.get(company.id, MappingKind.FEE_ITEM, "dues-gold")
        assert found == a_mapping(company)

    async def test_a_change_replaces_it(self, units: UnitsOfWork, company: Company) -> None:
        changed = replace(a_mapping(company, quickbooks_id="13"), version=2)
        async with units() as uow:
            await uow.mappings.put(a_mapping(company))
            await uow.mappings.put(changed)
            assert await uow.mappings.get(company.id, MappingKind.FEE_ITEM, "dues-gold") == changed

    async def test_a_deleted_one_is_gone(self, units: UnitsOfWork, company: Company) -> None:
        async with units() as uow:
            await uow.mappings.put(a_mapping(company))
            await uow.mappings.delete(a_mapping(company))
            assert await uow.mappings.get(company.id, MappingKind.FEE_ITEM, "dues-gold") is None

    async def test_pages_go_by_source_key(self, units: UnitsOfWork, company: Company) -> None:
        async with units() as uow:
            for key in ("b", "c", "a"):
                await uow.mappings.put(a_mapping(company, key))
            first = await uow.mappings.page(company.id, MappingKind.FEE_ITEM, after=None, limit=2)
            rest = await uow.mappings.page(company.id, MappingKind.FEE_ITEM, after="b", limit=2)
        assert [mapping.source_key for mapping in (*first, *rest)] == ["a", "b", "c"]

    async def test_unmapped_are_the_keys_that_failures_lack(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        for key in ("silver", "gold", "gold"):
            await failed_for_lack_of(units, company, key)
        assert await unmapped(units, company) == [
            Unmapped(source_key="gold", entries=2, since=NOON),
            Unmapped(source_key="silver", entries=1, since=NOON),
        ]
        assert await unmapped(units, company, after="gold") == [
            Unmapped(source_key="silver", entries=1, since=NOON)
        ]

    async def test_a_key_lacks_its_mapping_since_its_first_failure_was_submitted(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        for minutes in (3, 1, 2):
            moment = later(minutes=minutes)
            entry = await one_submitted(units, company, an_invoice(), **at(moment))
            await saved(units, failed(entry, an_error(subject="gold")))
        assert [each.since for each in await unmapped(units, company)] == [later(minutes=1)]

    @pytest.mark.parametrize(
        ("kind", "code"),
        [
            (MappingKind.FEE_ITEM, "fee_item_not_mapped"),
            (MappingKind.INCOME_ACCOUNT, "write_off_account_not_mapped"),
            (MappingKind.DISCOUNT, "discount_not_mapped"),
            (MappingKind.TAX, "tax_not_mapped"),
        ],
    )
    async def test_each_kind_has_an_error_of_its_own(
        self, units: UnitsOfWork, company: Company, kind: MappingKind, code: str
    ) -> None:
        await failed_for_lack_of(units, company, "4000", code)
        assert len(await unmapped(units, company, kind)) == 1
        others = {*MappingKind} - {kind}
        assert not any([await unmapped(units, company, other) for other in others])

    async def test_a_key_is_mapped_by_its_own_spelling_and_kind_alone(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await failed_for_lack_of(units, company, "gold")
        async with units() as uow:
            await uow.mappings.put(a_mapping(company, "Gold"))
            await uow.mappings.put(a_mapping(company, "gold", kind=MappingKind.TAX))
            await uow.commit()
        assert len(await unmapped(units, company)) == 1

    async def test_unmapped_methods_are_those_that_payments_use(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        check, cash = a_payment(method="check"), a_payment(method="cash")
        await submitted(units, company, check, a_payment(method="check"), cash, a_payment())
        await submitted(units, await a_company_in(units), a_payment(method="card"))
        kind = MappingKind.PAYMENT_METHOD
        assert await unmapped(units, company, kind) == [
            Unmapped(source_key="cash", entries=1, since=None),
            Unmapped(source_key="check", entries=2, since=None),
        ]
        await submitted(units, company, replace(check, source_version=2, method="cash"))
        async with units() as uow:
            await uow.mappings.put(a_mapping(company, "cash", kind=kind))
            await uow.commit()
        assert await unmapped(units, company, kind) == [Unmapped(source_key="check", entries=1, since=None)]

    async def test_a_key_that_is_mapped_by_now_is_not_unmapped(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await failed_for_lack_of(units, company, "gold")
        async with units() as uow:
            await uow.mappings.put(a_mapping(company, "gold"))
            await uow.commit()
        assert await unmapped(units, company) == []

    async def test_an_entry_that_goes_again_lacks_nothing(self, units: UnitsOfWork, company: Company) -> None:
        entry = await failed_for_lack_of(units, company, "gold")
        await saved(units, replace(entry, status=Status.QUEUED))
        assert await unmapped(units, company) == []


async def failed_for_lack_of(
    units: UnitsOfWork, company: Company, key: str, code: str = "fee_item_not_mapped"
) -> LogEntry:
    entry = failed(await one_submitted(units, company, an_invoice()), an_error(code, subject=key))
    await saved(units, entry)
    return entry


async def unmapped(
    units: UnitsOfWork,
    company: Company,
    kind: MappingKind = MappingKind.FEE_ITEM,
    *,
    after: str | None = None,
) -> list[Unmapped]:
    async with units() as uow:
        return list(await uow.mappings.unmapped(company.id, kind, after=after, limit=9))

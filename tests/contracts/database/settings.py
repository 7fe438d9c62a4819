"""What settings promise, and the queue that goes by them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from domain.model.companies import Company
from domain.model.log_entries import LogEntry, Status
from domain.model.operations import Pause
from domain.model.outcomes import HoldReason
from domain.model.records import RecordKind
from domain.model.settings import EVERYTHING, Carried, Settings
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import a_contact, a_hold, a_payment, an_invoice, an_operation, failed, later, new_id
from tests.contracts.database.base import (
    DatabaseContract,
    a_company_in,
    claimed,
    lease_of,
    leased,
    linked,
    now_of,
    one_claimed,
    one_submitted,
    saved,
    settled,
    submitted,
)

START, EVE = date(2026, 1, 1), date(2025, 12, 31)
ON_TIME, TOO_OLD = an_invoice(txn_date=START), an_invoice(txn_date=EVE)
MEMBER, PAYMENT = a_contact(), a_payment(txn_date=START)


class SettingsContract(DatabaseContract):
    async def test_who_never_set_anything_has_the_defaults(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        async with units() as uow:
            expected = Settings(company_id=company.id, time_zone=company.time_zone)
            assert await uow.settings.get(company.id) == expected
            assert await uow.settings.lock(company.id) == expected

    async def test_a_company_that_is_not_there_has_none(self, units: UnitsOfWork) -> None:
        async with units() as uow:
            assert await uow.settings.get(new_id()) is None
            assert await uow.settings.lock(new_id()) is None

    async def test_they_are_read_back_as_they_were_set_last(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        first = Settings(
            company_id=company.id,
            time_zone="America/New_York",
            start_date=START,
            kinds=frozenset({RecordKind.CONTACT, RecordKind.WRITE_OFF}),
            paused=True,
            alert_cap=7,
            version=2,
        )
        await set_to(units, first)
        async with units() as uow:
            assert await uow.settings.get(company.id) == first
        last = Settings(company_id=company.id, time_zone="UTC", kinds=frozenset(), version=3)
        await set_to(units, last)
        async with units() as uow:
            assert await uow.settings.get(company.id) == last

    async def test_the_time_zone_is_the_companys_own(self, units: UnitsOfWork, company: Company) -> None:
        other = await a_company_in(units)
        await set_to(units, Settings(company_id=company.id, time_zone="Asia/Tokyo", version=2))
        async with units() as uow:
            found = [await uow.companies.get(each.id) for each in (company, other)]
        assert [each and each.time_zone for each in found] == ["Asia/Tokyo", other.time_zone]

    async def test_of_two_who_change_them_one_waits(self, units: UnitsOfWork, company: Company) -> None:
        await asyncio.gather(*(raise_cap(units, company) for _ in range(5)))
        async with units() as uow:
            settings = await uow.settings.get(company.id)
        assert settings
        assert (settings.alert_cap, settings.version) == (105, 6)

    async def test_a_dossier_says_what_is_carried_over(self, units: UnitsOfWork, company: Company) -> None:
        entry = await one_submitted(units, company, MEMBER)
        other = await one_submitted(units, await a_company_in(units), a_contact())
        await set_to(units, given(company, start_date=START, kinds=frozenset({RecordKind.CONTACT})))
        async with units() as uow:
            (own,) = await uow.records.dossiers([entry])
            (others,) = await uow.records.dossiers([other])
        assert own.carried == Carried(start_date=START, kinds=frozenset({RecordKind.CONTACT}))
        assert others.carried == EVERYTHING


class SkippedContract(DatabaseContract):
    @pytest.mark.parametrize(
        ("kinds", "start", "expected"),
        [
            (frozenset(RecordKind), None, {MEMBER.key, PAYMENT.key, ON_TIME.key, TOO_OLD.key}),
            (frozenset(RecordKind), START, {MEMBER.key, PAYMENT.key, ON_TIME.key}),
            (frozenset({RecordKind.INVOICE}), START, {ON_TIME.key}),
            (frozenset({RecordKind.PAYMENT, RecordKind.CONTACT}), None, {MEMBER.key, PAYMENT.key}),
            (frozenset(), None, set()),
        ],
        ids=["everything", "a start date", "one kind and a date", "two kinds", "nothing"],
    )
    async def test_what_the_settings_let_through_is_queued_again(
        self,
        units: UnitsOfWork,
        company: Company,
        kinds: frozenset[RecordKind],
        start: date | None,
        expected: set[object],
    ) -> None:
        entries = await submitted(units, company, MEMBER, PAYMENT, ON_TIME, TOO_OLD, **SKIPPED)
        assert await take_up(units, given(company, kinds=kinds, start_date=start)) == len(expected)
        now = [await now_of(units, entry) for entry in entries]
        assert {entry.record for entry in now if entry.status is Status.QUEUED} == expected

    async def test_it_begins_anew_and_is_due_at_once(self, units: UnitsOfWork, company: Company) -> None:
        entry = await one_submitted(units, company, MEMBER, **SKIPPED, attempts=9, stale_reads=3)
        await take_up(units, given(company))
        fresh = await now_of(units, entry)
        assert fresh == replace(
            entry, status=Status.QUEUED, message=None, attempts=0, stale_reads=0, updated_at=later(days=1)
        )
        (taken,) = await claimed(units, await leased(units, company))
        assert taken.id == entry.id

    async def test_only_the_newest_version_of_a_record_is_queued(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        old = await one_submitted(units, company, MEMBER, **SKIPPED)
        new = await one_submitted(units, company, replace(MEMBER, source_version=2), **SKIPPED)
        assert await take_up(units, given(company)) == 1
        assert [(await now_of(units, each)).status for each in (old, new)] == [Status.SKIPPED, Status.QUEUED]

    @pytest.mark.parametrize(
        "status", [status for status in Status if status not in (Status.SKIPPED, Status.QUEUED)]
    )
    async def test_what_was_not_skipped_stays_as_it_is(
        self, units: UnitsOfWork, company: Company, status: Status
    ) -> None:
        entry = await one_submitted(units, company, MEMBER, status=status)
        assert await take_up(units, given(company)) == 0
        assert (await now_of(units, entry)).status is status

    async def test_another_companys_entries_stay_as_they_are(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        other = await one_submitted(units, await a_company_in(units), MEMBER, **SKIPPED)
        assert await take_up(units, given(company)) == 0
        assert (await now_of(units, other)).status is Status.SKIPPED

    async def test_one_that_is_overtaken_while_it_is_decided_is_superseded(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, MEMBER)
        taken = await one_claimed(units, company)
        await submitted(units, company, replace(MEMBER, source_version=2))
        await settled(units, taken, Status.SKIPPED, message="Contacts are off")
        assert (await now_of(units, taken)).status is Status.SUPERSEDED

    async def test_who_waits_for_a_skipped_invoice_alone_is_ready(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, ON_TIME, **SKIPPED)
        waiting = await waiting_for(units, company, ON_TIME.key)
        async with units() as uow:
            assert [lease.company_id for lease in await uow.queue.due()] == [company.id]
            assert await uow.queue.wake_ready(company.id) == 1
            await uow.commit()
        assert (await now_of(units, waiting)).status is Status.QUEUED

    async def test_who_also_waits_for_another_is_not(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, ON_TIME, **SKIPPED)
        waiting = await waiting_for(units, company, ON_TIME.key, MEMBER.key)
        async with units() as uow:
            assert await uow.queue.wake_ready(company.id) == 0
        await submitted(units, company, MEMBER, status=Status.SYNCED)
        await linked(units, company, MEMBER)
        async with units() as uow:
            assert await uow.queue.wake_ready(company.id) == 1
            await uow.commit()
        assert (await now_of(units, waiting)).status is Status.QUEUED

    async def test_who_waits_for_a_skipped_contact_goes_on_waiting(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, MEMBER, **SKIPPED)
        waiting = await waiting_for(units, company, MEMBER.key)
        async with units() as uow:
            assert await uow.queue.due() == []
            assert await uow.queue.wake_ready(company.id) == 0
        assert (await now_of(units, waiting)).status is Status.WAITING

    async def test_who_waits_for_a_newer_version_of_a_skipped_invoice_goes_on_waiting(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, ON_TIME, **SKIPPED)
        await submitted(units, company, replace(ON_TIME, source_version=2), status=Status.FAILED)
        await waiting_for(units, company, ON_TIME.key)
        async with units() as uow:
            assert await uow.queue.wake_ready(company.id) == 0

    async def test_who_settles_as_waiting_for_one_that_was_skipped_meanwhile_goes_at_once(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, PAYMENT)
        taken = await one_claimed(units, company)
        await submitted(units, company, ON_TIME, **SKIPPED)
        await settled(units, taken, Status.WAITING, waiting_for=(ON_TIME.key,))
        assert (await now_of(units, taken)).status is Status.QUEUED


class PausedContract(DatabaseContract):
    async def test_nothing_of_a_paused_company_is_due_or_claimed(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, MEMBER)
        lease = await leased(units, company)
        await set_to(units, given(company, paused=True))
        assert await claimed(units, lease) == []
        async with units() as uow:
            await uow.drains.release(lease)
            assert not await uow.queue.has_due(company.id)
            assert await uow.queue.due() == []
            await uow.commit()
        assert await lease_of(units, company) is None

    async def test_another_company_goes_on(self, units: UnitsOfWork, company: Company) -> None:
        await set_to(units, given(company, paused=True))
        other = await a_company_in(units)
        await submitted(units, other, MEMBER)
        assert await claimed(units, await leased(units, other))

    async def test_all_is_due_when_it_is_over(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, MEMBER)
        await set_to(units, given(company, paused=True))
        await set_to(units, given(company))
        async with units() as uow:
            assert await uow.queue.has_due(company.id)
        assert await claimed(units, await leased(units, company))

    async def test_an_operation_says_that_the_pause_holds_it_up(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await saved(units, failed(await one_submitted(units, company, a_contact())))
        operation = an_operation(company)
        async with units() as uow:
            await uow.operations.start(operation)
            await uow.connections.hold(company.id, a_hold())
            await uow.commit()
        reasons = []
        for paused in (True, False):
            await set_to(units, given(company, paused=paused))
            async with units() as uow:
                found = await uow.operations.get(company.id, operation.id)
            assert found
            reasons.append(found.blocked_reason)
        assert reasons == [Pause.PAUSED, HoldReason.NEEDS_RECONNECT]


SKIPPED: dict[str, object] = {"status": Status.SKIPPED, "message": "The settings say so"}


def given(company: Company, **fields: object) -> Settings:
    return Settings(company_id=company.id, time_zone="UTC", version=2, **fields)  # type: ignore[arg-type]  # as builders do


async def set_to(units: UnitsOfWork, settings: Settings) -> None:
    async with units() as uow:
        await uow.settings.lock(settings.company_id)
        await uow.settings.save(settings)
        await uow.commit()


async def take_up(units: UnitsOfWork, settings: Settings) -> int:
    async with units() as uow:
        taken = await uow.settings.take_up(settings, at=later(days=1))
        await uow.commit()
    return taken


async def raise_cap(units: UnitsOfWork, company: Company) -> None:
    async with units() as uow:
        before = await uow.settings.lock(company.id)
        assert before
        await asyncio.sleep(0)
        await uow.settings.save(replace(before, alert_cap=before.alert_cap + 1, version=before.version + 1))
        await uow.commit()


async def waiting_for(units: UnitsOfWork, company: Company, *keys: object) -> LogEntry:
    return await one_submitted(units, company, a_payment(), status=Status.WAITING, waiting_for=keys)

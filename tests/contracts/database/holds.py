"""What is promised of holds, and of what staff are told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from domain.model.companies import Company, Connection, Hold, Tokens
from domain.model.log_entries import Exclusion, Status
from domain.model.outcomes import HoldReason
from domain.model.tidings import Tidings, Told
from domain.ports.unit_of_work import UnitsOfWork
from domain.rules.holds import NEEDS_PERSON
from domain.rules.notices import SAME_END
from tests.builders import (
    NOON,
    a_company,
    a_connection,
    a_contact,
    a_hold,
    a_reviewer,
    a_subscription,
    a_watcher,
    later,
    some_tokens,
)
from tests.contracts.database.base import (
    LAPSED,
    DatabaseContract,
    a_company_in,
    claimed,
    lease_of,
    leased,
    submitted,
)

LOST, DENIED, NOBODY = HoldReason.NEEDS_RECONNECT, HoldReason.PERMISSION_DENIED, HoldReason.NOT_CONNECTED
FOR_A_MACHINE = sorted(set(HoldReason) - NEEDS_PERSON)


class HoldsContract(DatabaseContract):
    async def test_what_the_books_answered_is_kept_and_let_go(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        connection, hold = a_connection(company), a_hold(DENIED, until=later(minutes=5))
        async with units.of(company.id) as uow:
            assert await uow.holds.met(connection, hold)
            assert await uow.connections.get(company.id) == replace(connection, hold=hold)
            assert await uow.holds.met(connection, None)
            assert await uow.connections.get(company.id) == connection

    @pytest.mark.parametrize("hold", [None, a_hold()], ids=["open again", "held"])
    async def test_what_other_books_answered_is_not(
        self, units: UnitsOfWork, company: Company, hold: Hold | None
    ) -> None:
        before = replace(a_connection(company), realm_id="another")
        async with units.of(company.id) as uow:
            assert not await uow.holds.met(before, hold)
            assert await uow.connections.get(company.id) == a_connection(company)

    async def test_tokens_that_are_dead_say_nothing_of_newer_ones(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        renewed = replace(a_connection(company), version=2)
        async with units.of(company.id) as uow:
            assert await uow.connections.replace_tokens(renewed)
            assert not await uow.holds.met(a_connection(company), a_hold(LOST))
            assert await uow.connections.get(company.id) == renewed
            assert await uow.holds.met(a_connection(company), a_hold(DENIED)), (
                "the books said it, not the tokens"
            )
            assert await uow.holds.met(renewed, a_hold(LOST))

    async def test_who_disconnected_meanwhile_stays_disconnected(self, units: UnitsOfWork) -> None:
        company = await unconnected(units)
        async with units.of(company.id) as uow:
            assert not await uow.holds.met(a_connection(replace(company, realm_id="1")), None)
            await uow.commit()
        async with units.of(company.id) as uow:
            assert await uow.drains.take(company.id, seconds=1) is None, "it is still held"

    async def test_where_all_is_well_there_is_nothing_to_tell(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await watched(units, company)
        assert await untold(units) == []

    @pytest.mark.parametrize("reason", sorted(NEEDS_PERSON))
    async def test_a_hold_that_a_person_must_end_is_untold_until_it_is_told(
        self, units: UnitsOfWork, company: Company, reason: HoldReason
    ) -> None:
        await watched(units, company)
        await held(units, company, hold := a_hold(reason))
        assert await untold(units) == [tidings(company, hold=hold)]
        await told(units, company, Told(hold=reason))
        assert await untold(units) == []

    @pytest.mark.parametrize("reason", FOR_A_MACHINE)
    async def test_a_hold_that_passes_by_itself_is_never_told(
        self, units: UnitsOfWork, company: Company, reason: HoldReason
    ) -> None:
        await watched(units, company)
        await held(units, company, a_hold(reason, until=later(minutes=1)))
        assert await untold(units) == []
        await told(units, company, Told(hold=LOST))
        assert await untold(units) == [], "nor is it over before the books take something again"

    async def test_another_reason_is_told_too(self, units: UnitsOfWork, company: Company) -> None:
        await watched(units, company)
        await told(units, company, Told(hold=DENIED))
        await held(units, company, hold := a_hold(LOST))
        assert await untold(units) == [tidings(company, hold=hold, told=Told(hold=DENIED))]

    async def test_that_it_is_over_is_untold_until_it_is_told(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await watched(units, company)
        await told(units, company, Told(hold=LOST))
        assert await untold(units) == [tidings(company, told=Told(hold=LOST))]
        await told(units, company, Told())
        assert await untold(units) == []

    async def test_nothing_is_over_while_a_worker_may_meet_it_in_the_next_batch(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await watched(units, company)
        await told(units, company, Told(hold=DENIED))
        lease = await leased(units, company)
        assert await untold(units) == []
        async with units.of(company.id) as uow:
            await uow.drains.release(lease)
            await uow.commit()
        assert len(await untold(units)) == 1

    async def test_a_worker_that_died_keeps_no_news_back(self, units: UnitsOfWork, company: Company) -> None:
        await watched(units, company)
        await told(units, company, Told(hold=DENIED))
        await lease_of(units, company, seconds=LAPSED)
        assert len(await untold(units)) == 1

    async def test_who_sets_up_a_company_is_told_once_something_is_held_up(self, units: UnitsOfWork) -> None:
        company = await unconnected(units)
        await watched(units, company)
        assert await untold(units) == []
        await submitted(units, company, a_contact())
        (found,) = await untold(units)
        assert (found.hold and found.hold.reason, found.was_connected) == (NOBODY, False)

    @pytest.mark.parametrize("days", [30, 7])
    @pytest.mark.parametrize("end", ["refresh_expires_at", "grant_expires_at"])
    async def test_an_end_is_untold_so_many_days_ahead(self, units: UnitsOfWork, days: int, end: str) -> None:
        company = await ending(units, **{end: later(days=days), _other(end): later(days=days + 300)})
        before = Told(end=later(days=days) + SAME_END, days=days + 1)
        await told(units, company, before)
        assert await untold(units, at=later(seconds=-1)) == []
        (found,) = await untold(units, at=NOON)
        assert {found.unused_end, found.grant_end} == {later(days=days), later(days=days + 300)}
        assert found.told == before
        await told(units, company, replace(before, days=days))
        assert await untold(units, at=later(days=1 if days == 30 else 6)) == []

    async def test_the_last_week_is_told_after_the_last_month(self, units: UnitsOfWork) -> None:
        company = await ending(units, grant_expires_at=later(days=30))
        await told(units, company, Told(end=later(days=30) + SAME_END, days=30))
        assert await untold(units, at=later(days=22)) == []
        assert len(await untold(units, at=later(days=23))) == 1

    async def test_another_end_is_told_again(self, units: UnitsOfWork) -> None:
        company = await ending(units, refresh_expires_at=later(days=5), grant_expires_at=None)
        await told(units, company, Told(end=later(days=4), days=7))
        assert len(await untold(units)) == 1
        await told(units, company, Told(end=later(days=5), days=7))
        assert await untold(units) == []

    async def test_the_earlier_end_counts(self, units: UnitsOfWork) -> None:
        company = await ending(units, refresh_expires_at=later(days=20), grant_expires_at=later(days=5))
        await told(units, company, Told(end=later(days=5), days=7))
        assert await untold(units) == []

    async def test_an_end_that_is_past_or_of_a_lost_connection_is_no_news(self, units: UnitsOfWork) -> None:
        company = await ending(units, grant_expires_at=later(days=5))
        assert await untold(units, at=later(days=5)) == []
        await held(units, company, a_hold(LOST))
        await told(units, company, Told(hold=LOST))
        assert await untold(units) == []
        await held(units, company, a_hold(DENIED))
        await told(units, company, Told(hold=DENIED))
        assert len(await untold(units)) == 1

    @pytest.mark.parametrize(("reader", "is_told"), [(a_watcher, 1), (a_subscription, 1), (a_reviewer, 0)])
    async def test_news_wait_for_somebody_who_wants_to_hear_them(
        self, units: UnitsOfWork, company: Company, reader: object, is_told: int
    ) -> None:
        await held(units, company, a_hold())
        assert await untold(units) == []
        async with units.of(company.id) as uow:
            await uow.subscriptions.add(reader(company))  # type: ignore[operator]  # one of the builders
            await uow.commit()
        assert len(await untold(units)) == is_told

    async def test_no_more_than_asked_for_are_given_and_of_one_company_if_asked(
        self, units: UnitsOfWork
    ) -> None:
        companies = [await a_company_in(units) for _ in range(3)]
        for company in companies:
            await watched(units, company)
            await held(units, company, a_hold())
        async with units() as uow:
            assert len(await uow.holds.untold(company_id=None, at=NOON, limit=2)) == 2
        async with units.of(companies[1].id) as uow:
            (found,) = await uow.holds.untold(company_id=companies[1].id, at=NOON, limit=9)
        assert found.company_id == companies[1].id

    async def test_what_workers_would_send_is_held_up(self, units: UnitsOfWork, company: Company) -> None:
        other = await a_company_in(units)
        left_out = {"status": Status.RETRYING, "excluded": Exclusion(by="Clerk", at=NOON, reason=None)}
        for of, fields in (
            (other, {}),
            (company, {}),
            (company, {}),
            (company, {"status": Status.UNCERTAIN, "next_attempt_at": NOON}),
            (
                company,
                {**left_out, "next_attempt_at": later(days=1), "by_hand": True},
            ),
            (company, {**left_out, "next_attempt_at": NOON}),
            (company, {"status": Status.SYNCED}),
        ):
            await submitted(units, of, a_contact(), **fields)
        assert len(await claimed(units, await leased(units, company), limit=1)) == 1
        async with units.of(company.id) as uow:
            assert await uow.holds.held_up(company.id, limit=10) == 4
            assert await uow.holds.held_up(company.id, limit=3) == 3


def _other(end: str) -> str:
    return "grant_expires_at" if end == "refresh_expires_at" else "refresh_expires_at"


def tidings(company: Company, *, hold: Hold | None = None, told: Told | None = None) -> Tidings:
    return Tidings(
        company_id=company.id,
        was_connected=True,
        hold=hold,
        unused_end=None,
        grant_end=None,
        told=told or Told(),
    )


async def unconnected(units: UnitsOfWork) -> Company:
    company = a_company(realm_id=None)
    async with units.of(company.id) as uow:
        await uow.companies.add(company)
        await uow.commit()
    return company


async def ending(units: UnitsOfWork, **ends: datetime | None) -> Company:
    company = a_company()
    tokens: Tokens = replace(some_tokens(), **ends)  # type: ignore[arg-type]  # both are moments
    connection: Connection = replace(a_connection(company), tokens=tokens)
    async with units.of(company.id) as uow:
        await uow.companies.add(company)
        await uow.connections.add(connection)
        await uow.commit()
    await watched(units, company)
    return company


async def watched(units: UnitsOfWork, company: Company) -> None:
    async with units.of(company.id) as uow:
        await uow.subscriptions.add(a_watcher(company))
        await uow.commit()


async def held(units: UnitsOfWork, company: Company, hold: Hold) -> None:
    async with units.of(company.id) as uow:
        await uow.connections.hold(company.id, hold)
        await uow.commit()


async def told(units: UnitsOfWork, company: Company, now_known: Told) -> None:
    async with units.of(company.id) as uow:
        await uow.holds.tell(company.id, now_known)
        await uow.commit()


async def untold(units: UnitsOfWork, *, at: datetime = NOON) -> Sequence[Tidings]:
    async with units() as uow:
        return await uow.holds.untold(company_id=None, at=at, limit=9)

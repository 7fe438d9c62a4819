"""What a company sets holds for all that it submits, and for what is in the queue already."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import text

from domain.errors import CompanyNotFound, VersionDiffers, VersionRequired
from domain.errors.settings import SkippedBySettings, TimeZoneUnknown
from domain.model.books import LedgerCreditMemo, LedgerInvoice, LedgerPayment
from domain.model.log_entries import Status
from domain.model.notifications import SubscriptionKind
from domain.model.operations import ItemResult, Pause
from domain.model.records import Record, RecordKind, Submission
from domain.model.settings import Settings, SettingsChange
from domain.model.verdicts import Skip
from tests.builders import (
    a_contact,
    a_credit,
    a_line,
    a_payment,
    a_reference,
    a_reviewer,
    an_invoice,
    new_id,
)
from tests.use_cases.house import House, open_house

FAILED, QUEUED, SKIPPED, SYNCED = Status.FAILED, Status.QUEUED, Status.SKIPPED, Status.SYNCED
SUPERSEDED, WAITING = Status.SUPERSEDED, Status.WAITING

START, EVE = date(2026, 1, 1), date(2025, 12, 31)
MEMBER = a_contact(external_ref="c-17", organisation="Acme Bakery")
OLD = an_invoice(of=MEMBER, number="998", txn_date=EVE)
NEW = an_invoice(of=MEMBER, txn_date=START)
ON_OLD = a_payment(on=OLD, txn_date=START)
TOO_OLD = "Dated 2025-12-31, before the start date 2026-01-01"


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """These stories are told on both databases."""
    async with open_house(database_url) as opened:
        yield opened


async def change(house: House, *, if_match: int | None = None, **fields: object) -> Settings:
    """Change settings that were just read, unless a test names another version."""
    given = SettingsChange(**fields)  # type: ignore[arg-type]  # as builders do
    before = await house.use_cases.setup.get_settings(house.principal)
    return await house.use_cases.setup.change_settings(
        house.principal, given, if_match=before.version if if_match is None else if_match
    )


def all_but(*kinds: RecordKind) -> frozenset[RecordKind]:
    return frozenset(RecordKind) - set(kinds)


async def message(house: House, record: Submission) -> str | None:
    entry = await house.use_cases.get_entry(house.principal, (await house.entry(record)).id)
    return entry.message


# What is skipped


async def test_what_is_dated_before_the_start_is_skipped_without_a_question_or_a_mail(house: House) -> None:
    await house.use_cases.setup.subscribe(house.principal, SubscriptionKind.SYNC_ERROR, "clerk@example.com")
    await change(house, start_date=START)
    await house.submit(OLD, NEW, MEMBER)
    house.ledger.questions.clear()
    await house.drain()
    assert await house.statuses(OLD, NEW, MEMBER) == [SKIPPED, SYNCED, SYNCED]
    entry = await house.entry(OLD)
    assert (entry.message, entry.error, entry.attempts, entry.waiting_for) == (TOO_OLD, None, 0, ())
    assert "998" not in str(house.ledger.questions)
    assert (await house.attempts(OLD), house.notifier.sent) == ([], [])


async def test_a_kind_that_is_off_is_skipped_until_it_is_on_again(house: House) -> None:
    await change(house, kinds=all_but(RecordKind.PAYMENT))
    payment = a_payment(on=NEW)
    await house.submit(MEMBER, NEW, payment)
    await house.drain()
    assert await house.statuses(MEMBER, NEW, payment) == [SYNCED, SYNCED, SKIPPED]
    assert await message(house, payment) == "Payments are switched off in the settings"
    house.doorbell.rings.clear()
    await change(house, kinds=frozenset(RecordKind))
    assert (await house.statuses(payment), len(house.doorbell.rings)) == ([QUEUED], 1)
    assert await message(house, payment) is None
    await house.drain()
    assert await house.statuses(payment) == [SYNCED]


async def test_what_is_queued_is_skipped_when_its_turn_comes(house: House) -> None:
    await house.submit(MEMBER, OLD)
    await change(house, start_date=START)
    assert await house.statuses(OLD) == [QUEUED]
    await house.drain()
    assert await house.statuses(OLD) == [SKIPPED]


async def test_what_is_skipped_and_what_fails_come_from_one_batch(house: House) -> None:
    unmapped = an_invoice(of=MEMBER, txn_date=START, lines=(a_line(fee_item="nobody-mapped-it"),))
    await change(house, start_date=START)
    await house.submit(MEMBER)
    await house.drain()
    await house.submit(OLD, unmapped)
    await house.drain()
    assert await house.statuses(OLD, unmapped) == [SKIPPED, FAILED]
    assert await house.code(unmapped) == "fee_item_not_mapped"


async def test_a_start_date_that_moves_back_lets_through_what_is_not_before_it(house: House) -> None:
    older = an_invoice(of=MEMBER, txn_date=date(2025, 1, 1))
    await change(house, start_date=START)
    await house.submit(MEMBER, OLD, older)
    await house.drain()
    await change(house, start_date=EVE)
    await house.drain()
    assert await house.statuses(OLD, older) == [SYNCED, SKIPPED]
    await change(house, start_date=None)
    await house.drain()
    assert await house.statuses(older) == [SYNCED]


async def test_a_failure_is_skipped_when_the_settings_leave_it_out_by_now(house: House) -> None:
    unmapped = an_invoice(of=MEMBER, txn_date=EVE, lines=(a_line("gala"),))
    await house.submit(MEMBER, unmapped)
    await house.drain()
    await change(house, start_date=START)
    assert await house.statuses(unmapped) == [FAILED]
    operation = await house.resync_failures()
    await house.drain()
    assert await house.statuses(unmapped) == [SKIPPED]
    progress = (await house.operation(operation)).progress
    assert getattr(progress, ItemResult.SKIPPED) == progress.total == 1


async def test_what_is_skipped_cannot_be_resynced(house: House) -> None:
    await change(house, kinds=frozenset())
    await house.submit(MEMBER)
    await house.drain()
    with pytest.raises(SkippedBySettings):
        await house.resync(MEMBER)


async def test_a_preview_says_that_it_would_be_skipped(house: House) -> None:
    await change(house, start_date=START)
    await house.submit(MEMBER, OLD)
    preview = await house.use_cases.preview_entry(house.principal, (await house.entry(OLD)).id)
    assert preview.verdict == Skip(TOO_OLD)


async def test_a_newer_version_takes_the_place_of_a_skipped_one(house: House) -> None:
    await change(house, start_date=START)
    await house.submit(MEMBER, OLD)
    await house.drain()
    corrected = replace(OLD, source_version=2, txn_date=START)
    await house.submit(corrected)
    await house.drain()
    assert await house.statuses(OLD, corrected) == [SUPERSEDED, SYNCED]


async def test_a_void_goes_through_whatever_the_settings_say(house: House) -> None:
    await house.submit(MEMBER, NEW)
    await house.drain()
    await change(house, kinds=frozenset(), start_date=date(2027, 1, 1))
    await house.use_cases.void_record(house.principal, NEW.key)
    await house.drain()
    (void,) = [each for each in await house.entries() if each.operation == "void"]
    assert (void.status, (await house.held(NEW, LedgerInvoice)).voided) == (SYNCED, True)


async def test_a_void_of_what_was_skipped_has_nothing_to_take_back(house: House) -> None:
    await change(house, start_date=START)
    await house.submit(MEMBER, OLD)
    await house.drain()
    await house.use_cases.void_record(house.principal, OLD.key)
    await house.drain()
    assert await house.statuses() == [SYNCED, SUPERSEDED, SYNCED]
    await change(house, start_date=None)
    await house.drain()
    assert await house.statuses() == [SYNCED, SUPERSEDED, SYNCED]


async def test_a_credit_that_was_begun_is_brought_to_its_end(house: House) -> None:
    credit = a_credit(on=NEW)
    await house.submit(MEMBER, NEW)
    await house.drain()
    await house.submit(credit)

    async def switch_off() -> None:
        await change(house, kinds=all_but(RecordKind.CREDIT))

    house.ledger.while_written = switch_off
    await house.drain()
    assert await house.statuses(credit) == [SYNCED]
    assert (await house.held(credit, LedgerCreditMemo)).remaining == 0


async def test_who_changes_the_settings_misses_nobody_that_is_being_skipped(house: House) -> None:
    """The worker has decided by the old settings, and writes it down after they were changed."""
    other = an_invoice(of=MEMBER, txn_date=START)
    await change(house, start_date=START)
    await house.submit(MEMBER)
    await house.drain()
    await house.submit(OLD, other)

    async def let_through() -> None:
        await change(house, start_date=None)

    house.ledger.while_asked = let_through
    await house.drain()
    assert await house.statuses(OLD, other) == [SYNCED, SYNCED]


# What depends on what is skipped


async def test_a_payment_goes_to_the_skipped_invoice_that_is_in_the_books_by_its_number(
    house: House,
) -> None:
    customer = house.ledger.books.add_customer("Acme Bakery")
    held = house.ledger.books.add_invoice("998", of=customer)
    await change(house, start_date=START)
    await house.submit(ON_OLD, MEMBER)
    await house.drain()
    assert await house.statuses(ON_OLD) == [WAITING]
    await house.submit(OLD)
    await house.drain()
    assert await house.statuses(OLD, ON_OLD) == [SKIPPED, SYNCED]
    assert dict((await house.held(ON_OLD, LedgerPayment)).applied) == {held.ref.id: OLD.total}


@pytest.mark.parametrize(
    ("record", "code"),
    [(ON_OLD, "payment_invoice_not_found"), (a_credit(on=OLD), "credit_invoice_not_found")],
)
async def test_it_fails_when_the_skipped_invoice_is_not_in_the_books(
    house: House, record: Record, code: str
) -> None:
    await change(house, start_date=START)
    await house.submit(record, OLD, MEMBER)
    await house.drain()
    assert (await house.statuses(OLD, record), await house.code(record)) == ([SKIPPED, FAILED], code)


async def test_a_skipped_invoice_that_is_let_through_is_waited_for_again(house: House) -> None:
    await change(house, start_date=START)
    await house.submit(OLD, MEMBER)
    await house.drain()
    await change(house, start_date=None)
    await house.submit(ON_OLD)
    await house.drain()
    assert await house.statuses(OLD, ON_OLD) == [SYNCED, SYNCED]


async def test_who_belongs_to_a_skipped_contact_waits_until_it_is_linked_by_hand(house: House) -> None:
    await change(house, kinds=all_but(RecordKind.CONTACT))
    await house.submit(MEMBER, NEW)
    await house.drain()
    assert await house.statuses(MEMBER, NEW) == [SKIPPED, WAITING]
    assert await message(house, NEW) == (
        "Waiting for contact c-17, which was skipped: Contacts are switched off in the settings"
    )
    customer = house.ledger.books.add_customer("Acme")
    await house.use_cases.by_hand.put_link(
        house.principal, MEMBER.external_ref, customer.ref.id, if_match=None
    )
    await house.drain()
    assert await house.statuses(MEMBER, NEW) == [SKIPPED, SYNCED]


async def test_an_excluded_entry_that_is_skipped_keeps_its_exclusion_and_its_children_wait(
    house: House,
) -> None:
    await change(house, kinds=all_but(RecordKind.CONTACT))
    await house.submit(MEMBER, NEW)
    await house.drain()
    await house.exclude(MEMBER, "Not ours")
    await house.drain()
    assert await house.statuses(MEMBER, NEW) == [SKIPPED, WAITING]
    await change(house, kinds=frozenset(RecordKind))
    await house.drain()
    assert await house.statuses(MEMBER, NEW) == [QUEUED, FAILED]
    assert await house.code(NEW) == "depends_on_failed"
    await house.include(MEMBER)
    await house.drain()
    await house.drain()
    assert await house.statuses(MEMBER, NEW) == [SYNCED, SYNCED]


# Records by reference


async def by_reference(house: House, *records: Record) -> None:
    await house.use_cases.setup.set_source(house.company.id, "https://billing.example.org", None)
    house.source.give(*records)
    await house.submit(*(a_reference(record) for record in records))
    await house.drain()


async def test_a_record_by_reference_is_skipped_for_the_date_that_was_fetched(house: House) -> None:
    await change(house, start_date=START)
    await by_reference(house, MEMBER, OLD)
    assert (await house.statuses(OLD), await message(house, OLD)) == ([SKIPPED], TOO_OLD)
    assert (await house.entry(OLD)).attempts == 0


async def test_nobody_is_sent_for_the_data_of_a_payment_that_is_off(house: House) -> None:
    await change(house, kinds=all_but(RecordKind.PAYMENT))
    await by_reference(house, MEMBER, ON_OLD)
    assert (await house.statuses(ON_OLD), await house.attempts(ON_OLD)) == ([SKIPPED], [])
    assert [key.kind for _, key in house.source.asked] == [RecordKind.CONTACT]
    await change(house, kinds=frozenset(RecordKind))
    await house.submit(OLD)
    await house.drain()
    assert await house.statuses(ON_OLD) == [SYNCED]


async def test_an_invoice_that_is_off_is_fetched_for_the_sake_of_its_number(house: House) -> None:
    customer = house.ledger.books.add_customer("Acme Bakery")
    house.ledger.books.add_invoice("998", of=customer)
    await change(house, kinds=all_but(RecordKind.INVOICE))
    await by_reference(house, MEMBER, OLD, ON_OLD)
    assert await house.statuses(OLD, ON_OLD) == [SKIPPED, SYNCED]


async def test_who_lets_a_kind_through_misses_nobody_that_is_being_skipped_unread(house: House) -> None:
    """The worker goes for the data of a credit, and comes back after the payments were switched on."""
    await change(house, kinds=all_but(RecordKind.PAYMENT))
    await by_reference(house, MEMBER, NEW)
    payment, credit = a_payment(contact="c-17"), a_credit(contact="c-17")

    async def let_through() -> None:
        await change(house, kinds=frozenset(RecordKind))

    house.source.while_asked = let_through
    await by_reference(house, payment, credit)
    assert await house.statuses(payment, credit) == [SYNCED, SYNCED]


# Paused


async def test_nothing_goes_while_it_is_paused_and_everything_after(house: House) -> None:
    await change(house, paused=True)
    await house.submit(MEMBER, NEW)
    await house.drain()
    await house.use_cases.sweep()
    assert await house.statuses(MEMBER, NEW) == [QUEUED, QUEUED]
    house.doorbell.rings.clear()
    await change(house, paused=False)
    assert len(house.doorbell.rings) == 1
    await house.drain()
    assert await house.statuses(MEMBER, NEW) == [SYNCED, SYNCED]


async def test_a_resync_by_hand_is_accepted_and_stays_queued(house: House) -> None:
    unmapped = an_invoice(of=MEMBER, lines=(a_line("gala"),))
    await house.submit(MEMBER, unmapped)
    await house.drain()
    await change(house, paused=True)
    await house.resync(unmapped)
    await house.drain()
    assert await house.statuses(unmapped) == [QUEUED]


async def test_a_bulk_resync_says_that_it_is_paused(house: House) -> None:
    await house.submit(MEMBER, an_invoice(of=MEMBER, lines=(a_line("gala"),)))
    await house.drain()
    await change(house, paused=True)
    operation = await house.resync_failures()
    await house.drain()
    now = await house.operation(operation)
    assert (now.blocked_reason, now.progress.pending) == (Pause.PAUSED, 1)


async def test_what_is_being_sent_when_it_is_paused_ends_as_it_would_have(house: House) -> None:
    await house.submit(MEMBER, NEW)

    async def pause() -> None:
        await change(house, paused=True)

    house.ledger.while_written = pause
    await house.drain()
    assert await house.statuses(MEMBER, NEW) == [SYNCED, QUEUED]


# The change itself


async def test_a_change_names_the_version_that_it_changes(house: House) -> None:
    assert (await change(house, alert_cap=3)).version == 2
    with pytest.raises(VersionDiffers):
        await change(house, alert_cap=4, if_match=1)
    with pytest.raises(VersionRequired):
        await house.use_cases.setup.change_settings(house.principal, SettingsChange(), if_match=None)
    with pytest.raises(TimeZoneUnknown):
        await change(house, time_zone="Mars/Olympus")
    settings = await house.use_cases.setup.get_settings(house.principal)
    assert (settings.alert_cap, settings.time_zone) == (3, "UTC")


async def test_a_change_of_nothing_is_none(house: House) -> None:
    house.doorbell.rings.clear()
    assert (await change(house, paused=False)).version == 1
    assert (house.doorbell.rings, await audited(house)) == ([], [])


async def test_a_key_of_a_company_that_is_gone_finds_no_settings(house: House) -> None:
    stranger = replace(house.principal, company_id=new_id())
    with pytest.raises(CompanyNotFound):
        await house.use_cases.setup.get_settings(stranger)


async def test_a_change_is_in_the_audit_trail_with_old_and_new(house: House) -> None:
    await change(house, start_date=START, alert_cap=7)
    assert await audited(house) == [
        {"start_date.new": "2026-01-01", "alert_cap.old": 100, "alert_cap.new": 7}
    ]


async def test_weekly_reviews_keep_their_monday_in_another_time_zone(house: House) -> None:
    monday = datetime.fromisoformat("2026-01-19T07:00:00+00:00")
    async with house.units.of(house.company.id) as uow:
        for number in range(201):
            person = a_reviewer(house.company, f"{number}@example.com", next_review_at=monday)
            await uow.subscriptions.add(person)
        await uow.commit()
    await change(house, time_zone="America/New_York")
    async with house.units.of(house.company.id) as uow:
        first = await uow.subscriptions.page(house.company.id, after=None, limit=200)
        last = await uow.subscriptions.page(house.company.id, after=first[-1].id, limit=200)
    moved = datetime.fromisoformat("2026-01-19T12:00:00+00:00")
    assert {each.next_review_at for each in (*first, *last)} == {moved}


async def audited(house: House) -> list[object]:
    async with house.engine.connect() as connection:
        rows = await connection.execute(
            text("SELECT details FROM audit_events WHERE action = 'settings_changed' ORDER BY id")
        )
        return [json.loads(row.details) if isinstance(row.details, str) else row.details for row in rows]

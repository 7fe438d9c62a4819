"""Records by reference: each attempt sees the billing system's current data, or says why there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from domain.errors import CompanyNotFound, SourceAddressInvalid, SourceVersionReused, StaleSourceVersion
from domain.model.attempts import AttemptOutcome
from domain.model.books import LedgerCustomer, LedgerInvoice
from domain.model.log_entries import ContactName, Status
from domain.model.outcomes import Evidence, RefusalReason, Refused
from domain.model.records import Record, Submission
from domain.model.sources import CompanySource, SourceAddress, SourceFailure, SourceFailureReason, SourcePause
from tests.builders import (
    FAR_AHEAD,
    NOON,
    a_contact,
    a_line,
    a_payment,
    a_reference,
    an_invoice,
    new_id,
)
from tests.fakes.ledger import Lost
from tests.use_cases.house import NO, House, open_house

FAILED, QUEUED, RETRYING, SYNCED = Status.FAILED, Status.QUEUED, Status.RETRYING, Status.SYNCED
SUPERSEDED, WAITING = Status.SUPERSEDED, Status.WAITING

MEMBER = a_contact(external_ref="c-1", organisation="Acme Bakery")
INVOICE = an_invoice(of=MEMBER, external_ref="inv-1", number="1001")
PAYMENT = a_payment(on=INVOICE, external_ref="pay-1")
CORRECTED = replace(MEMBER, organisation="Acme Bakery & Sons")

URL = "https://billing.example.org/api"
DOWN = SourceFailure(reason=SourceFailureReason.UNAVAILABLE, evidence=Evidence(http_status=503))
GARBLED = SourceFailure(reason=SourceFailureReason.MALFORMED, start="x", evidence=Evidence(http_status=200))
INVALID = SourceFailure(reason=SourceFailureReason.INVALID, field="/total", rule="Is not the sum.")


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """These stories are told on both databases."""
    async with open_house(database_url) as opened:
        await opened.use_cases.setup.set_source(opened.company.id, URL, "secret")
        yield opened


def asked(house: House) -> list[str]:
    return [key.external_ref for _, key in house.source.asked]


async def submit_by_reference(house: House, *records: Record) -> list[Submission]:
    """Have the billing system know these, and submit them without their data."""
    house.source.give(*records)
    references: list[Submission] = [a_reference(record) for record in records]
    await house.submit(*references)
    return references


async def source_of(house: House) -> CompanySource:
    async with house.units() as uow:
        source = await uow.sources.get(house.company.id)
    assert source
    return source


async def stored(house: House, record: Submission) -> Submission:
    view = await house.use_cases.get_record(house.principal, record.key)
    return view.stored.record


async def test_a_record_by_reference_arrives_with_the_billing_systems_data(house: House) -> None:
    await submit_by_reference(house, MEMBER)
    await house.drain()
    assert await house.statuses(MEMBER) == [SYNCED]
    assert (await house.held(MEMBER, LedgerCustomer)).name == "Acme Bakery"
    assert house.source.asked == [(SourceAddress(url=URL, token="secret"), MEMBER.key)]


async def test_the_log_says_what_it_is_about_once_that_is_known(house: House) -> None:
    await submit_by_reference(house, MEMBER, INVOICE)
    before = await house.entry(INVOICE)
    assert (before.by_reference, before.reference, before.amount, before.contact) == (True, None, None, None)
    await house.drain()
    after = await house.entry(INVOICE)
    assert after.contact == ContactName(external_ref="c-1", name="Acme Bakery")
    assert (after.reference, after.txn_date) == ("1001", INVOICE.txn_date)
    assert after.amount
    assert after.amount.amount == Decimal("350.00")


async def test_a_contact_is_known_by_its_reference_before_its_name(house: House) -> None:
    await house.submit(a_reference(MEMBER))
    assert (await house.entry(MEMBER)).contact == ContactName(external_ref="c-1")


async def test_a_payment_an_invoice_and_a_contact_arrive_in_their_order(house: House) -> None:
    await submit_by_reference(house, PAYMENT, INVOICE, MEMBER)
    await house.drain()
    assert await house.statuses(PAYMENT, INVOICE, MEMBER) == [SYNCED] * 3


async def test_what_comes_with_its_data_waits_for_a_parent_by_reference(house: House) -> None:
    house.source.failures[MEMBER.key] = GARBLED
    await submit_by_reference(house, MEMBER)
    await house.submit(INVOICE)
    house.clock.set(FAR_AHEAD)
    await house.drain()
    assert await house.statuses(MEMBER, INVOICE) == [RETRYING, WAITING]
    house.clock.set(NOON)
    house.source.failures.clear()
    await house.resync(MEMBER)
    await house.drain()
    assert await house.statuses(MEMBER, INVOICE) == [SYNCED, SYNCED]


async def test_a_correction_in_the_billing_system_takes_effect_at_the_next_attempt(house: House) -> None:
    house.ledger.answer_next(Refused(reason=RefusalReason.UNAVAILABLE, evidence=Evidence()))
    house.ledger.while_written = lambda: give(house, CORRECTED)
    await submit_by_reference(house, MEMBER)
    await house.drain()
    assert (await house.held(MEMBER, LedgerCustomer)).name == "Acme Bakery & Sons"
    assert [attempt.outcome for attempt in await house.attempts(MEMBER)] == [
        AttemptOutcome.NOT_APPLIED,
        AttemptOutcome.APPLIED,
    ]


async def test_a_correction_in_the_billing_system_takes_effect_at_a_resync(house: House) -> None:
    gala = replace(INVOICE, lines=(a_line("gala"),))
    await submit_by_reference(house, MEMBER, gala)
    await house.drain()
    assert await house.code(gala) == "fee_item_not_mapped"
    house.source.give(replace(gala, lines=(a_line("dues-gold", unit_price="75.00"),)))
    await house.resync(gala)
    await house.drain()
    assert await house.statuses(gala) == [SYNCED]
    assert (await house.held(gala, LedgerInvoice)).total == Decimal("75.00")
    amount = (await house.entry(gala)).amount
    assert amount
    assert amount.amount == Decimal("75.00")


async def test_newer_data_than_was_submitted_is_welcome_and_kept_under_what_was(house: House) -> None:
    house.source.give(replace(CORRECTED, source_version=7))
    await house.submit(a_reference(MEMBER))
    await house.drain()
    assert await house.statuses(MEMBER) == [SYNCED]
    assert await stored(house, MEMBER) == CORRECTED


async def test_older_data_than_was_submitted_is_asked_for_again(house: House) -> None:
    house.source.give(MEMBER)
    newer = a_reference(MEMBER, source_version=2)
    await house.submit(newer)
    await house.drain()
    entry = await house.entry(newer)
    assert (entry.status, entry.attempts, await house.code(newer)) == (FAILED, 10, "stale_source_data")
    assert entry.message
    assert "version 1, older than version 2" in entry.message


@pytest.mark.parametrize(
    ("failed", "code", "attempts"),
    [
        (DOWN, "source_unavailable", 10),
        (GARBLED, "unreadable_source_data", 10),
        (replace(GARBLED, reason=SourceFailureReason.EMPTY), "empty_source_data", 10),
        (replace(DOWN, reason=SourceFailureReason.REFUSED), "source_refused", 10),
        (INVALID, "source_data_invalid", 1),
        (replace(INVALID, reason=SourceFailureReason.NOT_FOUND), "source_record_not_found", 1),
    ],
    ids=["down", "garbled", "empty", "refused", "invalid", "not there"],
)
async def test_without_data_an_attempt_is_spent_and_kept_and_in_the_end_a_person_is_asked(
    house: House, failed: SourceFailure, code: str, attempts: int
) -> None:
    house.source.failure = failed
    await house.submit(a_reference(MEMBER))
    await house.drain()
    entry, kept = await house.entry(MEMBER), await house.attempts(MEMBER)
    assert (entry.status, await house.code(MEMBER), entry.attempts) == (FAILED, code, attempts)
    assert [attempt.number for attempt in kept] == list(range(1, attempts + 1))
    assert {(a.outcome, a.draft, a.evidence) for a in kept} == {
        (AttemptOutcome.NOT_APPLIED, None, failed.evidence)
    }
    assert entry.last_attempt_at == kept[-1].started_at
    assert not house.ledger.writes


async def test_a_billing_system_that_recovers_needs_nobody(house: House) -> None:
    house.source.failure = DOWN
    house.clock.set(FAR_AHEAD)
    await submit_by_reference(house, MEMBER)
    await house.drain()
    entry = await house.entry(MEMBER)
    assert (entry.status, entry.attempts) == (RETRYING, 1)
    assert entry.next_attempt_at
    assert entry.next_attempt_at > FAR_AHEAD
    house.source.failure = None
    house.clock.set(NOON)
    await house.resync(MEMBER)
    await house.drain()
    assert [attempt.outcome for attempt in await house.attempts(MEMBER)] == [
        AttemptOutcome.NOT_APPLIED,
        AttemptOutcome.APPLIED,
    ]


async def test_a_company_without_a_source_fails_once_for_all_and_spends_no_attempt(sqlite_url: str) -> None:
    async with open_house(sqlite_url) as house:
        await submit_by_reference(house, MEMBER, a_contact(external_ref="c-2"))
        await house.drain()
        entries = await house.entries()
        assert [(e.status, e.attempts, e.error and e.error.code) for e in entries] == [
            (FAILED, 0, "source_not_configured")
        ] * 2
        assert len({entry.cause_id for entry in entries}) == 1
        await house.use_cases.setup.set_source(house.company.id, URL, None)
        await house.resync_failures()
        await house.drain()
        assert {entry.status for entry in await house.entries()} == {SYNCED}


async def test_what_is_the_records_own_has_a_cause_of_its_own(house: House) -> None:
    house.source.failure = INVALID
    await house.submit(a_reference(MEMBER), a_reference(a_contact(external_ref="c-2")))
    await house.drain()
    assert len({entry.cause_id for entry in await house.entries()}) == 2


async def test_a_billing_system_that_is_down_is_left_alone_and_the_others_spend_nothing(
    house: House,
) -> None:
    house.clock.set(FAR_AHEAD)
    house.source.failure = DOWN
    members = [a_contact() for _ in range(20)]
    await submit_by_reference(house, *members)
    await house.drain()
    spent = sorted(entry.attempts for entry in await house.entries())
    assert sum(spent) == len(house.source.asked) < 8
    assert {entry.status for entry in await house.entries()} == {RETRYING}
    assert {entry.error.code for entry in await house.entries() if entry.error} == {"source_unavailable"}
    assert (await source_of(house)).pause == SourcePause(
        since=FAR_AHEAD, until=later_than(FAR_AHEAD, seconds=5)
    )


async def test_whoever_comes_while_it_is_left_alone_is_not_asked_for(house: House) -> None:
    await pause(house, SourcePause(since=NOON, until=FAR_AHEAD))
    await submit_by_reference(house, MEMBER)
    await house.drain()
    entry = await house.entry(MEMBER)
    assert (entry.status, entry.attempts, entry.next_attempt_at) == (RETRYING, 0, FAR_AHEAD)
    assert house.source.asked == []


async def test_a_person_may_ask_while_it_is_left_alone_and_ends_that(house: House) -> None:
    await pause(house, SourcePause(since=NOON, until=FAR_AHEAD))
    await submit_by_reference(house, MEMBER)
    await house.drain()
    await house.resync(MEMBER)
    await house.drain()
    assert await house.statuses(MEMBER) == [SYNCED]
    assert (await source_of(house)).pause is None


async def test_a_wish_for_a_pause_is_granted(house: House) -> None:
    house.source.failure = replace(DOWN, retry_after=120.0)
    house.clock.set(FAR_AHEAD)
    await submit_by_reference(house, MEMBER)
    await house.drain()
    until = later_than(FAR_AHEAD, seconds=120)
    assert (await source_of(house)).pause == SourcePause(since=FAR_AHEAD, until=until)
    assert (await house.entry(MEMBER)).next_attempt_at == until


async def test_after_a_long_outage_those_that_nobody_asked_for_arrive_by_themselves(house: House) -> None:
    house.source.failure = DOWN
    members = [a_contact() for _ in range(8)]
    house.source.give(*members)
    await house.submit(*(a_reference(member) for member in members))
    house.source.while_asked = lambda: fail_times(house, 20)
    await house.drain()
    statuses = [entry.status for entry in await house.entries()]
    assert set(statuses) <= {SYNCED, FAILED}
    assert statuses.count(SYNCED) >= 3


async def test_two_records_side_by_side_are_judged_each_by_its_own_answer(house: House) -> None:
    other = a_contact(external_ref="c-2")
    house.source.failures[MEMBER.key] = INVALID
    await submit_by_reference(house, MEMBER, other)
    await house.submit(a_contact(external_ref="c-3"))
    await house.drain()
    assert [entry.status for entry in await house.entries()] == [FAILED, SYNCED, SYNCED]


async def test_an_unknown_outcome_is_settled_by_what_was_sent_and_not_by_newer_data(house: House) -> None:
    house.ledger.answer_next(Lost())
    house.ledger.while_written = lambda: give(house, CORRECTED)
    await submit_by_reference(house, MEMBER)
    await house.drain()
    assert await house.statuses(MEMBER) == [SYNCED]
    assert asked(house) == ["c-1"]
    assert len(house.ledger.books.made) == 1


async def test_a_newer_submission_while_the_data_comes_takes_the_older_ones_place(house: House) -> None:
    newer = a_reference(MEMBER, source_version=2)
    house.source.while_asked = lambda: house.submit(newer)
    house.source.give(replace(MEMBER, source_version=2))
    await house.submit(a_reference(MEMBER))
    await house.drain()
    assert await house.statuses(a_reference(MEMBER), newer) == [SUPERSEDED, SYNCED]
    assert len(house.ledger.writes) == 1


async def test_newer_data_submitted_while_the_older_is_fetched_is_not_overwritten(house: House) -> None:
    newer = replace(CORRECTED, source_version=2)
    house.source.while_asked = lambda: house.submit(newer)
    await submit_by_reference(house, MEMBER)
    await house.drain()
    assert await house.statuses(a_reference(MEMBER), newer) == [SUPERSEDED, SYNCED]
    assert await stored(house, MEMBER) == newer


async def test_a_newer_version_does_not_make_a_failed_older_one_be_fetched(house: House) -> None:
    house.source.while_asked = lambda: house.submit(a_reference(MEMBER, source_version=2))
    house.source.failure = GARBLED
    await house.submit(a_reference(MEMBER))
    await house.drain()
    older, newer = await house.entries()
    assert (older.status, older.attempts) == (SUPERSEDED, 1)
    assert (newer.status, newer.attempts) == (FAILED, 10)


async def test_what_was_known_stays_known_until_the_next_version_is_fetched(house: House) -> None:
    await submit_by_reference(house, MEMBER)
    await house.drain()
    house.source.failure = GARBLED
    newer = a_reference(MEMBER, source_version=2)
    (answer,) = await house.submit(newer)
    assert answer.entry.contact == ContactName(external_ref="c-1", name="Acme Bakery")
    assert await stored(house, MEMBER) == replace(MEMBER, source_version=2)
    house.source.failure = None
    house.source.give(replace(CORRECTED, source_version=2))
    await house.drain()
    assert (await house.held(newer, LedgerCustomer)).name == "Acme Bakery & Sons"


async def test_a_record_with_data_may_go_on_by_reference_and_back(house: House) -> None:
    await house.submit(MEMBER)
    second, third = replace(MEMBER, source_version=2, phone="1"), replace(MEMBER, source_version=3)
    house.source.give(second)
    await house.submit(a_reference(second))
    await house.drain()
    await house.submit(third)
    await house.drain()
    assert await house.statuses(second, third) == [SYNCED, SYNCED]
    assert asked(house) == ["c-1"]


async def test_the_same_reference_again_changes_nothing(house: House) -> None:
    await submit_by_reference(house, MEMBER)
    await house.drain()
    (again,) = await house.submit(a_reference(MEMBER))
    assert (again.changed, again.entry.status) == (False, SYNCED)


@pytest.mark.parametrize(
    ("submitted", "error"),
    [(a_reference(MEMBER), StaleSourceVersion), (replace(MEMBER, source_version=2), SourceVersionReused)],
    ids=["an older reference", "data under the version of the reference"],
)
async def test_versions_only_grow_by_reference_too(
    house: House, submitted: Submission, error: type[Exception]
) -> None:
    await house.submit(a_reference(MEMBER, source_version=2))
    with pytest.raises(error):
        await house.submit(submitted)


async def test_a_batch_takes_both_forms(house: House) -> None:
    house.source.give(MEMBER)
    answers = await house.submit_together(a_reference(MEMBER), INVOICE)
    await house.drain()
    assert len(answers) == 2
    assert await house.statuses(MEMBER, INVOICE) == [SYNCED, SYNCED]


async def test_a_worker_that_lost_its_claim_while_it_asked_writes_nothing(house: House) -> None:
    await submit_by_reference(house, MEMBER)
    house.source.failures[MEMBER.key] = INVALID
    house.source.while_asked = lambda: overtaken(house)
    await house.drain()
    assert await house.statuses(MEMBER) == [SYNCED]
    assert [attempt.number for attempt in await house.attempts(MEMBER)] == [1]


async def test_a_worker_that_lost_its_claim_in_a_pause_writes_nothing(house: House) -> None:
    """Its data came, but another worker has done all there was to do."""
    await submit_by_reference(house, MEMBER)
    house.source.while_asked = house.overtake
    await house.drain()
    assert await house.statuses(MEMBER) == [SYNCED]
    assert len(house.ledger.books.made) == 1


async def test_who_was_put_off_by_another_worker_meanwhile_is_not_put_off_again(house: House) -> None:
    await pause(house, SourcePause(since=NOON, until=FAR_AHEAD))
    other = a_contact(external_ref="c-2")
    await submit_by_reference(house, MEMBER)
    await house.drain()
    await house.resync(MEMBER)
    await submit_by_reference(house, other)
    house.source.while_asked = house.overtake
    await house.drain()
    assert await house.statuses(MEMBER, other) == [SYNCED, RETRYING]
    assert asked(house) == ["c-1", "c-1"]


async def test_a_bug_in_the_fetch_sets_its_entry_aside(house: House) -> None:
    house.source.bug = ValueError("Maria Lopez")
    await submit_by_reference(house, MEMBER)
    await house.submit(a_contact(external_ref="c-2"))
    await house.drain()
    first, second = await house.entries()
    assert (first.status, await house.code(MEMBER)) == (FAILED, "internal_error")
    assert second.status is SYNCED
    assert "Lopez" not in repr(first)


async def test_a_payment_without_its_invoice_waits_and_is_fetched_again_when_woken(house: House) -> None:
    await submit_by_reference(house, MEMBER, PAYMENT)
    await house.drain()
    assert await house.statuses(PAYMENT) == [WAITING]
    house.source.give(replace(PAYMENT, memo="Corrected"))
    await submit_by_reference(house, INVOICE)
    await house.drain()
    assert await house.statuses(PAYMENT) == [SYNCED]
    assert asked(house) == ["c-1", "pay-1", "inv-1", "pay-1"]


async def test_a_refusal_of_the_books_is_not_the_sources(house: House) -> None:
    house.ledger.answer_next(NO)
    await submit_by_reference(house, MEMBER)
    await house.drain()
    assert await house.code(MEMBER) == "rejected_by_quickbooks"
    assert len(await house.attempts(MEMBER)) == 1


async def test_a_source_is_set_for_a_company_that_is_there_and_by_a_safe_address(house: House) -> None:
    with pytest.raises(CompanyNotFound):
        await house.use_cases.setup.set_source(new_id(), URL, None)
    with pytest.raises(SourceAddressInvalid):
        await house.use_cases.setup.set_source(house.company.id, "http://billing.example.org", None)
    assert (await source_of(house)).address == SourceAddress(url=URL, token="secret")


async def give(house: House, record: Record) -> None:
    house.source.give(record)


async def pause(house: House, pause_: SourcePause) -> None:
    async with house.units() as uow:
        await uow.sources.pause(house.company.id, pause_)
        await uow.commit()


async def overtaken(house: House) -> None:
    """Another worker gets the data, and ours what it asked for before that."""
    house.source.failures.clear()
    await house.overtake()
    house.source.failures[MEMBER.key] = INVALID


async def fail_times(house: House, times: int) -> None:
    """Be down for so many questions more."""
    if times:
        house.source.while_asked = lambda: fail_times(house, times - 1)
    else:
        house.source.failure = None


def later_than(moment: datetime, *, seconds: int) -> datetime:
    return moment + timedelta(seconds=seconds)

"""Versions only grow; one in flight is settled first, and an older one never overtakes a newer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import SourceVersionReused, StaleSourceVersion
from domain.model.books import LedgerCustomer
from domain.model.log_entries import EntryOperation, Status
from domain.model.outcomes import Evidence, RefusalReason, Refused
from tests.builders import FAR_AHEAD, a_contact, a_payment, an_invoice
from tests.fakes.ledger import LOST, Lost
from tests.use_cases.house import NO, House

QUEUED, SYNCED, SUPERSEDED = Status.QUEUED, Status.SYNCED, Status.SUPERSEDED

DOWN = Refused(reason=RefusalReason.UNAVAILABLE, evidence=Evidence())
FIRST = a_contact(external_ref="c-1", organisation="Acme Bakery")
SECOND = replace(FIRST, source_version=2, phone="+1 555 0100")


async def test_what_is_accepted_is_durable_and_rings(house: House) -> None:
    (answer,) = await house.submit(FIRST)
    assert (answer.changed, answer.stored.record, answer.entry.status) == (True, FIRST, QUEUED)
    assert [lease.company_id for lease in house.doorbell.rings] == [house.company.id]


async def test_a_lost_ring_loses_no_record(house: House) -> None:
    house.doorbell.broken = True
    await house.submit(FIRST)
    house.doorbell.broken = False
    await house.use_cases.sweep()
    assert [lease.company_id for lease in house.doorbell.rings] == [house.company.id]


async def test_the_same_again_changes_nothing_and_does_not_ring(house: House) -> None:
    (first,) = await house.submit(FIRST)
    (again,) = await house.submit(FIRST)
    assert (again.changed, again.entry, again.stored) == (False, first.entry, first.stored)
    assert len(house.doorbell.rings) == 1


@pytest.mark.parametrize(
    ("submitted", "error"),
    [(FIRST, StaleSourceVersion), (replace(SECOND, phone=None), SourceVersionReused)],
    ids=["an older version", "other data under the same version"],
)
async def test_what_breaks_the_order_of_versions_is_refused(
    house: House, submitted: object, error: type[Exception]
) -> None:
    await house.submit(SECOND)
    with pytest.raises(error):
        await house.submit(submitted)  # type: ignore[arg-type]  # a contact
    assert len(await house.entries()) == 1


async def test_a_newer_version_takes_the_place_of_one_that_nobody_sends(house: House) -> None:
    await house.submit(FIRST, SECOND)
    await house.drain()
    assert await house.statuses(FIRST, SECOND) == [SUPERSEDED, SYNCED]
    assert len(house.ledger.writes) == 1


async def test_a_newer_version_while_the_old_one_is_in_flight_goes_after_it(house: House) -> None:
    house.ledger.while_written = lambda: house.submit(SECOND)
    await house.submit(FIRST)
    await house.drain()
    assert await house.statuses(FIRST, SECOND) == [SYNCED, SYNCED]
    assert len(house.ledger.books.made) == 1
    assert (await house.held(SECOND, LedgerCustomer)).ref.version == "1"


@pytest.mark.parametrize(
    "answer",
    [NO, DOWN, Refused(reason=RefusalReason.CHANGED, evidence=Evidence())],
    ids=["no", "down", "stale"],
)
async def test_an_old_version_that_did_not_arrive_gives_way_to_the_newer_one(
    house: House, answer: Refused
) -> None:
    house.ledger.answer_next(answer)
    house.ledger.while_written = lambda: house.submit(SECOND)
    await house.submit(FIRST)
    await house.drain()
    assert await house.statuses(FIRST, SECOND) == [SUPERSEDED, SYNCED]
    assert len(house.ledger.books.made) == 1


async def test_an_old_version_in_doubt_is_settled_before_the_newer_one_goes(house: House) -> None:
    house.ledger.answer_next(Lost())
    house.ledger.while_written = lambda: house.submit(SECOND)
    await house.submit(FIRST)
    await house.drain()
    assert await house.statuses(FIRST, SECOND) == [SYNCED, SYNCED]
    assert len(house.ledger.books.made) == 1


async def test_a_renamed_contact_is_not_made_twice_after_an_unknown_outcome(house: House) -> None:
    """Under its new name the first one would not have been found."""
    house.ledger.answer_next(*[LOST] * 10)
    await house.submit(FIRST)
    await house.drain()
    assert await house.code(FIRST) == "outcome_unknown"
    renamed = replace(SECOND, organisation="Acme Cakes")
    await house.submit(renamed)
    assert await house.statuses(FIRST, renamed) == [Status.UNCERTAIN, QUEUED]
    await house.drain()
    assert await house.statuses(FIRST, renamed) == [SYNCED, SYNCED]
    assert len(house.ledger.books.made) == 1
    assert (await house.held(renamed, LedgerCustomer)).name == "Acme Cakes"


async def test_a_retry_of_an_old_version_waits_in_vain(house: House) -> None:
    house.clock.set(FAR_AHEAD)
    house.ledger.answer_next(DOWN)
    await house.submit(FIRST)
    await house.drain()
    assert await house.statuses() == [Status.RETRYING]
    await house.submit(SECOND)
    await house.drain()
    assert await house.statuses(FIRST, SECOND) == [SUPERSEDED, SYNCED]


async def test_an_entry_says_whether_it_makes_or_changes(house: House) -> None:
    await house.submit(FIRST)
    await house.drain()
    (second,) = await house.submit(SECOND)
    assert (await house.entry(FIRST)).operation is EntryOperation.CREATE
    assert second.entry.operation is EntryOperation.UPDATE


async def test_a_batch_answers_each_record_on_its_own_and_in_order(house: House) -> None:
    await house.submit(SECOND)
    invoice, stale, again = an_invoice(of=FIRST), FIRST, SECOND
    newer = replace(SECOND, source_version=3)
    newest = replace(SECOND, source_version=4)
    answers = await house.submit_together(invoice, stale, again, newer, newest, a_payment(on=invoice))
    kinds = [getattr(answer, "changed", type(answer)) for answer in answers]
    assert kinds == [True, StaleSourceVersion, False, True, True, True]
    assert await house.statuses(SECOND, newer, newest) == [SUPERSEDED, SUPERSEDED, QUEUED]
    await house.drain()
    assert len(house.ledger.books.made) == 3


async def test_an_entry_names_its_contact_as_soon_as_that_is_known(house: House) -> None:
    early, late, other = (an_invoice(of=FIRST) for _ in range(3))
    await house.submit(early)
    await house.submit_together(FIRST, late)
    await house.submit(other)
    names = [entry.contact.name for entry in await house.entries(early, late, other) if entry.contact]
    assert names == [None, "Acme Bakery", "Acme Bakery"]
    await house.drain()
    assert (await house.entry(early)).contact == (await house.entry(late)).contact

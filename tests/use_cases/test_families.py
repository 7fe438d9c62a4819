"""A contact, its invoices and their payments: what becomes of the children when a parent fails."""

from __future__ import annotations

import pytest

from domain.catalogue import RemedyKind
from domain.model.books import LedgerInvoice, LedgerPayment
from domain.model.log_entries import LogEntry, Status
from domain.model.notifications import SubscriptionKind
from domain.rules.remedies import remedies
from domain.use_cases.drain import DrainSettings
from tests.builders import a_contact, a_line, a_payment, an_invoice
from tests.use_cases.house import House, open_house

FAILED, QUEUED, SYNCED, WAITING = Status.FAILED, Status.QUEUED, Status.SYNCED, Status.WAITING

ACME = a_contact(external_ref="c-17", organisation="Acme Bakery")
INVOICE, OTHER = an_invoice(of=ACME), an_invoice(of=ACME)
PAYMENT = a_payment(on=INVOICE)
FAMILY = (ACME, INVOICE, OTHER, PAYMENT)
CHILDREN = FAMILY[1:]
TAKEN = "The name supplied already exists"


@pytest.fixture
async def family(house: House) -> House:
    """A contact whose name a vendor has, two invoices to it and a payment of one of them."""
    house.ledger.books.vendors.append("Acme Bakery")
    await house.submit(PAYMENT, INVOICE, OTHER, ACME)
    await house.drain()
    assert await house.statuses(*FAMILY) == [FAILED, WAITING, WAITING, WAITING]
    return house


async def give_up(house: House) -> None:
    await house.exclude(ACME, "A vendor")
    await house.drain()
    assert await house.statuses(*CHILDREN) == [FAILED] * 3


def mend(house: House) -> None:
    """Let the vendor give the name away."""
    house.ledger.books.vendors.clear()


async def shown(house: House, record: object) -> LogEntry:
    entry = await house.entry(record)  # type: ignore[arg-type]  # one of the family
    return await house.use_cases.get_entry(house.principal, entry.id)


async def test_who_waits_says_that_its_parent_failed_and_why(family: House) -> None:
    assert (await shown(family, INVOICE)).message == f"Waiting for contact c-17, which failed: {TAKEN}"
    assert (await shown(family, PAYMENT)).message == (
        f"Waiting for contact c-17, which failed: {TAKEN}; invoice {INVOICE.external_ref}"
    )


async def test_what_is_said_of_a_parent_stays_true_while_it_is_tried_again(family: House) -> None:
    await family.resync(ACME)
    assert (await shown(family, INVOICE)).message == "Waiting for contact c-17"


async def test_the_record_itself_says_it_too(family: House) -> None:
    view = await family.use_cases.get_record(family.principal, OTHER.key)
    assert [entry.message for entry in view.entries] == [f"Waiting for contact c-17, which failed: {TAKEN}"]


async def test_children_of_a_parent_that_was_given_up_fail_without_an_attempt(family: House) -> None:
    writes = len(family.ledger.writes)
    await give_up(family)
    for child in CHILDREN:
        entry = await family.entry(child)
        assert entry.message == f"It depends on contact c-17, which was left out: {TAKEN}"
        assert (entry.attempts, entry.waiting_for, list(await family.attempts(child))) == (0, (), [])
    assert len(family.ledger.writes) == writes


async def test_an_exclusion_rings_for_the_children_and_for_nobody_else(family: House) -> None:
    family.doorbell.rings.clear()
    await family.exclude(ACME)
    assert len(family.doorbell.rings) == 1
    await family.exclude(PAYMENT)
    assert len(family.doorbell.rings) == 1


async def test_children_that_fail_are_one_cause_in_one_mail(family: House) -> None:
    await family.use_cases.setup.subscribe(family.principal, SubscriptionKind.SYNC_ERROR, "clerk@example.com")
    await give_up(family)
    (mail,) = family.notifier.sent
    assert [(cause.code, cause.entries) for cause in mail.causes] == [("depends_on_failed", 3)]
    assert len({entry.cause_id for entry in await family.entries(*CHILDREN)}) == 1


async def test_a_child_offers_what_would_bring_its_parent(family: House) -> None:
    await give_up(family)
    parent = await family.entry(ACME)
    offered = remedies(await family.entry(INVOICE))
    assert [(remedy.kind, remedy.title, remedy.target) for remedy in offered[:2]] == [
        (RemedyKind.RESYNC_PARENT, "Resync contact c-17", {"entry_id": str(parent.id)}),
        (RemedyKind.INCLUDE_PARENT, "Include contact c-17 again", {"entry_id": str(parent.id)}),
    ]


async def test_a_child_that_comes_later_fails_at_once(family: House) -> None:
    await give_up(family)
    late = an_invoice(of=ACME)
    await family.submit(late)
    await family.drain()
    assert await family.code(late) == "depends_on_failed"


async def test_an_included_parent_has_its_children_waiting_again(family: House) -> None:
    await give_up(family)
    await family.include(ACME)
    await family.drain()
    assert await family.statuses(*FAMILY) == [FAILED, WAITING, WAITING, WAITING]
    assert (await shown(family, INVOICE)).message == f"Waiting for contact c-17, which failed: {TAKEN}"


async def test_a_family_of_three_levels_goes_in_order_once_the_parent_is_resynced(family: House) -> None:
    await give_up(family)
    mend(family)
    await family.resync(ACME)
    await family.drain()
    assert await family.statuses(*FAMILY) == [SYNCED] * 4
    made = [ref.entity for ref in family.ledger.books.made]
    assert made == ["Customer", "Invoice", "Invoice", "Payment"]
    assert (await family.held(PAYMENT, LedgerPayment)).applied[0][0] == (
        await family.held(INVOICE, LedgerInvoice)
    ).ref.id


async def test_a_parent_that_fails_again_fails_its_children_again(family: House) -> None:
    await give_up(family)
    await family.resync(ACME)
    assert await family.statuses(*CHILDREN) == [QUEUED] * 3
    await family.drain()
    assert await family.statuses(*FAMILY) == [FAILED] * 4
    assert await family.code(PAYMENT) == "depends_on_failed"


async def test_a_newer_version_of_the_parent_takes_its_children_up_again(family: House) -> None:
    await give_up(family)
    better = a_contact(external_ref="c-17", source_version=2, organisation="Better Bakery")
    await family.submit(better)
    await family.drain()
    assert await family.statuses(better, *CHILDREN) == [SYNCED] * 4


async def test_the_middle_of_a_family_may_be_given_up(family: House) -> None:
    await family.exclude(INVOICE)
    await family.drain()
    assert await family.statuses(OTHER, PAYMENT) == [WAITING, FAILED]
    assert (await family.entry(PAYMENT)).error.subject == str(INVOICE.key)  # type: ignore[union-attr]  # it failed
    mend(family)
    await family.resync(ACME)
    await family.include(INVOICE)
    await family.drain()
    assert await family.statuses(*FAMILY) == [SYNCED] * 4


async def test_a_child_that_is_left_out_itself_stays_so_and_is_decided_anew_when_included(
    family: House,
) -> None:
    await give_up(family)
    await family.exclude(OTHER)
    mend(family)
    await family.resync(ACME)
    await family.drain()
    assert await family.statuses(*FAMILY) == [SYNCED, SYNCED, FAILED, SYNCED]
    await family.include(OTHER)
    await family.drain()
    assert await family.statuses(OTHER) == [SYNCED]


async def test_what_failed_by_itself_stays_failed_when_it_is_included(family: House) -> None:
    await family.exclude(ACME)
    await family.include(ACME)
    assert await family.statuses(ACME) == [FAILED]


async def test_a_child_can_be_resynced_by_hand_and_fails_again(family: House) -> None:
    await give_up(family)
    await family.resync(INVOICE)
    await family.drain()
    assert await family.code(INVOICE) == "depends_on_failed"


async def test_a_parent_given_up_while_its_child_is_decided_is_noticed(house: House) -> None:
    """The child's dossier was read before the exclusion, and its wait is written after it."""
    house.ledger.books.vendors.append("Acme Bakery")
    bystander = a_contact()
    of_another = an_invoice(of=bystander)
    await house.submit(ACME, bystander)
    await house.drain()
    house.ledger.while_asked = lambda: house.exclude(ACME)
    await house.submit(INVOICE, of_another)
    await house.drain()
    assert await house.statuses(INVOICE, of_another) == [FAILED, SYNCED]


async def test_the_full_resync_brings_what_can_be_brought(family: House) -> None:
    await give_up(family)
    mend(family)
    await family.include(ACME)
    operation = await family.resync_failures()
    await family.drain()
    assert await family.statuses(*FAMILY) == [SYNCED] * 4
    assert (await family.operation(operation)).progress.pending == 0


async def test_a_large_family_is_released_batch_after_batch_in_order(sqlite_url: str) -> None:
    async with open_house(sqlite_url, DrainSettings(batch=3)) as house:
        house.ledger.books.vendors.append("Acme Bakery")
        invoices = [an_invoice(of=ACME, lines=(a_line(),)) for _ in range(7)]
        payments = [a_payment(on=invoice) for invoice in invoices]
        await house.submit(*payments, *invoices, ACME)
        await house.drain()
        await house.exclude(ACME)
        await house.drain()
        mend(house)
        await house.resync(ACME)
        await house.drain()
        assert await house.statuses(ACME, *invoices, *payments) == [SYNCED] * 15
        in_order = ["Customer", *["Invoice"] * 7, *["Payment"] * 7]
        assert [ref.entity for ref in house.ledger.books.made] == in_order

"""What the settings leave out of the books, and what that means to others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.model.commands import PostPayment
from domain.model.dossiers import Dossier
from domain.model.log_entries import EntryOperation, LogEntry, Status
from domain.model.questions import InvoiceNumbered
from domain.model.records import Invoice, Payment, Record, RecordKind, Relief
from domain.model.settings import EVERYTHING, Carried
from domain.model.standings import Standing
from domain.model.verdicts import Adopt, GiveWay, Post, Resend, Skip, StandBack, Wait
from domain.rules.decide import questions
from domain.rules.skipping import sets_free, skip, skipped_unread, still
from tests.builders import (
    a_contact,
    a_credit,
    a_payment,
    a_ref,
    a_write_off,
    an_entry,
    an_invoice,
    new_id,
    stored,
)
from tests.unit.rules.dossiers import (
    ACME,
    COMPANY,
    SOMEBODY_ELSE,
    a_dossier,
    a_held_invoice,
    an_entry_that,
    error_of,
    in_doubt,
    mark,
    posted,
    somebodys_mark,
    verdict_on,
)

START = date(2026, 1, 1)
OLD = date(2025, 12, 30)
FROM_START = Carried(start_date=START)
TOO_OLD = Skip("Dated 2025-12-30, before the start date 2026-01-01")
INVOICE = an_invoice(ACME, number="998")
TRANSACTIONS: tuple[Invoice | Payment | Relief, ...] = (INVOICE, a_payment(), a_credit(), a_write_off())
EVERY_RECORD = (a_contact(), *TRANSACTIONS)


def without(*kinds: RecordKind) -> Carried:
    return Carried(kinds=frozenset(RecordKind) - set(kinds))


def verdict(record: Record, carried: Carried, **fields: object) -> Skip | None:
    return skip(an_entry(stored(record, COMPANY), **fields), record, carried)


@pytest.mark.parametrize("record", EVERY_RECORD, ids=lambda record: str(record.key.kind))
def test_without_settings_nothing_is_skipped(record: Record) -> None:
    assert verdict(record, EVERYTHING) is None


@pytest.mark.parametrize("record", TRANSACTIONS, ids=lambda record: str(record.key.kind))
def test_a_transaction_dated_before_the_start_is_skipped_and_one_of_that_day_is_not(
    record: Invoice | Payment | Relief,
) -> None:
    assert verdict(replace(record, txn_date=OLD), FROM_START) == TOO_OLD
    assert verdict(replace(record, txn_date=START), FROM_START) is None


def test_a_contact_has_no_date() -> None:
    assert verdict(a_contact(), FROM_START) is None


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (a_contact(), "Contacts"),
        (an_invoice(), "Invoices"),
        (a_payment(), "Payments"),
        (a_credit(), "Credits"),
        (a_write_off(), "Write-offs"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_kind_that_is_off_is_skipped_and_the_others_are_not(record: Record, words: str) -> None:
    kind = record.key.kind
    assert verdict(record, without(kind)) == Skip(f"{words} are switched off in the settings")
    assert verdict(record, without(*set(RecordKind) - {kind})) is None


def test_what_takes_something_back_always_goes() -> None:
    old = replace(INVOICE, txn_date=OLD)
    carried = Carried(start_date=START, kinds=frozenset())
    assert verdict(old, carried, operation=EntryOperation.VOID) is None


def test_who_is_skipped_asks_the_books_nothing() -> None:
    dossier = replace(a_dossier(replace(INVOICE, txn_date=OLD)), carried=FROM_START)
    assert questions(dossier) == ()
    assert verdict_on(dossier) == TOO_OLD


def test_a_newer_version_goes_before_the_settings() -> None:
    dossier = replace(a_dossier(replace(INVOICE, source_version=2)), carried=without(RecordKind.INVOICE))
    outdated = replace(dossier, entry=replace(dossier.entry, source_version=1))
    assert verdict_on(outdated) == GiveWay()


def test_what_may_be_in_the_books_is_settled_whatever_the_settings_say() -> None:
    dossier = replace(in_doubt(INVOICE), carried=without(RecordKind.INVOICE))
    assert isinstance(verdict_on(dossier), Resend)
    assert isinstance(verdict_on(dossier, a_held_invoice("998", marker=mark(dossier))), Adopt)


@pytest.mark.parametrize("begun", ["its object is there", "its last sending was applied"])
def test_what_was_begun_is_brought_to_its_end(begun: str) -> None:
    dossier = replace(a_dossier(INVOICE), carried=without(RecordKind.INVOICE))
    if begun == "its object is there":
        dossier = replace(dossier, entry=replace(dossier.entry, ref=a_ref("Invoice", "145")))
    else:
        dossier = replace(dossier, was_applied=True)
    assert isinstance(verdict_on(dossier), Post)


def by_reference(kind: RecordKind) -> LogEntry:
    records = {record.key.kind: record for record in EVERY_RECORD}
    return an_entry(stored(records[kind], COMPANY), by_reference=True)


@pytest.mark.parametrize("kind", RecordKind)
def test_unread_data_of_a_kind_that_is_off_is_fetched_only_where_others_need_it(kind: RecordKind) -> None:
    is_needed = kind in {RecordKind.CONTACT, RecordKind.INVOICE}
    assert (skipped_unread(by_reference(kind), without(kind)) is None) == is_needed
    assert skipped_unread(by_reference(kind), EVERYTHING) is None


def test_who_was_to_be_skipped_goes_back_when_the_settings_have_changed() -> None:
    entry = an_entry(stored(INVOICE, COMPANY), attempts=3)
    assert still(TOO_OLD, entry) == TOO_OLD
    assert still(None, entry) == StandBack(attempts=3)


def test_a_skipped_invoice_holds_nobody_up_and_a_skipped_contact_does() -> None:
    skipped = an_entry_that(Status.SKIPPED, of=INVOICE)
    assert sets_free(skipped)
    assert not sets_free(replace(skipped, status=Status.WAITING))
    assert not sets_free(an_entry_that(Status.SKIPPED, of=ACME))


# What names a skipped invoice


def on_skipped(record: Payment | Relief, *, status: Status = Status.SKIPPED) -> Dossier:
    dossier = a_dossier(record, invoices=[INVOICE], missing=[INVOICE.key])
    need = dossier.needs[INVOICE.key]
    standing = Standing(entry_id=new_id(), status=status, is_left_out=False, message="Dated")
    return replace(dossier, needs={**dossier.needs, INVOICE.key: replace(need, standing=standing)})


@pytest.mark.parametrize("record", [a_payment(INVOICE), a_credit(INVOICE), a_write_off(INVOICE)])
def test_its_invoice_is_looked_for_by_its_number(record: Payment | Relief) -> None:
    dossier = on_skipped(record)
    assert InvoiceNumbered(number="998") in questions(dossier)
    held = a_held_invoice(number="998")
    assert posted(verdict_on(dossier, held)).customer_id == "61"  # type: ignore[union-attr]  # no customer


def test_a_payment_settles_the_invoice_that_has_the_number() -> None:
    held = a_held_invoice(number="998", ref=a_ref("Invoice", "12"))
    command = posted(verdict_on(on_skipped(a_payment(INVOICE)), held))
    assert isinstance(command, PostPayment)
    assert command.applied == (("12", Decimal("350.00")),)


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (a_payment(INVOICE), "payment_invoice_not_found"),
        (a_credit(INVOICE), "credit_invoice_not_found"),
        (a_write_off(INVOICE), "credit_invoice_not_found"),
    ],
)
def test_one_that_is_not_in_the_books_is_an_invoice_not_found(record: Payment | Relief, code: str) -> None:
    error = error_of(verdict_on(on_skipped(record)))
    assert (error.code, error.context["number"]) == (code, "998")


def test_one_of_somebody_else_only_happens_to_have_the_number() -> None:
    held = a_held_invoice(number="998", customer_id=SOMEBODY_ELSE)
    assert error_of(verdict_on(on_skipped(a_payment(INVOICE)), held)).code == "invoice_number_conflict"
    ours = replace(held, marker=somebodys_mark())
    assert error_of(verdict_on(on_skipped(a_payment(INVOICE)), ours)).code == "invoice_of_other_customer"


def test_one_that_is_not_decided_yet_is_waited_for() -> None:
    assert verdict_on(on_skipped(a_payment(INVOICE), status=Status.QUEUED)) == Wait((INVOICE.key,))


def test_one_that_an_older_version_brought_there_is_known_by_its_link() -> None:
    dossier = a_dossier(a_payment(INVOICE), invoices=[INVOICE])
    need = dossier.needs[INVOICE.key]
    standing = Standing(entry_id=new_id(), status=Status.SKIPPED, is_left_out=False)
    dossier = replace(dossier, needs={**dossier.needs, INVOICE.key: replace(need, standing=standing)})
    assert posted(verdict_on(dossier, a_held_invoice())).replaces is None


def test_a_skipped_contact_is_waited_for() -> None:
    dossier = a_dossier(INVOICE, missing=[ACME.key])
    need = dossier.needs[ACME.key]
    standing = Standing(entry_id=new_id(), status=Status.SKIPPED, is_left_out=True)
    dossier = replace(dossier, needs={ACME.key: replace(need, standing=standing)})
    assert verdict_on(dossier) == Wait((ACME.key,))


def test_a_void_of_what_was_skipped_finds_nothing_to_void() -> None:
    dossier = a_dossier(INVOICE, voided=True, operation=EntryOperation.VOID)
    assert verdict_on(replace(dossier, carried=without(RecordKind.INVOICE))) == verdict_on(dossier)

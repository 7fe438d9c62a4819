"""What goes out for an entry, and under which request id."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.model.attempts import Attempt
from domain.model.commands import Draft, PostInvoice
from domain.model.log_entries import EntryOperation
from domain.rules.sending import as_sent, first_sending, next_sending
from tests.builders import NOON, a_ref, an_attempt, an_entry, an_invoice, later, new_id, stored
from tests.unit.rules.dossiers import ACME, COMPANY, a_dossier, mark

INVOICE = an_invoice(ACME)
DRAFT = Draft(entity="Invoice", body="{}")


def lost(**fields: object) -> Attempt:
    return an_attempt(an_entry(stored(INVOICE, COMPANY)), request_id="r-4", number=4, **fields)


def test_a_first_sending_goes_under_an_id_of_its_own() -> None:
    dossier = a_dossier(INVOICE, attempts=2, lease_epoch=7)
    one, two = (first_sending(dossier, DRAFT, new_id=new_id(), now=NOON) for _ in range(2))
    assert one.attempt.request_id == str(one.attempt.id) != two.attempt.request_id
    assert (one.attempt.draft, one.attempt.epoch, one.attempt.started_at) == (DRAFT, 7, NOON)
    assert (one.attempt.entry_id, one.attempt.number, one.attempt.is_unsettled) == (dossier.entry.id, 1, True)


def test_a_request_id_fits_into_what_quickbooks_takes() -> None:
    sending = first_sending(a_dossier(INVOICE), DRAFT, new_id=new_id(), now=NOON)
    assert len(sending.attempt.request_id) == 36


def test_a_sending_is_counted_on_the_entry() -> None:
    sending = first_sending(a_dossier(INVOICE, attempts=2), DRAFT, new_id=new_id(), now=NOON)
    assert (sending.dossier.entry.attempts, sending.dossier.entry.last_attempt_at) == (3, NOON)


def test_the_next_sending_has_the_same_bytes_under_the_same_id() -> None:
    before = lost(draft=DRAFT)
    sending = next_sending(
        a_dossier(INVOICE, unsettled=before), before, new_id=new_id(), now=later(minutes=5)
    )
    assert (sending.attempt.draft, sending.attempt.request_id) == (DRAFT, "r-4")
    assert (sending.attempt.number, sending.attempt.started_at) == (5, later(minutes=5))
    assert sending.attempt.id != before.id


@pytest.mark.parametrize(("seconds", "same"), [(0, True), (1, False)], ids=["a day", "a second more"])
def test_quickbooks_is_trusted_to_remember_a_request_id_for_a_day(
    seconds: int,
    same: bool,  # noqa: FBT001 - a column of the table
) -> None:
    before = lost()
    now = NOON + timedelta(days=1, seconds=seconds)
    sending = next_sending(a_dossier(INVOICE, unsettled=before), before, new_id=new_id(), now=now)
    assert (sending.attempt.request_id == "r-4") == same


def test_what_replaces_an_object_is_told_as_an_update() -> None:
    dossier = a_dossier(INVOICE)
    command = PostInvoice(invoice=INVOICE, customer_id="61", items=("3",), marker=mark(dossier))
    assert as_sent(dossier, command) == dossier
    correction = replace(command, replaces=a_ref("Invoice", "145"))
    assert as_sent(dossier, correction).entry.operation is EntryOperation.UPDATE

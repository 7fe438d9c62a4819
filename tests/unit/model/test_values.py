"""Facts, attempts, entries and secrets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.model.attempts import AttemptOutcome
from domain.model.books import LedgerItem
from domain.model.facts import Facts
from domain.model.log_entries import Exclusion, Status
from domain.model.questions import CustomerNamed, InvoiceNumbered, ItemWithId, PaymentReferenced
from tests.builders import (
    NOON,
    a_company,
    a_connection,
    a_contact,
    a_ref,
    an_attempt,
    an_entry,
    answered,
    some_tokens,
    stored,
)
from tests.unit.rules.dossiers import a_held_customer, a_held_invoice, a_held_payment

BY_ANN = Exclusion(by="Ann", at=NOON)
ENTRY = an_entry(stored(a_contact(), a_company()))


def test_facts_answer_each_question_with_objects_of_its_kind() -> None:
    named, numbered = CustomerNamed(name="Acme"), InvoiceNumbered(number="1")
    paid, item = PaymentReferenced(reference="CHK", customer_id="61"), ItemWithId(id="12")
    customer, invoice, payment = a_held_customer(), a_held_invoice(), a_held_payment()
    product = LedgerItem(ref=a_ref("Item", "12"), name="Dues", active=True)
    everything = (customer, invoice, payment, product)
    facts = Facts(dict.fromkeys((named, numbered, paid, item), everything))
    assert facts.customers(named) == (customer,)
    assert facts.invoices(numbered) == (invoice,)
    assert facts.payments(paid) == (payment,)
    assert facts.items(item) == (product,)


def test_what_was_not_asked_is_not_known_to_be_absent() -> None:
    with pytest.raises(KeyError):
        Facts().customers(CustomerNamed(name="Acme"))


@pytest.mark.parametrize(
    ("outcome", "unsettled"),
    [
        (None, True),
        (AttemptOutcome.UNCERTAIN, True),
        (AttemptOutcome.APPLIED, False),
        (AttemptOutcome.NOT_APPLIED, False),
    ],
    ids=str,
)
def test_a_sending_without_a_definite_answer_is_unsettled(
    outcome: AttemptOutcome | None,
    unsettled: bool,  # noqa: FBT001 - a column of the table
) -> None:
    attempt = an_attempt(ENTRY)
    assert (answered(attempt, outcome) if outcome else attempt).is_unsettled is unsettled


@pytest.mark.parametrize("status", Status)
def test_a_failure_that_nobody_left_out_needs_attention(status: Status) -> None:
    open_, left_out = (
        an_entry(stored(a_contact(), a_company()), status=status, excluded=excluded)
        for excluded in (None, BY_ANN)
    )
    assert open_.needs_attention is (status is Status.FAILED)
    assert left_out.needs_attention is False


@pytest.mark.parametrize(
    ("excluded", "by_hand", "left_out"),
    [(None, False, False), (BY_ANN, False, True), (BY_ANN, True, False)],
    ids=["nobody excluded it", "excluded", "excluded, but asked for"],
)
def test_what_is_excluded_and_not_asked_for_is_left_out(
    excluded: Exclusion | None,
    by_hand: bool,  # noqa: FBT001 - a column of the table
    left_out: bool,  # noqa: FBT001 - the same
) -> None:
    assert replace(ENTRY, excluded=excluded, by_hand=by_hand).is_left_out is left_out


def test_tokens_do_not_show() -> None:
    connection = a_connection(a_company())
    for secret in (some_tokens().access_token, some_tokens().refresh_token):
        assert secret in (connection.tokens.access_token, connection.tokens.refresh_token)
        assert secret not in repr(connection)

"""An object is the record when nothing that matters differs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal

import pytest

from domain.errors import AlreadyLinked, NotTheSame
from domain.model.books import LedgerObject
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.questions import CustomerWithId, InvoiceNumbered, InvoiceWithId, PaymentWithId
from domain.model.records import Application, Invoice, Record
from domain.rules.adopt import (
    Adoptable,
    Difference,
    candidate_context,
    check_same,
    differences,
    found,
    questions,
)
from tests.builders import a_contact, a_payment, a_ref, an_invoice
from tests.fakes.books import FakeBooks
from tests.unit.rules.dossiers import (
    ACME,
    SOMEBODY_ELSE,
    a_dossier,
    a_held_customer,
    a_held_invoice,
    a_held_payment,
    older_mark,
    somebodys_mark,
)

INVOICE = an_invoice(ACME, number="1001", external_ref="inv-1")
PAYMENT = a_payment(on=INVOICE, reference="CHK 1")
APPLIED = (("145", Decimal("350.00")),)
OLD = a_payment(
    reference="CHK 1",
    applied_to=(
        Application(amount=Decimal("100.00"), invoice_number="998"),
        Application(amount=Decimal("50.00"), invoice_number="998"),
    ),
)


def facts_of(record: Record, *held: LedgerObject, id_: str) -> Facts:
    books = FakeBooks({each.ref.id: each for each in held})
    return Facts({question: books.answer(question) for question in questions(record, id_)})


def compared(dossier: Dossier, held: Adoptable, *others: LedgerObject) -> Collection[Difference]:
    facts = facts_of(dossier.record, held, *others, id_=held.ref.id)
    return differences(dossier, held, facts)


def unlike(field: str, ours: str | None, theirs: str | None) -> Difference:
    return Difference(field=field, ours=ours, theirs=theirs)


@pytest.mark.parametrize(
    ("record", "asked"),
    [
        pytest.param(ACME, (CustomerWithId(id="7"),), id="a contact"),
        pytest.param(INVOICE, (InvoiceWithId(id="7"),), id="an invoice"),
        pytest.param(PAYMENT, (PaymentWithId(id="7"),), id="a payment"),
        pytest.param(
            OLD,
            (PaymentWithId(id="7"), InvoiceNumbered(number="998"), InvoiceNumbered(number="998")),
            id="a payment on an invoice of which only the number is known",
        ),
    ],
)
def test_the_object_is_asked_for_and_what_it_takes_to_compare(record: Record, asked: object) -> None:
    assert questions(record, "7") == asked


@pytest.mark.parametrize(
    ("record", "gone"),
    [
        pytest.param(ACME, a_held_customer(active=False), id="an inactive customer"),
        pytest.param(INVOICE, a_held_invoice(voided=True), id="a voided invoice"),
        pytest.param(PAYMENT, a_held_payment(voided=True), id="a voided payment"),
        pytest.param(PAYMENT, a_held_invoice(), id="another kind of thing"),
    ],
)
def test_what_was_voided_or_is_something_else_is_not_there(record: Record, gone: LedgerObject) -> None:
    assert found(record, gone.ref.id, facts_of(record, gone, id_=gone.ref.id)) is None


@pytest.mark.parametrize(
    ("record", "held"), [(ACME, a_held_customer()), (INVOICE, a_held_invoice()), (PAYMENT, a_held_payment())]
)
def test_what_is_there_is_found(record: Record, held: LedgerObject) -> None:
    assert found(record, held.ref.id, facts_of(record, held, id_=held.ref.id)) == held


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        pytest.param(a_held_customer(" ACME bakery "), [], id="the same"),
        pytest.param(a_held_customer(currency=None), [], id="the same, in the company's currency"),
        pytest.param(a_held_customer("Acme"), [unlike("display_name", None, None)], id="another name"),
        pytest.param(a_held_customer(currency="CAD"), [unlike("currency", "USD", "CAD")], id="currency"),
    ],
)
def test_a_customer_is_the_contact_of_its_name(held: Adoptable, expected: list[Difference]) -> None:
    assert list(compared(a_dossier(ACME), held)) == expected


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        pytest.param(a_held_invoice(" 1001 ", currency="USD"), [], id="the same"),
        pytest.param(a_held_invoice("1002"), [unlike("number", "1001", "1002")], id="another number"),
        pytest.param(a_held_invoice(None), [unlike("number", "1001", None)], id="no number"),
        pytest.param(
            a_held_invoice("1001", total=Decimal("349.99")),
            [unlike("total", "350.00", "349.99")],
            id="another total",
        ),
        pytest.param(
            a_held_invoice("1001", customer_id=SOMEBODY_ELSE),
            [unlike("customer", "61", SOMEBODY_ELSE)],
            id="another customer's",
        ),
        pytest.param(
            a_held_invoice("1001", currency="CAD"), [unlike("currency", "USD", "CAD")], id="currency"
        ),
    ],
)
def test_an_invoice_is_the_one_of_its_customer_number_and_total(
    held: Adoptable, expected: list[Difference]
) -> None:
    assert list(compared(a_dossier(INVOICE), held)) == expected


def test_without_a_linked_contact_nothing_can_be_the_same() -> None:
    dossier = a_dossier(INVOICE, missing=[ACME.key])
    assert list(compared(dossier, a_held_invoice())) == [unlike("customer", None, "61")]


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        pytest.param(a_held_payment("chk 1", applied=APPLIED), [], id="the same"),
        pytest.param(a_held_payment(), [unlike("applied_to", "145: 350.00", "")], id="unapplied"),
        pytest.param(
            a_held_payment("CHK 2", applied=APPLIED, total=Decimal(400), customer_id="99", currency="CAD"),
            [
                unlike("customer", "61", "99"),
                unlike("reference", "CHK 1", "CHK 2"),
                unlike("total", "350.00", "400.00"),
                unlike("currency", "USD", "CAD"),
            ],
            id="nothing alike",
        ),
    ],
)
def test_a_payment_is_the_one_that_settles_the_same(held: Adoptable, expected: list[Difference]) -> None:
    assert list(compared(a_dossier(PAYMENT, invoices=[INVOICE]), held)) == expected


def test_an_invoice_that_is_not_in_the_books_is_settled_by_nothing() -> None:
    dossier = a_dossier(PAYMENT, missing=[INVOICE.key])
    (difference,) = compared(dossier, a_held_payment(applied=APPLIED))
    assert difference == unlike("applied_to", "?: 350.00", "145: 350.00")


def test_invoices_that_are_named_by_number_are_the_payers_own() -> None:
    theirs = a_held_invoice("998", ref=a_ref("Invoice", "11"), customer_id=SOMEBODY_ELSE)
    own = a_held_invoice("998", ref=a_ref("Invoice", "12"))
    held = a_held_payment(applied=(("12", Decimal("150.00")),))
    assert list(compared(a_dossier(OLD), held, theirs, own)) == []
    assert list(compared(a_dossier(OLD), held, theirs)) == [unlike("applied_to", "?: 150.00", "12: 150.00")]


def test_another_kind_of_object_is_a_bug() -> None:
    with pytest.raises(TypeError):
        differences(a_dossier(INVOICE), a_held_customer(), Facts())


def check(dossier: Dossier, held: Adoptable) -> None:
    check_same(dossier, held, facts_of(dossier.record, held, id_=held.ref.id))


def test_all_that_differs_is_told_with_both_values() -> None:
    with pytest.raises(NotTheSame) as refused:
        check(a_dossier(INVOICE), a_held_invoice(None, total=Decimal(300)))
    assert refused.value.detail == "It differs in: number, total."
    assert refused.value.context == {
        "fields": "number, total",
        "number": "1001",
        "total": "350.00",
        "total_in_quickbooks": "300.00",
    }


def test_names_are_not_told() -> None:
    with pytest.raises(NotTheSame) as refused:
        check(a_dossier(a_contact(organisation="Ann Lee")), a_held_customer("Ann Lea"))
    assert refused.value.context == {"fields": "display_name"}


def test_what_another_record_of_ours_made_is_that_records() -> None:
    with pytest.raises(AlreadyLinked):
        check(a_dossier(INVOICE), a_held_invoice(marker=somebodys_mark()))


def test_what_we_made_ourselves_is_ours() -> None:
    dossier = a_dossier(replace(INVOICE, source_version=2))
    assert isinstance(dossier.record, Invoice)
    check(dossier, a_held_invoice(marker=older_mark(dossier)))


@pytest.mark.parametrize(
    ("ids", "context"),
    [
        ([], {}),
        (["188"], {"candidate": "188"}),
        (["188", "188"], {"candidate": "188"}),
        (["188", "189"], {"candidates": "188, 189"}),
    ],
)
def test_an_error_names_what_it_may_be(ids: list[str], context: dict[str, str]) -> None:
    assert candidate_context(ids) == context

"""Many questions, few queries."""

from __future__ import annotations

from decimal import Decimal

import pytest

from adapters.quickbooks.query import MOST_CHARACTERS, MOST_VALUES, Query, literal, plan
from domain.model.books import (
    LedgerCustomer,
    LedgerInvoice,
    LedgerItem,
    LedgerObject,
    LedgerOther,
    LedgerPayment,
    LedgerTaxCode,
)
from domain.model.questions import (
    AccountWithId,
    CustomerEmailed,
    CustomerLike,
    CustomerNamed,
    CustomerWithId,
    EmployeeNamed,
    InvoiceNumbered,
    InvoiceWithId,
    ItemWithId,
    PaymentMethodWithId,
    PaymentReferenced,
    PaymentWithId,
    Question,
    TaxCodeWithId,
    VendorNamed,
)
from tests.builders import a_ref


def customer(name: str, id_: str = "61", email: str | None = None) -> LedgerCustomer:
    return LedgerCustomer(ref=a_ref(id_=id_), name=name, active=True, email=email)


def vendor(name: str) -> LedgerOther:
    return LedgerOther(ref=a_ref("Vendor", "33"), name=name, active=True)


def invoice(number: str | None, id_: str = "145") -> LedgerInvoice:
    ref = a_ref("Invoice", id_)
    return LedgerInvoice(ref=ref, number=number, customer_id="61", total=Decimal(1), balance=Decimal(1))


def payment(reference: str | None, of: str = "61", id_: str = "188") -> LedgerPayment:
    return LedgerPayment(ref=a_ref("Payment", id_), reference=reference, customer_id=of, total=Decimal(1))


def item(id_: str) -> LedgerItem:
    return LedgerItem(ref=a_ref("Item", id_), name="Dues", active=True)


def tax_code(id_: str) -> LedgerTaxCode:
    return LedgerTaxCode(ref=a_ref("TaxCode", id_), name=id_, active=True)


def only(*questions: Question) -> Query:
    (query,) = plan(questions)
    return query


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        (CustomerNamed(name="Acme"), "Customer WHERE DisplayName IN ('Acme') AND Active IN (true, false)"),
        (CustomerWithId(id="61"), "Customer WHERE Id IN ('61') AND Active IN (true, false)"),
        (InvoiceNumbered(number="1001"), "Invoice WHERE DocNumber IN ('1001')"),
        (InvoiceWithId(id="145"), "Invoice WHERE Id IN ('145')"),
        (PaymentReferenced(reference="CHK 9", customer_id="61"), "Payment WHERE PaymentRefNum IN ('CHK 9')"),
        (PaymentWithId(id="188"), "Payment WHERE Id IN ('188')"),
        (ItemWithId(id="12"), "Item WHERE Id IN ('12') AND Active IN (true, false)"),
        (AccountWithId(id="86"), "Account WHERE Id IN ('86') AND Active IN (true, false)"),
        (PaymentMethodWithId(id="2"), "PaymentMethod WHERE Id IN ('2') AND Active IN (true, false)"),
        (TaxCodeWithId(id="TAX"), "TaxCode WHERE Id IN ('TAX') AND Active IN (true, false)"),
        (
            CustomerEmailed(email="o'neil@acme.example"),
            "Customer WHERE PrimaryEmailAddr IN ('o\\'neil@acme.example') AND Active IN (true, false)",
        ),
        (VendorNamed(name="Acme"), "Vendor WHERE DisplayName IN ('Acme') AND Active IN (true, false)"),
        (EmployeeNamed(name="Ann"), "Employee WHERE DisplayName IN ('Ann') AND Active IN (true, false)"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else "",
)
def test_a_question_becomes_a_query(question: Question, statement: str) -> None:
    head, order, page = only(question).page(1).partition(" ORDERBY Id ")
    assert head.removeprefix("SELECT * FROM ") == statement
    assert order + page == " ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000"


def test_questions_of_a_kind_share_a_query_and_each_value_is_asked_once() -> None:
    query = only(
        PaymentReferenced(reference="CHK 9", customer_id="61"),
        PaymentReferenced(reference="CHK 9", customer_id="62"),
        PaymentReferenced(reference=" CHK 10 ", customer_id="61"),
    )
    assert "IN ('CHK 9', 'CHK 10')" in query.page(1)


def test_kinds_do_not_mix() -> None:
    queries = plan([CustomerNamed(name="Acme"), CustomerWithId(id="61"), InvoiceWithId(id="61")])
    assert [query.compared.name for query in queries] == ["DisplayName", "Id", "Id"]


def test_the_next_page_begins_where_the_last_one_ended() -> None:
    assert only(InvoiceNumbered(number="1")).page(1001).endswith("STARTPOSITION 1001 MAXRESULTS 1000")


def test_no_query_asks_for_too_many_values() -> None:
    queries = plan(InvoiceNumbered(number=str(number)) for number in range(2 * MOST_VALUES + 1))
    assert [len(query.questions) for query in queries] == [MOST_VALUES, MOST_VALUES, 1]


def test_no_query_gets_too_long() -> None:
    queries = plan(CustomerNamed(name=f"{number:03}" + "\\" * 97) for number in range(MOST_VALUES))
    assert sum(len(query.questions) for query in queries) == MOST_VALUES
    assert all(len(query.page(1)) < MOST_CHARACTERS + 500 for query in queries)


def test_a_single_value_may_be_longer_than_that() -> None:
    assert len(plan([CustomerNamed(name="x" * 2 * MOST_CHARACTERS)])) == 1


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("O'Neil", r"'O\'Neil'"),
        ("back\\slash", r"'back\\slash'"),
        ("\\'", r"'\\\''"),
        ("  Acme  ", "'Acme'"),
        ("100 %", "'100 %'"),
        ("no-break\xa0space", "'no-break\xa0space'"),
        ("Zürich 東京", "'Zürich 東京'"),
        ("a' OR Id > '0", r"'a\' OR Id > \'0'"),
    ],
)
def test_values_are_escaped_as_qbo_wants_it(value: str, written: str) -> None:
    assert literal(value) == written
    assert written in only(CustomerNamed(name=value)).page(1)


@pytest.mark.parametrize(
    "question",
    [
        CustomerWithId(id="abc"),
        CustomerWithId(id=""),
        ItemWithId(id="١٢"),
        ItemWithId(id="TAX"),
        TaxCodeWithId(id="T' OR"),
        TaxCodeWithId(id="١٢"),
        CustomerNamed(name="a\nb"),
        CustomerNamed(name="a\x00b"),
        CustomerNamed(name="a\ud800b"),
        InvoiceNumbered(number="🎉"),
    ],
    ids=repr,
)
def test_what_qbo_cannot_hold_is_not_asked_for(question: Question) -> None:
    assert plan([question]) == []


@pytest.mark.parametrize(
    ("question", "found", "answers"),
    [
        pytest.param(CustomerNamed(name=" ACME "), customer("Acme"), True, id="case and outer spaces"),
        pytest.param(CustomerNamed(name="Acme"), customer(" acme"), True, id="spaces in the books"),
        pytest.param(CustomerNamed(name="MÜLLER"), customer("Müller"), True, id="beyond ASCII"),
        pytest.param(CustomerNamed(name="Strasse"), customer("Straße"), False, id="ß is not ss"),
        pytest.param(CustomerNamed(name="Acme"), customer("Acme Ltd"), False, id="another name"),
        pytest.param(InvoiceNumbered(number="a-1"), invoice("A-1"), True, id="case of a number"),
        pytest.param(InvoiceNumbered(number="1"), invoice(None), False, id="an invoice without a number"),
        pytest.param(InvoiceNumbered(number="1"), invoice("01"), False, id="another number"),
        pytest.param(
            PaymentReferenced(reference="chk 9", customer_id="61"), payment("CHK 9"), True, id="a reference"
        ),
        pytest.param(
            PaymentReferenced(reference="CHK 9", customer_id="62"), payment("CHK 9"), False, id="of another"
        ),
        pytest.param(
            PaymentReferenced(reference="CHK 9", customer_id="61"), payment(None), False, id="no reference"
        ),
        pytest.param(CustomerWithId(id="61"), customer("61", "62"), False, id="a name like an id"),
        pytest.param(ItemWithId(id="12"), item("12"), True, id="an id"),
        pytest.param(TaxCodeWithId(id="non"), tax_code("NON"), True, id="an id that is a word"),
        pytest.param(VendorNamed(name=" ACME"), vendor("Acme"), True, id="a vendor"),
        pytest.param(CustomerEmailed(email="A@b.c"), customer("Acme", email="a@B.c"), True, id="an address"),
        pytest.param(CustomerEmailed(email="a@b.c"), customer("a@b.c"), False, id="no address"),
        pytest.param(CustomerLike(word="acme"), customer("The Acme Bakery"), True, id="a word of the name"),
    ],
)
def test_an_object_answers_the_question_it_matches(
    question: Question, found: LedgerObject, *, answers: bool
) -> None:
    assert only(question).share_out([found]) == {question: (found,) if answers else ()}


def test_every_question_gets_its_own_answers() -> None:
    first, second, none = (InvoiceNumbered(number=number) for number in ("1", "2", "3"))
    one, other, two = invoice("1", "10"), invoice("1", "11"), invoice("2", "12")
    shared = only(first, second, none).share_out([two, one, other])
    assert shared == {first: (one, other), second: (two,), none: ()}


def test_each_word_is_looked_for_in_a_query_of_its_own_that_has_one_page() -> None:
    name, *words = plan([CustomerNamed(name="Acme"), CustomerLike(word="acme"), CustomerLike(word="bakery")])
    assert "IN ('Acme')" in name.page(1)
    for query, word in zip(words, ("acme", "bakery"), strict=True):
        statement = query.page(1).removeprefix("SELECT * FROM Customer WHERE ")
        asked = f"DisplayName LIKE '%{word}%' AND Active IN (true, false)"
        assert statement == f"{asked} ORDERBY Id STARTPOSITION 1 MAXRESULTS 100"

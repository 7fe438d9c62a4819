"""Which customers a contact may be, likeliest first."""

from __future__ import annotations

import pytest

from domain.model.books import LedgerObject, LedgerOther
from domain.model.facts import Facts
from domain.model.questions import CustomerEmailed, CustomerLike, CustomerNamed, EmployeeNamed, VendorNamed
from domain.model.records import Contact, RecordKey, RecordKind
from domain.rules.candidates import (
    MOST,
    Candidates,
    Why,
    candidates,
    questions,
    significant_words,
    similarity,
)
from tests.builders import a_contact, a_ref
from tests.fakes.books import FakeBooks
from tests.unit.rules.dossiers import ACME, a_held_customer

BAKER = a_contact(external_ref="c-17", organisation="Acme Bakery", email="Office@acme.example")


def among(contact: Contact, *held: LedgerObject, linked: dict[str, str] | None = None) -> Candidates:
    books = FakeBooks({each.ref.id: each for each in held})
    facts = Facts({question: books.answer(question) for question in questions(contact)})
    holders = {
        object_id: RecordKey(kind=RecordKind.CONTACT, external_ref=ref)
        for object_id, ref in (linked or {}).items()
    }
    return candidates(contact, facts, holders)


def ranked(found: Candidates) -> list[tuple[str, tuple[Why, ...]]]:
    return [(each.customer.ref.id, each.why) for each in found.items]


def a_vendor(name: str, entity: str = "Vendor") -> LedgerOther:
    return LedgerOther(ref=a_ref(entity, "33"), name=name, active=True)


def test_the_books_are_asked_by_name_by_address_and_by_a_few_words() -> None:
    name = "Acme Bakery"
    assert questions(BAKER) == (
        CustomerNamed(name=name),
        VendorNamed(name=name),
        EmployeeNamed(name=name),
        CustomerEmailed(email="Office@acme.example"),
        CustomerLike(word="bakery"),
        CustomerLike(word="acme"),
    )
    assert CustomerEmailed not in map(type, questions(ACME))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("The Acme Company, Inc.", ["acme"], id="without what all have"),
        pytest.param("A B & Co", [], id="nothing but short ones"),
        pytest.param("one three fivefive seven", ["fivefive", "three", "seven"], id="the three longest"),
        pytest.param("O'Neil's Inn", ["neil", "inn"], id="letters and digits only"),
        pytest.param("Bar bar BAR", ["bar"], id="each once"),
    ],
)
def test_the_words_that_say_who_it_is(name: str, words: list[str]) -> None:
    assert significant_words(name) == words


def test_reasons_rank_before_likeness_and_active_ones_before_inactive_ones() -> None:
    found = among(
        BAKER,
        a_held_customer("Acme Bakery Shop", ref=a_ref(id_="4"), active=False),
        a_held_customer("Acme Bakery Shop", ref=a_ref(id_="5")),
        a_held_customer("Acme Bakery Ltd", ref=a_ref(id_="3")),
        a_held_customer("Somebody", ref=a_ref(id_="2"), email="office@ACME.example"),
        a_held_customer(" ACME bakery ", ref=a_ref(id_="1"), email="office@acme.example"),
        a_held_customer("Bakery of the Old Harbour and Sons", ref=a_ref(id_="9")),
    )
    assert ranked(found) == [
        ("1", (Why.SAME_NAME, Why.SAME_EMAIL)),
        ("2", (Why.SAME_EMAIL,)),
        ("3", (Why.SIMILAR_NAME,)),
        ("5", (Why.SIMILAR_NAME,)),
        ("4", (Why.SIMILAR_NAME,)),
    ]


def test_no_more_are_named_than_a_person_would_read() -> None:
    many = [a_held_customer(f"Acme Bakery {number}", ref=a_ref(id_=str(number))) for number in range(30)]
    assert len(among(BAKER, *many).items) == MOST


def test_the_order_of_the_words_and_their_case_do_not_matter() -> None:
    assert similarity("Lopez, Maria", "maria LOPEZ") == 1
    assert similarity("Acme Bakery", "Zoo") < 0.3
    assert similarity("", "") == 1


def test_a_candidate_says_which_other_contact_it_is() -> None:
    customer = a_held_customer("Acme Bakery")
    assert among(BAKER, customer).items[0].linked_to is None
    assert among(BAKER, customer, linked={"61": "c-17"}).items[0].linked_to is None
    assert among(BAKER, customer, linked={"61": "c-18"}).items[0].linked_to == "c-18"


@pytest.mark.parametrize(
    "holder",
    [a_held_customer("acme bakery"), a_vendor("Acme Bakery"), a_vendor("ACME Bakery", "Employee")],
    ids=["a customer", "a vendor", "an employee"],
)
def test_whoever_has_the_very_name_is_told(holder: LedgerObject) -> None:
    assert among(BAKER, holder).name_holder == holder


def test_a_free_name_has_no_holder() -> None:
    assert among(BAKER, a_held_customer("Acme Cakes"), a_vendor("Acme Bakery Two")).name_holder is None

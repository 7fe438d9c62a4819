"""A contact becomes a customer: the one it is linked to, else the one of its name, else a new one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import CustomerReferenceInvalid
from domain.model.books import LedgerCustomer
from domain.model.commands import PostCustomer
from domain.model.dossiers import Dossier
from domain.model.questions import CustomerNamed, CustomerWithId
from domain.model.records import Contact, RecordKind
from domain.model.verdicts import Adopt
from domain.rules.contacts import NEVER_THERE, check_customer, held_by_another
from domain.rules.decide import questions
from tests.builders import a_contact, a_key, a_ref
from tests.unit.rules.dossiers import (
    ACME,
    a_dossier,
    a_held_customer,
    error_of,
    mark,
    older_mark,
    posted,
    somebodys_mark,
    told,
    verdict_on,
)


def test_a_contact_is_looked_for_by_its_name() -> None:
    person = a_contact(first_name="Ann", last_name="Lee", suffix="Jr.")
    assert questions(a_dossier(person)) == (CustomerNamed(name="Ann Lee Jr."),)


def test_a_linked_contact_is_its_customer_whatever_the_names_say() -> None:
    dossier = a_dossier(ACME, linked="61")
    assert questions(dossier) == (CustomerWithId(id="61"),)
    renamed = a_held_customer("Acme Cakes", marker=mark(dossier))
    assert verdict_on(dossier, renamed) == Adopt(renamed.ref)


def test_a_contact_that_nobody_knows_becomes_a_customer() -> None:
    dossier = a_dossier(ACME)
    assert posted(verdict_on(dossier)) == PostCustomer(contact=ACME, marker=mark(dossier))


def test_a_customer_of_the_same_name_is_linked_as_it_is() -> None:
    customer = a_held_customer(" ACME bakery ")
    assert verdict_on(a_dossier(ACME), customer) == Adopt(customer.ref)


def test_a_customer_that_another_record_of_ours_made_is_linked_as_it_is() -> None:
    customer = a_held_customer(marker=somebodys_mark())
    assert verdict_on(a_dossier(ACME), customer) == Adopt(customer.ref)


def test_a_customer_that_this_very_version_made_is_adopted() -> None:
    dossier = a_dossier(ACME)
    customer = a_held_customer(marker=mark(dossier))
    assert verdict_on(dossier, customer) == Adopt(customer.ref)


def test_a_customer_that_an_earlier_version_made_is_brought_up_to_date() -> None:
    dossier = a_dossier(a_contact(organisation="Acme Bakery", source_version=2))
    customer = a_held_customer(marker=older_mark(dossier), ref=a_ref(version="4"))
    command = posted(verdict_on(dossier, customer))
    assert isinstance(command, PostCustomer)
    assert command.replaces == a_ref(version="4")


def test_a_linked_customer_that_a_person_made_is_brought_up_to_date() -> None:
    command = posted(verdict_on(a_dossier(ACME, linked="61"), a_held_customer("Acme")))
    assert command.replaces == a_ref("Customer", "61")


def test_an_inactive_customer_is_an_error_and_not_a_link() -> None:
    verdict = verdict_on(a_dossier(ACME), a_held_customer(active=False))
    assert told(verdict) == ("customer_inactive", "Customer Acme Bakery is inactive in QuickBooks")


def test_a_linked_customer_that_is_gone_was_changed_in_quickbooks() -> None:
    assert error_of(verdict_on(a_dossier(ACME, linked="61"))).code == "changed_in_quickbooks"


def test_a_customer_in_another_currency_is_not_the_contact() -> None:
    verdict = verdict_on(a_dossier(ACME), a_held_customer(currency="CAD"))
    assert told(verdict) == (
        "currency_mismatch",
        "The record is in USD, but customer Acme Bakery is in CAD",
    )


def test_a_customer_without_a_currency_is_in_the_companys_own() -> None:
    customer = a_held_customer(currency=None)
    assert verdict_on(a_dossier(ACME), customer) == Adopt(customer.ref)


def test_a_contact_that_breaks_a_limit_is_refused_before_anything_is_asked() -> None:
    dossier = a_dossier(a_contact(organisation="Acme: Bakery"))
    assert questions(dossier) == ()
    assert told(verdict_on(dossier)) == (
        "invalid_characters",
        "Display name has characters that QuickBooks does not take",
    )


@pytest.mark.parametrize("field", ["linked", "unlinked"])
def test_what_failed_is_the_contact(field: str) -> None:
    linked = "61" if field == "linked" else None
    error = error_of(verdict_on(a_dossier(ACME, linked=linked), a_held_customer(active=False)))
    assert error.subject == "contact c-17"


GONE = a_contact(external_ref="c-17", organisation="Acme Bakery", active=False)


def test_a_contact_that_is_gone_becomes_inactive_where_it_was_ours() -> None:
    dossier = a_dossier(GONE, linked="61")
    command = posted(verdict_on(dossier, a_held_customer()))
    assert command == PostCustomer(contact=GONE, marker=mark(dossier), replaces=a_ref("Customer", "61"))


def test_a_contact_that_is_gone_and_inactive_is_done() -> None:
    inactive = a_held_customer(active=False)
    assert verdict_on(a_dossier(GONE, linked="61"), inactive) == Adopt(inactive.ref)


def test_a_contact_that_is_gone_and_never_was_there_needs_nothing() -> None:
    assert verdict_on(a_dossier(GONE)) == NEVER_THERE


def by_hand(contact: Contact, *, for_version: int) -> Dossier:
    dossier = a_dossier(contact, linked="61")
    assert dossier.link
    return replace(dossier, link=replace(dossier.link, hand_version=for_version))


def test_a_customer_that_a_person_named_is_adopted_as_it_is() -> None:
    customer = a_held_customer("Acme Bakery (customer)")
    assert verdict_on(by_hand(ACME, for_version=1), customer) == Adopt(customer.ref)


def test_a_later_version_leaves_it_its_name() -> None:
    newer = replace(ACME, source_version=2)
    command = posted(verdict_on(by_hand(newer, for_version=1), a_held_customer("Acme Bakery (customer)")))
    assert isinstance(command, PostCustomer)
    assert (command.replaces, command.keeps_name) == (a_ref("Customer", "61"), True)


def test_a_link_of_the_machines_brings_the_name_up_to_date() -> None:
    command = posted(verdict_on(a_dossier(ACME, linked="61"), a_held_customer("Acme")))
    assert isinstance(command, PostCustomer)
    assert command.keeps_name is False


def test_a_customer_of_another_contact_is_not_this_one_too() -> None:
    error = held_by_another(ACME, a_key(RecordKind.CONTACT, "c-18"))
    assert (error.code, error.subject) == ("name_already_exists", "contact c-17")
    assert error.context == {"linked_to": "c-18"}


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        pytest.param([], "missing", id="nobody"),
        pytest.param([a_held_customer(active=False)], "inactive", id="one that is inactive"),
        pytest.param([a_held_customer(currency="CAD")], "currency", id="one in another currency"),
    ],
)
def test_a_contact_cannot_be(found: list[LedgerCustomer], reason: str) -> None:
    with pytest.raises(CustomerReferenceInvalid) as refused:
        check_customer(ACME, found)
    assert refused.value.context == {"reason": reason}


@pytest.mark.parametrize("currency", ["USD", None])
def test_a_contact_can_be_a_customer_of_any_name(currency: str | None) -> None:
    customer = a_held_customer("Somebody", currency=currency)
    assert check_customer(ACME, [customer]) == customer

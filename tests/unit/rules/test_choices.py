"""What can be chosen, and for how long that is taken for true."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from domain.errors import ConnectionRequired, QuickBooksUnreadable
from domain.model.books import (
    LedgerAccount,
    LedgerCustomer,
    LedgerItem,
    LedgerObject,
    LedgerPaymentMethod,
    LedgerTaxCode,
)
from domain.model.choices import Choice, ChoiceMark, FetchedList
from domain.model.facts import Facts
from domain.model.outcomes import Evidence, Held, HoldReason
from domain.model.questions import Everything, LedgerList
from domain.rules.choices import choices_among, is_fresh
from domain.rules.unanswered import why_unanswered
from tests.builders import NOON, a_company, a_connection, a_ref, later, realm_of
from tests.fakes.ledger import LOST, THROTTLED
from tests.unit.rules.dossiers import a_held_customer, a_held_invoice

ITEM = LedgerItem(ref=a_ref("Item", "12"), name="Dues", active=True, type="Service", income_account="10")
ACCOUNT = LedgerAccount(ref=a_ref("Account", "86"), name="Discounts", active=True, type="Income")
METHOD = LedgerPaymentMethod(ref=a_ref("PaymentMethod", "2"), name="Check", active=True)
TAX_CODE = LedgerTaxCode(ref=a_ref("TaxCode", "NON"), name="Non", active=True)
Listed = LedgerItem | LedgerAccount | LedgerPaymentMethod | LedgerTaxCode | LedgerCustomer
CUSTOMER: LedgerCustomer = a_held_customer("Acme")


@pytest.mark.parametrize(
    ("held", "choice"),
    [
        (ITEM, Choice(id="12", name="Dues", detail="Service")),
        (ACCOUNT, Choice(id="86", name="Discounts", detail="Income")),
        (METHOD, Choice(id="2", name="Check")),
        (TAX_CODE, Choice(id="NON", name="Non")),
        (CUSTOMER, Choice(id="61", name="Acme")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_active_can_be_chosen(held: Listed, choice: Choice) -> None:
    assert list(choices_among([held])) == [choice]
    assert list(choices_among([replace(held, active=False)])) == []


@pytest.mark.parametrize(
    "held",
    [replace(ITEM, type="Category"), replace(ITEM, income_account=None), replace(ACCOUNT, type="Bank")],
    ids=["a category", "an item that is not sold", "a bank account"],
)
def test_what_no_mapping_would_take_cannot_be_chosen(held: LedgerObject) -> None:
    assert list(choices_among([held, a_held_invoice()])) == []


def test_a_place_in_a_list_knows_no_case_and_no_endless_names() -> None:
    assert Choice(id="1", name="\uff27old STRASSE").mark == ChoiceMark(name="gold strasse", id="1")
    assert len(Choice(id="1", name="x" * 500).mark.name) == 100


COMPANY = a_company()


def fetched(at: datetime, *, realm_id: str = realm_of(COMPANY)) -> FetchedList:
    return FetchedList(of=LedgerList.ITEMS, realm_id=realm_id, at=at, choices=1)


@pytest.mark.parametrize(
    ("kept", "fresh"),
    [
        pytest.param(None, False, id="never fetched"),
        pytest.param(fetched(NOON), True, id="just now"),
        pytest.param(fetched(later(days=-1, seconds=1)), True, id="a day ago, not quite"),
        pytest.param(fetched(later(days=-1)), False, id="a day ago"),
        pytest.param(fetched(NOON, realm_id="2"), False, id="of another realm"),
    ],
)
def test_a_list_is_good_for_a_day_and_for_its_realm(kept: FetchedList | None, *, fresh: bool) -> None:
    assert is_fresh(kept, a_connection(COMPANY), NOON) is fresh


@pytest.mark.parametrize("answer", [LOST, THROTTLED], ids=["lost", "throttled"])
def test_books_that_do_not_answer_are_asked_again_later(answer: Held) -> None:
    assert isinstance(why_unanswered(answer), QuickBooksUnreadable)


def test_books_that_are_not_connected_any_more_need_a_person() -> None:
    lost = Held(reason=HoldReason.NEEDS_RECONNECT, until=None, evidence=Evidence())
    assert isinstance(why_unanswered(lost), ConnectionRequired)


def test_a_whole_list_is_what_answered_it() -> None:
    question = Everything(of=LedgerList.ITEMS)
    assert Facts({question: (ITEM,)}).everything(question) == (ITEM,)

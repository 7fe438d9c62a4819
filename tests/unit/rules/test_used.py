"""After a refusal, what a transaction uses is looked at, so that staff read which thing is inactive."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.model.books import LedgerAccount, LedgerItem, LedgerObject, LedgerPaymentMethod
from domain.model.dossiers import Dossier
from domain.model.log_entries import EntryOperation
from domain.model.questions import AccountWithId, CustomerWithId, ItemWithId
from domain.model.records import Discount
from domain.model.verdicts import Post
from domain.rules import used
from domain.rules.decide import questions
from tests.builders import a_payment, a_ref, a_write_off, an_invoice
from tests.unit.rules.dossiers import ACME, a_dossier, a_held_customer, error_of, told, verdict_on

INVOICE = an_invoice(ACME, number="1001")
DISCOUNTED = an_invoice(ACME, number="1001", discount=Discount(key="early", amount=Decimal("5.00")))
DUES = LedgerItem(ref=a_ref("Item", "12"), name="Dues", active=True, type="Service", income_account="10")
GONE = LedgerItem(ref=a_ref("Item", "12"), name="Dues", active=False, type="Service", income_account="10")
POOR = LedgerItem(ref=a_ref("Item", "12"), name="Dues", active=True, type="Service")
GIVEN = LedgerAccount(ref=a_ref("Account", "86"), name="Discounts given", active=False, type="Income")
CHECK = LedgerPaymentMethod(ref=a_ref("PaymentMethod", "2"), name="Check", active=False)


def refused(of: object, **fields: object) -> Dossier:
    return a_dossier(of, stale_reads=1, **fields)  # type: ignore[arg-type]  # a_dossier's own


def test_nothing_is_asked_before_anything_was_refused() -> None:
    assert used.questions(a_dossier(INVOICE)) == ()


@pytest.mark.parametrize(
    "dossier", [refused(ACME), refused(INVOICE, operation=EntryOperation.VOID)], ids=["a contact", "a void"]
)
def test_what_uses_nothing_asks_nothing(dossier: Dossier) -> None:
    assert used.questions(dossier) == ()


def test_the_customer_and_all_that_is_mapped_is_looked_at() -> None:
    dossier = refused(DISCOUNTED, discounts={"early": "86"})
    asked = questions(dossier)
    assert {CustomerWithId(id="61"), ItemWithId(id="12"), AccountWithId(id="86")} <= set(asked)


@pytest.mark.parametrize(
    ("dossier", "held", "expected"),
    [
        pytest.param(
            refused(INVOICE),
            (a_held_customer(active=False), DUES),
            ("customer_inactive", "Customer Acme Bakery is inactive in QuickBooks"),
            id="the customer",
        ),
        pytest.param(
            refused(INVOICE),
            (DUES,),
            ("customer_inactive", "Customer Acme Bakery is inactive in QuickBooks"),
            id="a customer that is gone",
        ),
        pytest.param(
            refused(INVOICE),
            (a_held_customer(), GONE),
            ("reference_inactive", "Inactive or missing in QuickBooks: Gold membership"),
            id="a product",
        ),
        pytest.param(
            refused(INVOICE),
            (a_held_customer(), POOR),
            ("account_not_mapped", "QuickBooks cannot post to an account of Gold membership"),
            id="a product without an income account",
        ),
        pytest.param(
            refused(a_write_off(reference="WO-1"), mapped=()),
            (a_held_customer(), POOR),
            (
                "write_off_account_not_mapped",
                "Error Adding Write-off There is no income account associated with the item Bad Debt.",
            ),
            id="the bad-debt product without an income account",
        ),
        pytest.param(
            refused(DISCOUNTED, discounts={"early": "86"}),
            (a_held_customer(), DUES, GIVEN),
            ("account_not_mapped", "QuickBooks cannot post to an account of Gold membership"),
            id="the account of a discount",
        ),
        pytest.param(
            refused(a_payment(method="check"), methods={"check": "2"}),
            (a_held_customer(), CHECK),
            ("reference_inactive", "Inactive or missing in QuickBooks: Gold membership"),
            id="a payment method",
        ),
    ],
)
def test_what_is_inactive_is_named(
    dossier: Dossier, held: tuple[LedgerObject, ...], expected: tuple[str, str]
) -> None:
    assert told(verdict_on(dossier, *held)) == expected


def test_failures_of_one_product_have_one_cause_and_can_be_mapped() -> None:
    error = error_of(verdict_on(refused(INVOICE), a_held_customer(), GONE))
    assert (error.subject, error.context["fee_item"]) == ("fee_item dues-gold", "dues-gold")


def test_where_all_is_well_it_goes_once_more() -> None:
    assert isinstance(verdict_on(refused(INVOICE), a_held_customer(), DUES), Post)

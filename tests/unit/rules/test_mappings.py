"""What a source key may be mapped to: active, of the right list, and fit for it."""

from __future__ import annotations

import pytest

from domain.errors import QuickBooksReferenceInvalid
from domain.model.books import LedgerAccount, LedgerItem, LedgerObject, LedgerPaymentMethod, LedgerTaxCode
from domain.model.facts import Facts
from domain.model.mappings import MappingKind
from domain.model.questions import AccountWithId, ItemWithId, PaymentMethodWithId, TaxCodeWithId
from domain.rules.mappings import check_mappable, question_about, unfit
from tests.builders import a_ref


def an_item(**fields: object) -> LedgerItem:
    given: dict[str, object] = {"active": True, "type": "Service", "income_account": "10"}
    return LedgerItem(ref=a_ref("Item", "12"), name="Dues", **(given | fields))  # type: ignore[arg-type]  # its own


def an_account(type_: str = "Income", *, active: bool = True) -> LedgerAccount:
    return LedgerAccount(ref=a_ref("Account", "12"), name="Discounts", active=active, type=type_)


def a_method(*, active: bool = True) -> LedgerPaymentMethod:
    return LedgerPaymentMethod(ref=a_ref("PaymentMethod", "12"), name="Check", active=active)


def a_tax_code(id_: str = "12", *, active: bool = True) -> LedgerTaxCode:
    return LedgerTaxCode(ref=a_ref("TaxCode", id_), name="California", active=active)


GOOD: dict[MappingKind, LedgerItem | LedgerAccount | LedgerPaymentMethod | LedgerTaxCode] = {
    MappingKind.FEE_ITEM: an_item(),
    MappingKind.INCOME_ACCOUNT: an_item(),
    MappingKind.PAYMENT_METHOD: a_method(),
    MappingKind.DISCOUNT: an_account(),
    MappingKind.TAX: a_tax_code(),
}


def reason(kind: MappingKind, *found: LedgerObject) -> str:
    question = question_about(kind, "12")
    with pytest.raises(QuickBooksReferenceInvalid) as refused:
        check_mappable(question, Facts({question: found}))
    return refused.value.detail


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        (MappingKind.FEE_ITEM, ItemWithId(id="12")),
        (MappingKind.INCOME_ACCOUNT, ItemWithId(id="12")),
        (MappingKind.PAYMENT_METHOD, PaymentMethodWithId(id="12")),
        (MappingKind.DISCOUNT, AccountWithId(id="12")),
        (MappingKind.TAX, TaxCodeWithId(id="12")),
    ],
)
def test_each_kind_is_looked_for_in_its_own_list(kind: MappingKind, question: object) -> None:
    assert question_about(kind, "12") == question


@pytest.mark.parametrize("kind", MappingKind)
def test_what_is_active_and_fit_can_be_mapped_to(kind: MappingKind) -> None:
    question = question_about(kind, "12")
    assert check_mappable(question, Facts({question: (GOOD[kind],)})) == GOOD[kind]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (MappingKind.FEE_ITEM, "product or service"),
        (MappingKind.INCOME_ACCOUNT, "product or service"),
        (MappingKind.PAYMENT_METHOD, "payment method"),
        (MappingKind.DISCOUNT, "account"),
        (MappingKind.TAX, "tax code"),
    ],
)
def test_what_is_not_in_the_list_is_refused_by_its_name(kind: MappingKind, name: str) -> None:
    assert reason(kind) == f"QuickBooks has no {name} with this id."


@pytest.mark.parametrize(
    ("kind", "found", "name"),
    [
        (MappingKind.FEE_ITEM, an_item(active=False), "product or service"),
        (MappingKind.INCOME_ACCOUNT, an_item(active=False), "product or service"),
        (MappingKind.PAYMENT_METHOD, a_method(active=False), "payment method"),
        (MappingKind.DISCOUNT, an_account(active=False), "account"),
        (MappingKind.TAX, a_tax_code(active=False), "tax code"),
    ],
)
def test_what_is_inactive_is_refused(kind: MappingKind, found: LedgerObject, name: str) -> None:
    assert reason(kind, found) == f"This {name} is inactive in QuickBooks."


@pytest.mark.parametrize("type_", ["Category", "Group", "Bundle"])
def test_what_cannot_stand_on_a_line_is_refused(type_: str) -> None:
    assert "cannot stand on a line" in reason(MappingKind.FEE_ITEM, an_item(type=type_, income_account=None))


@pytest.mark.parametrize("kind", [MappingKind.FEE_ITEM, MappingKind.INCOME_ACCOUNT])
def test_an_item_without_an_income_account_cannot_be_sold_or_written_off(kind: MappingKind) -> None:
    assert "no income account" in reason(kind, an_item(income_account=None))


@pytest.mark.parametrize("type_", ["Bank", "Accounts Receivable", "Equity", "Credit Card"])
def test_a_discount_does_not_go_to_the_balance_sheet(type_: str) -> None:
    assert "income or expense account" in reason(MappingKind.DISCOUNT, an_account(type_))


@pytest.mark.parametrize(
    "type_", ["Income", "Other Income", "Expense", "Other Expense", "Cost of Goods Sold"]
)
def test_a_discount_goes_to_profit_and_loss(type_: str) -> None:
    assert unfit(an_account(type_)) is None

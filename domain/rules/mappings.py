"""What a source key may be mapped to: something of the right list that is active, and fit for it.

QBO takes a mapping's object at the moment of posting only, and refuses the whole transaction then.
"""

from __future__ import annotations

from domain.errors import QuickBooksReferenceInvalid
from domain.model.books import LedgerAccount, LedgerItem, LedgerPaymentMethod, LedgerTaxCode
from domain.model.facts import Facts
from domain.model.mappings import MappingKind
from domain.model.questions import AccountWithId, ItemWithId, PaymentMethodWithId, TaxCodeWithId

Mappable = LedgerItem | LedgerAccount | LedgerPaymentMethod | LedgerTaxCode
MappableWithId = ItemWithId | AccountWithId | PaymentMethodWithId | TaxCodeWithId

NOT_SOLD = frozenset({"Category", "Group", "Bundle"})
OF_PROFIT_AND_LOSS = frozenset({"Income", "Other Income", "Expense", "Other Expense", "Cost of Goods Sold"})


def question_about(kind: MappingKind, quickbooks_id: str) -> MappableWithId:
    """Ask the list that keys of this kind are mapped to; ids of different lists overlap."""
    match kind:
        case MappingKind.FEE_ITEM | MappingKind.INCOME_ACCOUNT:
            return ItemWithId(id=quickbooks_id)
        case MappingKind.PAYMENT_METHOD:
            return PaymentMethodWithId(id=quickbooks_id)
        case MappingKind.DISCOUNT:
            return AccountWithId(id=quickbooks_id)
        case MappingKind.TAX:
            return TaxCodeWithId(id=quickbooks_id)


def check_mappable(question: MappableWithId, facts: Facts) -> Mappable:
    """What the books hold under the id. Raises QuickBooksReferenceInvalid with the reason."""
    match question:
        case ItemWithId():
            return _checked("product or service", facts.items(question))
        case AccountWithId():
            return _checked("account", facts.accounts(question))
        case PaymentMethodWithId():
            return _checked("payment method", facts.payment_methods(question))
        case TaxCodeWithId():
            return _checked("tax code", facts.tax_codes(question))


def unfit(found: Mappable) -> str | None:
    """Why no key can stand for it, though it is active; None where one can."""
    match found:
        case LedgerItem(type=type_) if type_ in NOT_SOLD:
            return "A category or a bundle of QuickBooks cannot stand on a line; choose a product or service."
        case LedgerItem(income_account=None):
            return "This product or service has no income account in QuickBooks."
        case LedgerAccount(type=type_) if type_ not in OF_PROFIT_AND_LOSS:
            return "A discount goes to an income or expense account; this is another kind of account."
        case _:
            return None


def _checked(name: str, found: tuple[Mappable, ...]) -> Mappable:
    if not found:
        raise QuickBooksReferenceInvalid(f"QuickBooks has no {name} with this id.")
    first = found[0]
    if not first.active:
        raise QuickBooksReferenceInvalid(f"This {name} is inactive in QuickBooks.")
    if reason := unfit(first):
        raise QuickBooksReferenceInvalid(reason)
    return first

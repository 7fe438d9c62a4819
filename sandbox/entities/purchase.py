"""Purchase: an expense paid at once. PurchaseOrder: what is yet to be bought."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import Behaviour, transaction
from sandbox.entities.expense_parts import expense, from_vendor
from sandbox.entities.fields import choice, day, email, flag, opaque, ref, text
from sandbox.entities.parts import address
from sandbox.rules.doc_numbers import refuse_duplicate
from sandbox.rules.expense_lines import complete_expenses, expense_entries
from sandbox.rules.parties import resolve_party
from sandbox.rules.postings import demand_type
from sandbox.rules.sales_forms import match_currency
from sandbox.shapes import NONE_OF_THEM, JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

PAID_FROM = {"Cash": ("Bank", "Other Current Asset"), "Check": ("Bank",), "CreditCard": ("Credit Card",)}


class PurchaseBehaviour(Behaviour):
    """Credits where the money came from, debits the expenses; the other way round if a card is credited."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        demand_type(changes, draft["AccountRef"], "AccountRef", *PAID_FROM[draft["PaymentType"]])
        refuse_duplicate(changes, draft)
        if "EntityRef" in draft:
            draft["EntityRef"] = resolve_party(changes, draft["EntityRef"], "EntityRef", "Vendor")
        complete_expenses(draft, before)
        draft["Credit"] = bool(draft.get("Credit")) and draft["PaymentType"] == "CreditCard"
        draft["CurrencyRef"] = changes.company.currency(draft.get("CurrencyRef"))
        draft["LinkedTxn"] = NONE_OF_THEM

    @override
    def entries(self, changes: "Changes", txn: JsonObject) -> Sequence[Entry]:
        sign = -1 if txn["Credit"] else 1
        paid = Entry(txn["AccountRef"]["value"], -sign * txn["TotalAmt"])
        return [paid, *expense_entries(changes, _named(txn), sign)]


def _named(txn: JsonObject) -> JsonObject:
    """The payee counts as the vendor where a line is against the payables."""
    payee = txn.get("EntityRef", {})
    return {**txn, "VendorRef": payee} if payee.get("type") == "Vendor" else txn


class PurchaseOrderBehaviour(Behaviour):
    """Posts nothing."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        match_currency(changes, draft, "Vendor")
        refuse_duplicate(changes, draft)
        complete_expenses(draft, before)
        draft.setdefault("POStatus", "Open")
        draft["LinkedTxn"] = before["LinkedTxn"] if before else NONE_OF_THEM


PURCHASE = transaction(
    "Purchase",
    expense(
        ref("AccountRef", "Account", required=True),
        choice("PaymentType", *PAID_FROM, required=True, restated=True),
        ref("EntityRef"),
        ref("PaymentMethodRef", "PaymentMethod"),
        address("RemitToAddr"),
        text("PaymentRefNum", 21),
        flag("Credit"),
        choice("PrintStatus", "NotSet", "NeedToPrint", "PrintComplete", default="NotSet"),
        opaque("PurchaseEx"),
        opaque("CheckPayment"),
        opaque("CreditCardPayment"),
    ),
    behaviour=PurchaseBehaviour(),
    indexes=("DocNumber",),
)

PURCHASE_ORDER = transaction(
    "PurchaseOrder",
    from_vendor(
        choice("POStatus", "Open", "Closed"),
        choice("EmailStatus", "NotSet", "NeedToSend", "EmailSent"),
        day("DueDate"),
        day("ShipDate"),
        ref("ClassRef", "Class"),
        ref("SalesTermRef", "Term"),
        ref("ShipMethodRef"),
        ref("TaxCodeRef", "TaxCode"),
        ref("ShipTo", "Customer"),
        ref("ReceiveTo"),
        address("VendorAddr"),
        address("ShipAddr"),
        text("Memo", 4000),
        email("POEmail"),
    ),
    behaviour=PurchaseOrderBehaviour(),
    indexes=("DocNumber", "VendorRef"),
    title="Purchase Order",
    posts=False,
)

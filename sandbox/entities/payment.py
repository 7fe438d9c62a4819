"""Payment: money of a customer, applied to invoices by its lines; what is left is unapplied."""

from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import Behaviour, transaction
from sandbox.entities.fields import amount, computed, flag, many, number, opaque, ref, text
from sandbox.entities.parts import linked
from sandbox.faults import business, fault
from sandbox.rules.applications import apply, check_links, unapplied, unapply
from sandbox.rules.money import ZERO
from sandbox.rules.sales_forms import match_currency, voided_note
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

DEPOSITED = (
    "Deposited Transaction cannot be changed : This transaction has been deposited. If you want to change or "
    "delete it, you must edit the deposit it appears on and remove it first."
)


class PaymentBehaviour(Behaviour):
    """Debits what it is deposited to, credits the receivables."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        _refuse_deposited(before)
        match_currency(changes, draft)
        if draft["TotalAmt"] < 0:
            raise business("The amount of a payment must be 0 or greater.", "TotalAmt")
        check_links(draft)
        draft.setdefault("Line", [])
        draft["UnappliedAmt"] = unapplied(draft)
        account = draft.setdefault("DepositToAccountRef", {"value": changes.company.undeposited_funds})
        if account["value"] == changes.company.undeposited_funds:
            account["name"] = "Undeposited Funds"
        draft["ProcessPayment"] = False
        draft["LinkedTxn"] = []

    @override
    def settle(self, changes: "Changes", after: JsonObject, before: JsonObject | None) -> None:
        if before is not None:
            unapply(changes, before)
        apply(changes, after)
        customer = after["CustomerRef"]["value"]
        changes.post(
            "Payment",
            after,
            [
                Entry(after["DepositToAccountRef"]["value"], after["TotalAmt"]),
                Entry(changes.company.receivables, -after["TotalAmt"], customer=customer),
            ],
        )

    @override
    def remove(self, changes: "Changes", before: JsonObject) -> None:
        _refuse_deposited(before)
        unapply(changes, before)
        changes.post("Payment", before, [])

    @override
    def void(self, changes: "Changes", before: JsonObject) -> JsonObject:
        self.remove(changes, before)
        note = voided_note(before)
        return {**before, "Line": [], "TotalAmt": ZERO, "UnappliedAmt": ZERO, "PrivateNote": note}


def _refuse_deposited(before: JsonObject | None) -> None:
    """QBO: 6540."""
    if before is not None and any(each["TxnType"] == "Deposit" for each in before["LinkedTxn"]):
        raise fault("6540", DEPOSITED)


PAYMENT = transaction(
    "Payment",
    [
        ref("CustomerRef", "Customer", required=True),
        amount("TotalAmt", required=True),
        computed("UnappliedAmt", number=True),
        ref("DepositToAccountRef", "Account"),
        ref("ARAccountRef", "Account"),
        ref("PaymentMethodRef", "PaymentMethod"),
        ref("CurrencyRef"),
        ref("ProjectRef"),
        ref("TaxExemptionRef"),
        text("PaymentRefNum", 21),
        text("DocNumber", 21),
        text("PrivateNote", 4000, queryable=False),
        text("TxnSource", 50),
        text("TxnStatus", 50),
        text("TransactionLocationType", 50),
        number("ExchangeRate"),
        flag("ProcessPayment"),
        opaque("CreditCardPayment"),
        opaque("CheckPayment"),
        opaque("CustomField"),
        linked(),
        many("Line", [text("Id", 50), amount("Amount"), number("LineNum"), linked(), opaque("LineEx")]),
        computed("HomeTotalAmt", number=True),
    ],
    behaviour=PaymentBehaviour(),
    indexes=("PaymentRefNum", "CustomerRef"),
    voids=True,
)

"""CreditCardPayment: a card's balance paid from the bank. Its objects are called `CreditCardPaymentTxn`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import Behaviour, transaction
from sandbox.entities.fields import amount, choice, number, opaque, ref, text
from sandbox.faults import business
from sandbox.rules.postings import demand_type
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


class CreditCardPaymentBehaviour(Behaviour):
    """Debits the card, credits the bank."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        demand_type(changes, draft["BankAccountRef"], "BankAccountRef", "Bank")
        demand_type(changes, draft["CreditCardAccountRef"], "CreditCardAccountRef", "Credit Card")
        if draft["Amount"] < 0:
            raise business("Transaction amount must be 0 or greater.", "Amount")
        draft["CurrencyRef"] = changes.company.currency(draft.get("CurrencyRef"))

    @override
    def entries(self, changes: "Changes", txn: JsonObject) -> Sequence[Entry]:
        return [
            Entry(txn["CreditCardAccountRef"]["value"], txn["Amount"]),
            Entry(txn["BankAccountRef"]["value"], -txn["Amount"]),
        ]


CREDIT_CARD_PAYMENT = transaction(
    "CreditCardPaymentTxn",
    [
        ref("BankAccountRef", "Account", required=True),
        ref("CreditCardAccountRef", "Account", required=True),
        amount("Amount", required=True),
        ref("VendorRef", "Vendor"),
        ref("CurrencyRef"),
        number("ExchangeRate"),
        text("CheckNum", 21),
        text("Memo", 4000, queryable=False),
        text("PrivateNote", 4000, queryable=False),
        choice("PrintStatus", "NotSet", "NeedToPrint", "PrintComplete"),
        opaque("AttachableRef"),
    ],
    behaviour=CreditCardPaymentBehaviour(),
    indexes=("VendorRef",),
    title="Credit Card Payment",
)

"""CreditCardPayment: money from a bank to a credit card. Its objects are called `CreditCardPaymentTxn`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import Behaviour, transaction
from sandbox.entities.fields import amount, choice, number, opaque, ref, text
from sandbox.faults import business, fault
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

SIDES: Final = {"BankAccountRef": "Bank", "CreditCardAccountRef": "Credit Card"}


class CreditCardPaymentBehaviour(Behaviour):
    """Credits the bank, debits the card."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        for field, wanted in SIDES.items():
            kind = (changes.find("Account", draft[field]["value"]) or {})["AccountType"]
            if kind != wanted:
                raise fault("6430", f"Invalid account type used : {kind}", field)
        if draft["Amount"] < 0:
            raise business("Transaction amount must be 0 or greater.", "Amount")
        draft.setdefault("CurrencyRef", changes.company.home_currency())

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

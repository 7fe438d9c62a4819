"""Transfer: money from one account to another."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import Behaviour, transaction
from sandbox.entities.fields import amount, number, opaque, ref, text
from sandbox.entities.parts import linked
from sandbox.faults import business, fault
from sandbox.rules.postings import BALANCE_SHEET, PAYABLE, RECEIVABLE
from sandbox.shapes import NONE_OF_THEM, JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


class TransferBehaviour(Behaviour):
    """Credits the one, debits the other."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        for field in ("FromAccountRef", "ToAccountRef"):
            account = changes.find("Account", draft[field]["value"]) or {}
            kind = account["AccountType"]
            if account["Classification"] not in BALANCE_SHEET or kind in {RECEIVABLE, PAYABLE}:
                raise fault("6430", f"Invalid account type used : {kind}", field)
        if draft["FromAccountRef"]["value"] == draft["ToAccountRef"]["value"]:
            raise business("You must transfer between two different accounts.")
        if draft["Amount"] < 0:
            raise business("Transaction amount must be 0 or greater.", "Amount")
        draft["CurrencyRef"] = changes.company.currency(draft.get("CurrencyRef"))
        draft["LinkedTxn"] = NONE_OF_THEM

    @override
    def entries(self, changes: "Changes", txn: JsonObject) -> Sequence[Entry]:
        return [
            Entry(txn["ToAccountRef"]["value"], txn["Amount"]),
            Entry(txn["FromAccountRef"]["value"], -txn["Amount"]),
        ]


TRANSFER = transaction(
    "Transfer",
    [
        ref("FromAccountRef", "Account", required=True),
        ref("ToAccountRef", "Account", required=True),
        amount("Amount", required=True),
        ref("CurrencyRef"),
        ref("ClassRef", "Class"),
        ref("DepartmentRef", "Department"),
        ref("RecurDataRef"),
        number("ExchangeRate"),
        text("PrivateNote", 4000, queryable=False),
        text("TxnSource", 50),
        text("TransactionLocationType", 50),
        opaque("AttachableRef"),
        linked(),
    ],
    behaviour=TransferBehaviour(),
    indexes=(),
)

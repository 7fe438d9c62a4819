"""What bills and vendor credits have in common: expenses that are owed, one way or the other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import Behaviour
from sandbox.faults import business
from sandbox.rules.applications import release
from sandbox.rules.doc_numbers import refuse_duplicate
from sandbox.rules.expense_lines import complete_expenses, expense_entries
from sandbox.rules.money import ZERO
from sandbox.rules.postings import payable_account
from sandbox.rules.sales_forms import match_currency
from sandbox.shapes import NONE_OF_THEM, JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


class Payable(Behaviour):
    """`sign` 1: the vendor is owed what was bought; -1: the vendor owes it back."""

    def __init__(self, entity: str, sign: int) -> None:
        self.entity = entity
        self.sign = sign

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        match_currency(changes, draft, "Vendor")
        refuse_duplicate(changes, draft, "VendorRef")
        complete_expenses(draft, before)
        draft["APAccountRef"] = payable_account(changes, draft)
        draft["LinkedTxn"] = before["LinkedTxn"] if before else NONE_OF_THEM
        applied = before["TotalAmt"] - before["Balance"] if before else ZERO
        if applied > draft["TotalAmt"]:
            raise business("The amount of the transaction is less than what is already applied to it.")
        if applied and before and draft["VendorRef"]["value"] != before["VendorRef"]["value"]:
            raise business("You can't change the vendor of a transaction that payments are applied to.")
        draft["Balance"] = draft["TotalAmt"] - applied

    @override
    def entries(self, changes: "Changes", txn: JsonObject) -> Sequence[Entry]:
        account, vendor = txn["APAccountRef"]["value"], txn["VendorRef"]["value"]
        owed = Entry(account, -self.sign * txn["TotalAmt"], vendor=vendor)
        return [owed, *expense_entries(changes, txn, self.sign)]

    @override
    def remove(self, changes: "Changes", before: JsonObject) -> None:
        release(changes, before, self.entity)

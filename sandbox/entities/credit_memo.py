"""CreditMemo: what a customer is owed. Cannot be voided, only deleted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import transaction
from sandbox.entities.fields import computed
from sandbox.entities.sales_parts import PAID, sales_form
from sandbox.faults import business
from sandbox.rules.applications import release
from sandbox.rules.credits import use_credit
from sandbox.rules.money import ZERO
from sandbox.rules.sales_forms import SalesForm
from sandbox.rules.sales_postings import sales_entries
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


class CreditMemoBehaviour(SalesForm):
    """Credits the receivables, debits the income of its items."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        super().complete(changes, draft, before)
        used = before["TotalAmt"] - before["Balance"] if before else ZERO
        if used > draft["TotalAmt"]:
            raise business("The amount of the credit memo is less than what of it is already applied.")
        if used and before and draft["CustomerRef"]["value"] != before["CustomerRef"]["value"]:
            raise business("You can't change the customer of a transaction that payments are applied to.")
        draft["Balance"] = draft["RemainingCredit"] = draft["TotalAmt"] - used

    @override
    def settle(self, changes: "Changes", after: JsonObject, before: JsonObject | None) -> None:
        changes.afterwards(lambda company: use_credit(company, after["Id"]))

    @override
    def entries(self, changes: "Changes", txn: JsonObject) -> Sequence[Entry]:
        customer = txn["CustomerRef"]["value"]
        owed = Entry(changes.company.receivables, -txn["TotalAmt"], customer=customer)
        return [owed, *sales_entries(changes, txn, -1)]

    @override
    def remove(self, changes: "Changes", before: JsonObject) -> None:
        release(changes, before, "CreditMemo")


CREDIT_MEMO = transaction(
    "CreditMemo",
    sales_form(*PAID, computed("RemainingCredit", number=True), computed("InvoiceRef", queryable=False)),
    behaviour=CreditMemoBehaviour(),
    number_space="sales forms",
    title="Credit Memo",
)

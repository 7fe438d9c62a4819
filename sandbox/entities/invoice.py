"""Invoice: what a customer owes."""

from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import transaction
from sandbox.entities.fields import amount, choice, computed, day, flag, opaque, text
from sandbox.entities.parts import SALES_FORM
from sandbox.faults import business
from sandbox.rules.applications import payments_on, release
from sandbox.rules.dating import due_date
from sandbox.rules.money import ZERO
from sandbox.rules.sales_forms import SalesForm
from sandbox.rules.sales_lines import income_entries
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


class InvoiceBehaviour(SalesForm):
    """Debits the receivables, credits the income of its items."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        super().complete(changes, draft, before)
        due_date(changes, draft)
        applied = before["TotalAmt"] - before["Balance"] if before else ZERO
        draft["Balance"] = max(draft["TotalAmt"] - applied, ZERO)
        for each in (
            "AllowIPNPayment",
            "AllowOnlinePayment",
            "AllowOnlineCreditCardPayment",
            "AllowOnlineACHPayment",
        ):
            draft.setdefault(each, False)

    @override
    def settle(self, changes: "Changes", after: JsonObject, before: JsonObject | None) -> None:
        if before is not None:
            self._keep_applications(changes, after, before)
        customer = after["CustomerRef"]["value"]
        receivable = Entry(changes.company.receivables, after["TotalAmt"], customer=customer)
        changes.post("Invoice", after, [receivable, *income_entries(changes, after, 1)])

    @override
    def remove(self, changes: "Changes", before: JsonObject) -> None:
        release(changes, before, "Invoice")
        changes.post("Invoice", before, [])

    def _keep_applications(self, changes: "Changes", after: JsonObject, before: JsonObject) -> None:
        """An invoice lowered below what was paid on it gives the difference back to its payments."""
        applied = before["TotalAmt"] - before["Balance"]
        if payments_on(before) and after["CustomerRef"]["value"] != before["CustomerRef"]["value"]:
            raise business("You can't change the customer of a transaction that payments are applied to.")
        if applied > after["TotalAmt"]:
            release(changes, after, "Invoice", applied - after["TotalAmt"])
            kept = [each for each in after["LinkedTxn"] if _still_tied(changes, each, after["Id"])]
            changes.save("Invoice", {**after, "LinkedTxn": kept})


def _still_tied(changes: "Changes", tie: JsonObject, invoice_id: str) -> bool:
    payment = changes.find("Payment", tie["TxnId"]) if tie["TxnType"] == "Payment" else None
    return tie["TxnType"] != "Payment" or (
        payment is not None and any(line["LinkedTxn"][0]["TxnId"] == invoice_id for line in payment["Line"])
    )


INVOICE = transaction(
    "Invoice",
    [
        *SALES_FORM,
        day("DueDate"),
        day("ShipDate"),
        text("TrackingNum", 31),
        amount("Deposit"),
        flag("AllowIPNPayment"),
        flag("AllowOnlinePayment"),
        flag("AllowOnlineCreditCardPayment"),
        flag("AllowOnlineACHPayment"),
        choice("EInvoiceStatus", "Sent", "Viewed", "Paid", "Delivered", "Updated", "Error"),
        computed("InvoiceLink", queryable=False),
        computed("RecurDataRef", queryable=False),
        opaque("SalesRepRef"),
    ],
    behaviour=InvoiceBehaviour(),
    indexes=("DocNumber", "CustomerRef"),
    voids=True,
)

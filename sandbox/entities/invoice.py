"""Invoice: what a customer owes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import transaction
from sandbox.entities.fields import amount, choice, computed, flag, opaque, unused
from sandbox.entities.sales_parts import sales_form
from sandbox.faults import business
from sandbox.rules.applications import payments_on, release
from sandbox.rules.credits import credit_invoice
from sandbox.rules.dating import due_date
from sandbox.rules.estimates import close_estimates, estimates_named
from sandbox.rules.money import ZERO
from sandbox.rules.sales_forms import SalesForm
from sandbox.rules.sales_postings import sales_entries
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

ONLINE: Final = (
    "AllowIPNPayment",
    "AllowOnlinePayment",
    "AllowOnlineCreditCardPayment",
    "AllowOnlineACHPayment",
)


class InvoiceBehaviour(SalesForm):
    """Debits the receivables, credits the income of its items."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        estimates = estimates_named(changes, draft)
        super().complete(changes, draft, before)
        fresh = [each for each in estimates if each not in draft["LinkedTxn"]]
        if fresh:
            draft["LinkedTxn"] = [*draft["LinkedTxn"], *fresh]
        customer = changes.find("Customer", draft["CustomerRef"]["value"]) or {}
        default = changes.company.preferences["SalesFormsPrefs"].get("DefaultTerms")
        due_date(changes, draft, customer.get("SalesTermRef") or default)
        applied = before["TotalAmt"] - before["Balance"] if before else ZERO
        draft["Balance"] = max(draft["TotalAmt"] - applied, ZERO)
        draft.setdefault("Deposit", ZERO)
        for each in ONLINE:
            draft.setdefault(each, False)

    @override
    def settle(self, changes: "Changes", after: JsonObject, before: JsonObject | None) -> None:
        if before is not None:
            self._keep_applications(changes, after, before)
        close_estimates(changes, after)
        changes.afterwards(lambda company: credit_invoice(company, after["Id"]))

    @override
    def entries(self, changes: "Changes", txn: JsonObject) -> Sequence[Entry]:
        customer = txn["CustomerRef"]["value"]
        owed = Entry(changes.company.receivables, txn["TotalAmt"], customer=customer)
        return [owed, *sales_entries(changes, txn, 1)]

    @override
    def remove(self, changes: "Changes", before: JsonObject) -> None:
        release(changes, before, "Invoice")

    def _keep_applications(self, changes: "Changes", after: JsonObject, before: JsonObject) -> None:
        """An invoice lowered below what was paid on it gives the difference back to its payments."""
        applied = before["TotalAmt"] - before["Balance"]
        if payments_on(before) and after["CustomerRef"]["value"] != before["CustomerRef"]["value"]:
            raise business("You can't change the customer of a transaction that payments are applied to.")
        if applied > after["TotalAmt"]:
            if changes.company.settings.lowered_invoice == "refuse":
                raise business("The amount of the invoice is less than what was paid on it.", "TotalAmt")
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
    sales_form(
        amount("Deposit"),
        *(flag(each) for each in ONLINE),
        choice("EInvoiceStatus", "Sent", "Viewed", "Paid", "Delivered", "Updated", "Error"),
        computed("InvoiceLink", queryable=False),
        opaque("SalesRepRef"),
        *unused("PaymentRefNum", "PaymentType", "CheckPayment", "CreditCardPayment", "InvoiceEx", "LessCIS"),
        *unused("AllowOnlinePayPalPayment", "AllowOnlineAffirmPayment", "ECloudStatusTimeStamp"),
        *unused("PaymentDetailsMessage", "ConvenienceFeeDetail", "invoiceStatus", "callToAction"),
    ),
    behaviour=InvoiceBehaviour(),
    number_space="sales forms",
    voids=True,
)

"""Invoice: what a customer owes."""

from collections.abc import Sequence
from decimal import Decimal
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
from sandbox.rules.postings import settle_deposit_account
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
        _settle_deposit(changes, draft)
        draft["Balance"] = max(_due(draft) - (_applied(before) if before else ZERO), ZERO)
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
        owed = Entry(changes.company.receivables, _due(txn), customer=customer)
        paid = [Entry(txn["DepositToAccountRef"]["value"], txn["Deposit"])] if txn["Deposit"] else []
        return [owed, *paid, *sales_entries(changes, txn, 1)]

    @override
    def void(self, changes: "Changes", before: JsonObject) -> JsonObject:
        return {**super().void(changes, before), "Deposit": ZERO}

    @override
    def remove(self, changes: "Changes", before: JsonObject) -> None:
        release(changes, before, "Invoice")

    def _keep_applications(self, changes: "Changes", after: JsonObject, before: JsonObject) -> None:
        """An invoice lowered below what was paid on it gives the difference back to its payments."""
        applied = _applied(before)
        if payments_on(before) and after["CustomerRef"]["value"] != before["CustomerRef"]["value"]:
            raise business("You can't change the customer of a transaction that payments are applied to.")
        if applied > _due(after):
            if changes.company.settings.lowered_invoice == "refuse":
                raise business("The amount of the invoice is less than what was paid on it.", "TotalAmt")
            release(changes, after, "Invoice", applied - _due(after))
            kept = [each for each in after["LinkedTxn"] if _still_tied(changes, each, after["Id"])]
            changes.save("Invoice", {**after, "LinkedTxn": kept})


def _settle_deposit(changes: "Changes", draft: JsonObject) -> None:
    """What was paid with the order is no debt; it is money already."""
    deposit = draft.setdefault("Deposit", ZERO)
    if not ZERO <= deposit <= draft["TotalAmt"]:
        raise business("The deposit must be between 0 and the total of the invoice.", "Deposit")
    if deposit:
        settle_deposit_account(changes, draft)


def _due(invoice: JsonObject) -> Decimal:
    """What there was to pay once the invoice was made."""
    due: Decimal = invoice["TotalAmt"] - invoice["Deposit"]
    return due


def _applied(invoice: JsonObject) -> Decimal:
    """What payments and credits have paid of it since."""
    applied: Decimal = _due(invoice) - invoice["Balance"]
    return applied


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

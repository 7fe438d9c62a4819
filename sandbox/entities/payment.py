"""Payment: money of a customer, applied to invoices by its lines; what is left is unapplied."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import Behaviour, transaction
from sandbox.entities.fields import amount, computed, flag, many, number, opaque, ref, text, unused
from sandbox.entities.parts import linked
from sandbox.faults import business
from sandbox.rules.applications import apply, party_entries, unapply
from sandbox.rules.applied_to import described
from sandbox.rules.deposits import refuse_deposited
from sandbox.rules.links import CUSTOMERS, check_links, unapplied
from sandbox.rules.money import ZERO
from sandbox.rules.over_applications import cap_lines
from sandbox.rules.postings import settle_deposit_account
from sandbox.rules.sales_forms import match_currency, voided_note
from sandbox.shapes import NONE_OF_THEM, JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company


class PaymentBehaviour(Behaviour):
    """Debits what it is deposited to, credits the receivables."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        refuse_deposited(before)
        match_currency(changes, draft)
        if draft["TotalAmt"] < 0:
            raise business("The amount of a payment must be 0 or greater.", "TotalAmt")
        check_links(draft, CUSTOMERS)
        cap_lines(changes, draft, before)
        draft["UnappliedAmt"] = unapplied(draft, CUSTOMERS)
        settle_deposit_account(changes, draft)
        draft["ProcessPayment"] = False
        draft["LinkedTxn"] = NONE_OF_THEM

    @override
    def settle(self, changes: "Changes", after: JsonObject, before: JsonObject | None) -> None:
        if before is not None:
            unapply(changes, before)
        apply(changes, after, CUSTOMERS)

    @override
    def entries(self, changes: "Changes", txn: JsonObject) -> Sequence[Entry]:
        return [
            Entry(txn["DepositToAccountRef"]["value"], txn["TotalAmt"]),
            *party_entries(changes, txn, CUSTOMERS, changes.company.receivables, sign=-1),
        ]

    @override
    def remove(self, changes: "Changes", before: JsonObject) -> None:
        refuse_deposited(before)
        unapply(changes, before)

    @override
    def void(self, changes: "Changes", before: JsonObject) -> JsonObject:
        self.remove(changes, before)
        note = voided_note(changes, before)
        return {**before, "Line": [], "TotalAmt": ZERO, "UnappliedAmt": ZERO, "PrivateNote": note}

    @override
    def present(self, company: "Company", stored: JsonObject) -> JsonObject:
        return {**stored, "Line": [described(company, line) for line in stored["Line"]]}


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
        opaque("AttachableRef"),
        linked(),
        many(
            "Line",
            [
                text("Id", 50),
                amount("Amount"),
                number("LineNum"),
                linked(),
                computed("LineEx", queryable=False),
            ],
        ),
        computed("HomeTotalAmt", number=True),
        *unused("RemitToRef", "PaymentType", "PaymentEx", "DepartmentRef", "TxnTaxDetail", "Tag"),
    ],
    behaviour=PaymentBehaviour(),
    indexes=("PaymentRefNum", "CustomerRef"),
    voids=True,
)

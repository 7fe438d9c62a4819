"""BillPayment: money to a vendor, by check or by card, for its bills and with its credits."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import Behaviour, transaction
from sandbox.entities.fields import amount, choice, flag, many, number, opaque, part, ref, text
from sandbox.entities.parts import HEADER, linked
from sandbox.faults import QboFault, business, missing
from sandbox.rules.applications import apply, party_entries, unapply
from sandbox.rules.doc_numbers import refuse_duplicate
from sandbox.rules.links import VENDORS, check_links, unapplied
from sandbox.rules.money import ZERO
from sandbox.rules.over_applications import cap_lines
from sandbox.rules.postings import demand_type, payable_account
from sandbox.rules.sales_forms import match_currency, voided_note
from sandbox.shapes import NONE_OF_THEM, JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

PAID_FROM = {
    "Check": ("CheckPayment", "BankAccountRef", "Bank"),
    "CreditCard": ("CreditCardPayment", "CCAccountRef", "Credit Card"),
}


class BillPaymentBehaviour(Behaviour):
    """Debits the payables, credits the bank or the card. What is paid over the bills stays unapplied."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        match_currency(changes, draft, "Vendor")
        refuse_duplicate(changes, draft)
        check_links(draft, VENDORS)
        cap_lines(changes, draft, before)
        draft["APAccountRef"] = payable_account(changes, draft)
        if draft["TotalAmt"] < 0:
            raise business("The amount of a payment must be 0 or greater.", "TotalAmt")
        unapplied(draft, VENDORS)
        self._check_source(changes, draft)
        draft["LinkedTxn"] = NONE_OF_THEM

    def _check_source(self, changes: "Changes", draft: JsonObject) -> None:
        """Where the money comes from; a payment of nothing needs no account."""
        field, reference, kind = PAID_FROM[draft["PayType"]]
        account = draft.get(field, {}).get(reference)
        if account is not None:
            demand_type(changes, account, f"{field}.{reference}", kind)
        elif draft["TotalAmt"]:
            raise QboFault([missing(reference)])
        if field == "CheckPayment":
            draft[field] = {"PrintStatus": "NotSet", **draft.get(field, {})}

    @override
    def settle(self, changes: "Changes", after: JsonObject, before: JsonObject | None) -> None:
        if before is not None:
            unapply(changes, before)
        apply(changes, after, VENDORS)

    @override
    def entries(self, changes: "Changes", txn: JsonObject) -> Sequence[Entry]:
        field, reference, _ = PAID_FROM[txn["PayType"]]
        owed = party_entries(changes, txn, VENDORS, txn["APAccountRef"]["value"], sign=1)
        if not txn["TotalAmt"]:
            return owed
        return [Entry(txn[field][reference]["value"], -txn["TotalAmt"]), *owed]

    @override
    def remove(self, changes: "Changes", before: JsonObject) -> None:
        unapply(changes, before)

    @override
    def void(self, changes: "Changes", before: JsonObject) -> JsonObject:
        self.remove(changes, before)
        return {**before, "Line": [], "TotalAmt": ZERO, "PrivateNote": voided_note(changes, before)}


BILL_PAYMENT = transaction(
    "BillPayment",
    [
        *(each for each in HEADER if each.name != "TotalAmt"),
        ref("VendorRef", "Vendor", required=True),
        amount("TotalAmt", required=True),
        choice("PayType", *PAID_FROM, required=True),
        ref("APAccountRef", "Account"),
        part(
            "CheckPayment",
            [
                ref("BankAccountRef", "Account"),
                choice("PrintStatus", "NotSet", "NeedToPrint", "PrintComplete"),
                opaque("CheckDetail"),
            ],
        ),
        part("CreditCardPayment", [ref("CCAccountRef", "Account"), opaque("CCDetail")]),
        flag("ProcessBillPayment"),
        many(
            "Line",
            [text("Id", 50), amount("Amount"), number("LineNum"), linked(), opaque("LineEx")],
            required=True,
        ),
    ],
    behaviour=BillPaymentBehaviour(),
    indexes=("DocNumber", "VendorRef"),
    title="Bill Payment",
    voids=True,
)

"""SalesReceipt and RefundReceipt: sold, or given back, and paid at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import transaction
from sandbox.entities.sales_parts import PAID, sales_form
from sandbox.faults import QboFault, missing
from sandbox.rules.deposits import refuse_deposited
from sandbox.rules.money import ZERO
from sandbox.rules.postings import settle_deposit_account
from sandbox.rules.sales_forms import SalesForm
from sandbox.rules.sales_postings import sales_entries
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


class Receipt(SalesForm):
    """`sign` 1: money comes in for what was sold; -1: it goes back."""

    def __init__(self, sign: int) -> None:
        self.sign = sign

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        refuse_deposited(before)
        if self.sign < 0 and "DepositToAccountRef" not in draft:
            raise QboFault([missing("DepositToAccountRef")])
        settle_deposit_account(changes, draft)
        super().complete(changes, draft, before)
        draft["Balance"] = ZERO

    @override
    def entries(self, changes: "Changes", txn: JsonObject) -> Sequence[Entry]:
        money = Entry(txn["DepositToAccountRef"]["value"], self.sign * txn["TotalAmt"])
        return [money, *sales_entries(changes, txn, self.sign)]

    @override
    def remove(self, changes: "Changes", before: JsonObject) -> None:
        refuse_deposited(before)


SALES_RECEIPT = transaction(
    "SalesReceipt",
    sales_form(*PAID, customer_required=False),
    behaviour=Receipt(1),
    number_space="sales forms",
    title="Sales Receipt",
    voids=True,
)

REFUND_RECEIPT = transaction(
    "RefundReceipt",
    sales_form(*PAID, customer_required=False),
    behaviour=Receipt(-1),
    number_space="sales forms",
    title="Refund",
)

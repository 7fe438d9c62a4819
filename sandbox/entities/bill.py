"""Bill and VendorCredit: what a vendor is owed, and owes back."""

from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.entities.entity import transaction
from sandbox.entities.expense_parts import from_vendor
from sandbox.entities.fields import computed, day, ref
from sandbox.entities.parts import address
from sandbox.rules.dating import due_date
from sandbox.rules.payables import Payable
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


class BillBehaviour(Payable):
    """Credits the payables, debits the expenses; the vendor's terms say when it is due."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        super().complete(changes, draft, before)
        vendor = changes.find("Vendor", draft["VendorRef"]["value"]) or {}
        due_date(changes, draft, vendor.get("TermRef"))


BILL = transaction(
    "Bill",
    from_vendor(
        ref("SalesTermRef", "Term"),
        day("DueDate"),
        address("VendorAddr"),
        computed("Balance", number=True),
        computed("HomeBalance", number=True),
        restated=True,
    ),
    behaviour=BillBehaviour("Bill", 1),
    indexes=("DocNumber", "VendorRef"),
)

VENDOR_CREDIT = transaction(
    "VendorCredit",
    from_vendor(
        computed("Balance", number=True),
        address("VendorAddr"),
        ref("FromAccountRef"),
        ref("ToAccountRef"),
    ),
    behaviour=Payable("VendorCredit", -1),
    indexes=("DocNumber", "VendorRef"),
    title="Vendor Credit",
)

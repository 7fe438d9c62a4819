"""Estimate: what a sale would cost. It posts nothing."""

from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.entities.entity import transaction
from sandbox.entities.fields import choice, day, text
from sandbox.entities.sales_parts import sales_form
from sandbox.rules.sales_forms import SalesForm
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


class EstimateBehaviour(SalesForm):
    """Pending until a client or an invoice made from it says otherwise."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        super().complete(changes, draft, before)
        draft.setdefault("TxnStatus", "Pending")


ESTIMATE = transaction(
    "Estimate",
    sales_form(
        choice("TxnStatus", "Accepted", "Closed", "Pending", "Rejected", "Converted"),
        day("ExpirationDate"),
        text("AcceptedBy", 200),
        day("AcceptedDate"),
    ),
    behaviour=EstimateBehaviour(),
    posts=False,
)

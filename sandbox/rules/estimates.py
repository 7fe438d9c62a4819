"""An invoice made from estimates: they know of it, and are closed."""

from typing import TYPE_CHECKING

from sandbox.faults import fault
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


def estimates_named(changes: "Changes", draft: JsonObject) -> list[JsonObject]:
    """The ties to estimates that the client sent. QBO: 620 for one that is not there."""
    ties = []
    for each in draft.get("LinkedTxn", ()):
        if each.get("TxnType") == "Estimate" and each.get("TxnId"):
            if changes.find("Estimate", each["TxnId"]) is None:
                detail = f"TxnID Cannot Be Linked : TxnId {each['TxnId']} cannot be linked."
                raise fault("620", detail, "LinkedTxn")
            ties.append({"TxnId": each["TxnId"], "TxnType": "Estimate"})
    return ties


def close_estimates(changes: "Changes", invoice: JsonObject) -> None:
    """Tie the estimates to their invoice."""
    tie = {"TxnId": invoice["Id"], "TxnType": "Invoice"}
    for each in invoice["LinkedTxn"]:
        estimate = changes.find("Estimate", each["TxnId"]) if each["TxnType"] == "Estimate" else None
        if estimate is not None and tie not in estimate["LinkedTxn"]:
            closed = {**estimate, "TxnStatus": "Closed", "LinkedTxn": [*estimate["LinkedTxn"], tie]}
            changes.save("Estimate", closed)

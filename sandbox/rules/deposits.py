"""What lies in a deposit cannot be changed."""

from sandbox.faults import fault
from sandbox.shapes import JsonObject

DEPOSITED = (
    "Deposited Transaction cannot be changed : This transaction has been deposited. If you want to change or "
    "delete it, you must edit the deposit it appears on and remove it first."
)


def refuse_deposited(before: JsonObject | None) -> None:
    """QBO: 6540."""
    if before is not None and any(each["TxnType"] == "Deposit" for each in before["LinkedTxn"]):
        raise fault("6540", DEPOSITED)

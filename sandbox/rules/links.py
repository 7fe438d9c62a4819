"""What the lines of a payment say: so much of it, to that transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from sandbox.faults import QboFault, business, fault, missing
from sandbox.rules.money import ZERO
from sandbox.shapes import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Who pays what, and by which entity."""

    party: str
    payer: str
    debts: frozenset[str]
    credits: frozenset[str]


CUSTOMERS: Final = Side(
    party="CustomerRef",
    payer="Payment",
    debts=frozenset({"Invoice"}),
    credits=frozenset({"CreditMemo"}),
)
VENDORS: Final = Side(
    party="VendorRef",
    payer="BillPayment",
    debts=frozenset({"Bill"}),
    credits=frozenset({"VendorCredit"}),
)


def side_of(kind: str) -> Side:
    """The side a debt or a credit is on."""
    return CUSTOMERS if kind in CUSTOMERS.debts | CUSTOMERS.credits else VENDORS


class Link(NamedTuple):
    """One line of a payment."""

    kind: str
    txn_id: str
    amount: Decimal


def links(payment: JsonObject) -> Iterator[Link]:
    """What the payment is applied to."""
    for line in payment.get("Line", ()):
        linked = line["LinkedTxn"][0]
        yield Link(linked["TxnType"], linked["TxnId"], line["Amount"])


def check_links(draft: JsonObject, side: Side) -> None:
    """Every line has an amount and names one transaction that a payment can be applied to.

    A line of nothing ties nothing: QBO drops it.
    """
    for line in draft.get("Line", ()):
        linked = line.get("LinkedTxn")
        if not linked:
            raise QboFault([missing("LinkedTxn")])
        lacking = [each for each in ("TxnId", "TxnType") if each not in linked[0]]
        if "Amount" not in line:
            lacking.append("Amount")
        if lacking:
            raise QboFault(missing(each) for each in lacking)
        if linked[0]["TxnType"] not in side.debts | side.credits:
            raise fault("2170", f"Invalid Enumeration : {linked[0]['TxnType']}", "Line.LinkedTxn.TxnType")
        if line["Amount"] < 0:
            raise fault("2290", "Negative amounts aren't supported on transaction lines.", "Line.Amount")
    draft["Line"] = [line for line in draft.get("Line", ()) if line["Amount"]]


def sums(payment: JsonObject, side: Side) -> tuple[Decimal, Decimal]:
    """How much of debts the payment pays, and how much of credits it uses."""
    debts = sum((link.amount for link in links(payment) if link.kind in side.debts), start=ZERO)
    used = sum((link.amount for link in links(payment) if link.kind in side.credits), start=ZERO)
    return debts, used


def unapplied(payment: JsonObject, side: Side) -> Decimal:
    """What is left of the payment and the credits in it; raises if its lines take more than it has."""
    debts, used = sums(payment, side)
    left: Decimal = payment["TotalAmt"] + used - debts
    if used > debts:
        raise business("The credits used are greater than the transactions they are applied to.", "Line")
    if left < 0:
        raise business(
            "The amount applied to transactions is greater than the amount of the payment.", "Line"
        )
    return left


def open_amount(target: JsonObject) -> Decimal:
    """What of a debt or a credit is still open."""
    balance: Decimal = target["Balance"]
    return balance


def tie_type(payment: JsonObject) -> str:
    """What a transaction calls the payments on it: those to vendors by how they were made."""
    return f"BillPayment{payment['PayType']}" if "PayType" in payment else "Payment"

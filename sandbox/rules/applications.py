"""Applications: a payment's lines against invoices and credit memos, both ways."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from sandbox.faults import QboFault, business, fault, missing
from sandbox.rules.money import ZERO
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

DEBTS = frozenset({"Invoice"})
CREDITS = frozenset({"CreditMemo"})


class Link(NamedTuple):
    """One line of a payment: so much of it, to that transaction."""

    kind: str
    txn_id: str
    amount: Decimal


def links(payment: JsonObject) -> Iterator[Link]:
    """What the payment is applied to."""
    for line in payment.get("Line", ()):
        linked = line["LinkedTxn"][0]
        yield Link(linked["TxnType"], linked["TxnId"], line["Amount"])


def check_links(draft: JsonObject) -> None:
    """Every line has an amount and names one transaction that a payment can be applied to."""
    for line in draft.get("Line", ()):
        linked = line.get("LinkedTxn") or [{}]
        if "Amount" not in line:
            raise QboFault([missing("Line.Amount")])
        for each in ("TxnId", "TxnType"):
            if each not in linked[0]:
                raise QboFault([missing(f"Line.LinkedTxn.{each}")])
        if linked[0]["TxnType"] not in DEBTS | CREDITS:
            raise fault("2170", f"Invalid Enumeration : {linked[0]['TxnType']}", "Line.LinkedTxn.TxnType")
        if line["Amount"] < 0:
            raise fault("2290", "Negative amounts aren't supported on transaction lines.", "Line.Amount")


def unapplied(draft: JsonObject) -> Decimal:
    """What is left of the payment and the credits in it; raises if its lines take more than it has."""
    debts = sum((link.amount for link in links(draft) if link.kind in DEBTS), start=ZERO)
    credits_used = sum((link.amount for link in links(draft) if link.kind in CREDITS), start=ZERO)
    left: Decimal = draft["TotalAmt"] + credits_used - debts
    if credits_used > debts:
        raise business("The credits used are greater than the transactions they are applied to.", "Line")
    if left < 0:
        raise business(
            "The amount applied to transactions is greater than the amount of the payment.", "Line"
        )
    return left


def apply(changes: "Changes", payment: JsonObject) -> None:
    """Lower the open balances the payment's lines name; raise what cannot be linked."""
    customer = payment["CustomerRef"]["value"]
    for link in links(payment):
        target = changes.find(link.kind, link.txn_id)
        if (
            target is None
            or not _belongs(changes, target, customer)
            or not (target["Balance"] or not link.amount)
        ):
            raise fault(
                "620", f"TxnID Cannot Be Linked : TxnId {link.txn_id} cannot be linked.", "Line.LinkedTxn"
            )
        if link.amount > target["Balance"]:
            raise business(
                f"The amount applied is greater than the open balance of transaction {link.txn_id}.",
                "Line.Amount",
            )
        changes.save(link.kind, _moved(target, -link.amount, linked_to=payment["Id"]))


def unapply(changes: "Changes", payment: JsonObject) -> None:
    """Give the payment's lines back to what they were applied to."""
    for link in links(payment):
        target = changes.find(link.kind, link.txn_id)
        if target is not None:
            changes.save(link.kind, _moved(target, link.amount, unlinked_from=payment["Id"]))


def release(changes: "Changes", target: JsonObject, kind: str, amount: Decimal | None = None) -> None:
    """Take `amount` of the applications on `target` away (all, if None), the latest payment first.

    What was applied becomes unapplied on its payment. The balance of `target` itself is the caller's to set.
    """
    to_free = amount
    for payment_id in reversed(payments_on(target)):
        payment = changes.find("Payment", payment_id)
        if payment is None or (to_free is not None and to_free <= 0):
            continue
        lines, freed = _cut(payment, {(kind, target["Id"])}, to_free)
        changes.save("Payment", _rebalanced(changes, {**payment, "Line": lines}))
        if to_free is not None:
            to_free -= freed


def payments_on(target: JsonObject) -> list[str]:
    """The payments applied to a transaction, oldest first."""
    return [each["TxnId"] for each in target.get("LinkedTxn", ()) if each["TxnType"] == "Payment"]


def _cut(
    payment: JsonObject, targets: set[tuple[str, str]], most: Decimal | None
) -> tuple[list[JsonObject], Decimal]:
    """The payment's lines with at most `most` taken off those to `targets`, and how much was taken."""
    kept, freed = [], ZERO
    for line, link in zip(payment["Line"], links(payment), strict=True):
        if (link.kind, link.txn_id) not in targets:
            kept.append(line)
            continue
        cut = link.amount if most is None else min(link.amount, most - freed)
        freed += cut
        if cut < link.amount:
            kept.append({**line, "Amount": link.amount - cut})
    return kept, freed


def _rebalanced(changes: "Changes", payment: JsonObject) -> JsonObject:
    """A payment that lost a line: credits that pay nothing any more go back, and so do debts unpaid now."""
    debts = sum((link.amount for link in links(payment) if link.kind in DEBTS), start=ZERO)
    used = sum((link.amount for link in links(payment) if link.kind in CREDITS), start=ZERO)
    if used > debts:
        payment = _given_back(changes, payment, CREDITS, used - debts)
    elif debts > payment["TotalAmt"] + used:
        payment = _given_back(changes, payment, DEBTS, debts - used - payment["TotalAmt"])
    return {**payment, "UnappliedAmt": unapplied(payment)}


def _given_back(
    changes: "Changes", payment: JsonObject, kinds: frozenset[str], amount: Decimal
) -> JsonObject:
    before = {(link.kind, link.txn_id): link.amount for link in links(payment)}
    lines, _ = _cut(payment, {each for each in before if each[0] in kinds}, amount)
    trimmed = {**payment, "Line": lines}
    after = {(link.kind, link.txn_id): link.amount for link in links(trimmed)}
    for (kind, txn_id), applied in before.items():
        left = after.get((kind, txn_id), ZERO)
        target = changes.find(kind, txn_id)
        if left != applied and target is not None:
            tie = {"linked_to" if left else "unlinked_from": payment["Id"]}
            changes.save(kind, _moved(target, applied - left, **tie))
    return trimmed


def _belongs(changes: "Changes", target: JsonObject, customer: str) -> bool:
    """A parent may pay for its sub-customers."""
    owner = target["CustomerRef"]["value"]
    while owner != customer:
        parent = (changes.find("Customer", owner) or {}).get("ParentRef")
        if parent is None:
            return False
        owner = parent["value"]
    return True


def _moved(target: JsonObject, by: Decimal, *, linked_to: str = "", unlinked_from: str = "") -> JsonObject:
    balance = target["Balance"] + by
    dropped = linked_to or unlinked_from
    linked = [
        each
        for each in target.get("LinkedTxn", ())
        if (each["TxnType"], each["TxnId"]) != ("Payment", dropped)
    ]
    if linked_to:
        linked.append({"TxnId": linked_to, "TxnType": "Payment"})
    moved = {**target, "Balance": balance, "LinkedTxn": linked}
    if "RemainingCredit" in target:
        moved["RemainingCredit"] = balance
    return moved

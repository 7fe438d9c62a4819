"""Applications: the lines of a payment against what is owed and against credits, both ways.

A customer's payments and a vendor's obey the same rules; `Side` says which are meant.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.books.general_ledger import Entry
from sandbox.faults import QboFault, business, fault
from sandbox.rules.links import (
    CUSTOMERS,
    Side,
    links,
    open_amount,
    side_of,
    sums,
    tie_type,
    unapplied,
)
from sandbox.rules.money import ZERO
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


def apply(changes: "Changes", payment: JsonObject, side: Side) -> None:
    """Lower the open balances the payment's lines name; raise what cannot be linked."""
    party = payment[side.party]["value"]
    for link in links(payment):
        target = changes.find(link.kind, link.txn_id)
        if target is None or not _fits(changes, target, side, party):
            raise _unlinkable(link.txn_id)
        if link.amount > open_amount(target):
            raise _too_much(changes, link.txn_id)
        changes.save(link.kind, _moved(target, -link.amount, payment, linked=True))


def _unlinkable(txn_id: str) -> QboFault:
    return fault("620", f"TxnID Cannot Be Linked : TxnId {txn_id} cannot be linked.", "Line.LinkedTxn")


def _too_much(changes: "Changes", txn_id: str) -> QboFault:
    if changes.company.settings.over_application == "refuse_link":
        return _unlinkable(txn_id)
    return business(
        f"The amount applied is greater than the open balance of transaction {txn_id}.", "Line.Amount"
    )


def unapply(changes: "Changes", payment: JsonObject) -> None:
    """Give the payment's lines back to what they were applied to."""
    for link in links(payment):
        target = changes.find(link.kind, link.txn_id)
        if target is not None:
            changes.save(link.kind, _moved(target, link.amount, payment, linked=False))


def release(changes: "Changes", target: JsonObject, kind: str, amount: Decimal | None = None) -> None:
    """Take `amount` of the applications on `target` away (all, if None), the latest payment first.

    What was applied becomes unapplied on its payment. The balance of `target` itself is the caller's to set.
    """
    side = side_of(kind)
    to_free = amount
    for payment_id in reversed(payments_on(target)):
        payment = changes.find(side.payer, payment_id)
        if payment is None or (to_free is not None and to_free <= 0):
            continue
        lines, freed = _cut(payment, {(kind, target["Id"])}, to_free)
        _relined(changes, _rebalanced(changes, {**payment, "Line": lines}, side), side)
        if to_free is not None:
            to_free -= freed


def payments_on(target: JsonObject) -> list[str]:
    """The payments applied to a transaction, oldest first."""
    return [each["TxnId"] for each in target.get("LinkedTxn", ()) if "Payment" in each["TxnType"]]


def party_entries(
    changes: "Changes", payment: JsonObject, side: Side, account: str, *, sign: int
) -> Sequence[Entry]:
    """What the payment does to the account of what is owed: party by party, as its lines apply it.

    `sign` -1 credits receivables, 1 debits payables.
    """
    own = payment[side.party]["value"]
    amounts: dict[str, Decimal] = {own: unapplied(payment, side)}
    for link in links(payment):
        target = changes.find(link.kind, link.txn_id) or payment
        party = target[side.party]["value"]
        applied = link.amount if link.kind in side.debts else -link.amount
        amounts[party] = amounts.get(party, ZERO) + applied
    return [
        Entry(account, sign * amount, customer=party)
        if side is CUSTOMERS
        else Entry(account, sign * amount, vendor=party)
        for party, amount in amounts.items()
    ]


def _relined(changes: "Changes", payment: JsonObject, side: Side) -> None:
    """Save a payment whose lines changed under it, and post it again."""
    changes.save(side.payer, payment)
    changes.post(side.payer, payment)


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


def _rebalanced(changes: "Changes", payment: JsonObject, side: Side) -> JsonObject:
    """A payment that lost a line: credits that pay nothing any more go back, and so do debts unpaid now."""
    debts, used = sums(payment, side)
    if used > debts:
        payment = _given_back(changes, payment, side.credits, used - debts)
    elif debts > payment["TotalAmt"] + used:
        payment = _given_back(changes, payment, side.debts, debts - used - payment["TotalAmt"])
    if "UnappliedAmt" not in payment:
        return payment
    return {**payment, "UnappliedAmt": unapplied(payment, side)}


def _given_back(
    changes: "Changes", payment: JsonObject, kinds: frozenset[str], amount: Decimal
) -> JsonObject:
    before = _amounts(payment)
    lines, _ = _cut(payment, {each for each in before if each[0] in kinds}, amount)
    trimmed = {**payment, "Line": lines}
    after = _amounts(trimmed)
    for (kind, txn_id), applied in before.items():
        left = after.get((kind, txn_id), ZERO)
        target = changes.find(kind, txn_id)
        if left != applied and target is not None:
            changes.save(kind, _moved(target, applied - left, payment, linked=bool(left)))
    return trimmed


def _amounts(payment: JsonObject) -> dict[tuple[str, str], Decimal]:
    """How much of the payment goes to which transaction; several lines may name the same."""
    amounts: dict[tuple[str, str], Decimal] = {}
    for link in links(payment):
        amounts[link.kind, link.txn_id] = amounts.get((link.kind, link.txn_id), ZERO) + link.amount
    return amounts


def _fits(changes: "Changes", target: JsonObject, side: Side, party: str) -> bool:
    """Of the same party, and open. A parent may pay for its sub-customers."""
    owner = target[side.party]["value"]
    while owner != party:
        parent = (changes.find("Customer", owner) or {}).get("ParentRef") if side is CUSTOMERS else None
        if parent is None:
            return False
        owner = parent["value"]
    return bool(open_amount(target))


def _moved(target: JsonObject, by: Decimal, payment: JsonObject, *, linked: bool) -> JsonObject:
    """The target with its balance moved, and tied to the payment or not; ties come in the order of ids."""
    balance, tie = target["Balance"] + by, {"TxnId": payment["Id"], "TxnType": tie_type(payment)}
    ties = [each for each in target.get("LinkedTxn", ()) if each != tie]
    if linked:
        ties = sorted([*ties, tie], key=lambda each: int(each["TxnId"]))
    moved = {**target, "Balance": balance, "LinkedTxn": ties}
    if "RemainingCredit" in target:
        moved["RemainingCredit"] = balance
    return moved

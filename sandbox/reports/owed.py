"""Who owes the company and whom it owes: balances of customers and vendors, and how old they are."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from sandbox.reports.balances import Posting, postings
from sandbox.reports.inquiry import Inquiry
from sandbox.reports.layout import Sheet, leaf, money, nested, result, total
from sandbox.rules.links import CUSTOMERS, VENDORS, Side, links
from sandbox.rules.money import ZERO
from sandbox.shapes import JsonObject

MOST_RANGES: Final = 100
LONGEST: Final = 10_000

Open = dict[tuple[str, str, str], Decimal]
"""By transaction and party: entity, id, id of the customer or vendor."""


@dataclass(frozen=True, slots=True)
class Party:
    """Customers, or vendors: on which side they are, and the sign that makes what is owed positive."""

    entity: str
    side: Side
    sign: int


CUSTOMER: Final = Party("Customer", CUSTOMERS, 1)
VENDOR: Final = Party("Vendor", VENDORS, -1)


def balance(inquiry: Inquiry, name: str, party: Party) -> Sheet:
    """What each customer owes, or each vendor is owed, at the end of the report's day."""
    day = _day(inquiry)
    owed: defaultdict[str, list[Decimal]] = defaultdict(lambda: [ZERO])
    for posting in _of(inquiry, party, day):
        owed[_named(posting, party)][0] += party.sign * posting.entry.amount
    return _sheet(inquiry, name, party, [money("Total", "total")], owed)


def aged(inquiry: Inquiry, name: str, party: Party) -> Sheet:
    """The same, by how long it is overdue at the end of the report's day."""
    day = _day(inquiry)
    length = inquiry.count("aging_period", 30, LONGEST)
    ranges = inquiry.count("num_periods", 4, MOST_RANGES)
    current = inquiry.chosen("aging_method", "Report_Date", "Current") == "Current"
    reckoned = inquiry.today if current else day
    owed: defaultdict[str, list[Decimal]] = defaultdict(lambda: [ZERO] * (ranges + 2))
    for (entity, txn_id, who), amount in _open(inquiry, party, day).items():
        overdue = (reckoned - _due(inquiry, entity, txn_id, day)).days
        place = 0 if overdue <= 0 else min(-(-overdue // length), ranges)
        owed[who][place] += party.sign * amount
        owed[who][-1] += party.sign * amount
    return _sheet(inquiry, name, party, _ranges(length, ranges), owed)


def _ranges(length: int, ranges: int) -> list[JsonObject]:
    between = [f"{length * at + 1} - {length * (at + 1)}" for at in range(ranges - 1)]
    titles = ["Current", *between, f"{length * (ranges - 1) + 1} and over", "Total"]
    return [money(each, each.lower()) for each in titles]


def _of(inquiry: Inquiry, party: Party, day: date) -> Iterator[Posting]:
    """The entries of the report's parties until that day."""
    wanted, last = inquiry.ids(party.entity.lower()), day.isoformat()
    for posting in postings(inquiry.company):
        who = _named(posting, party)
        if who and posting.day <= last and (not wanted or who in wanted):
            yield posting


def _named(posting: Posting, party: Party) -> str:
    return posting.entry.customer if party is CUSTOMER else posting.entry.vendor


def _open(inquiry: Inquiry, party: Party, day: date) -> Open:
    """What is open of each transaction: a payment takes from what it is applied to, and has less left."""
    wanted = inquiry.ids(party.entity.lower())
    found: defaultdict[tuple[str, str, str], Decimal] = defaultdict(lambda: ZERO)
    for posting in _of(inquiry, party, day):
        found[posting.entity, posting.txn["Id"], _named(posting, party)] += posting.entry.amount
    for payment in inquiry.company.shelf(party.side.payer).all():
        for link in links(payment):
            target = inquiry.company.find(link.kind, link.txn_id)
            if target is None or max(target["TxnDate"], payment["TxnDate"]) > day.isoformat():
                continue
            who = target[party.side.party]["value"]
            if wanted and who not in wanted:
                continue
            moved = party.sign * (link.amount if link.kind in party.side.debts else -link.amount)
            found[party.side.payer, payment["Id"], who] += moved
            found[link.kind, link.txn_id, who] -= moved
    return {key: amount for key, amount in found.items() if amount}


def _due(inquiry: Inquiry, entity: str, txn_id: str, day: date) -> date:
    """When it is due; a payment or a credit from its own date on."""
    txn = inquiry.company.find(entity, txn_id) or {}
    named = txn.get("DueDate") if entity in {"Bill", "Invoice"} else None
    return date.fromisoformat(named or txn.get("TxnDate") or day.isoformat())


def _sheet(
    inquiry: Inquiry, name: str, party: Party, columns: Sequence[JsonObject], owed: dict[str, list[Decimal]]
) -> Sheet:
    nothing = [ZERO] * len(columns)
    leaves = [leaf(each, owed.get(each["Id"], nothing)) for each in inquiry.company.shelf(party.entity).all()]
    rows = nested(leaves)
    if rows:
        rows.append(result("TOTAL", "GrandTotal", total(list(owed.values()), len(columns))))
    wanted = inquiry.get(party.entity.lower())
    head = {party.entity: wanted} if wanted else {}
    options = {"report_date": _day(inquiry).isoformat()}
    return Sheet(name=name, of=party.entity, columns=columns, rows=rows, head=head, options=options)


def _day(inquiry: Inquiry) -> date:
    return inquiry.day("report_date") or inquiry.today

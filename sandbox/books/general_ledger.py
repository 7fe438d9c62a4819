"""The general ledger: every transaction's entries, which balance, and what they add up to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

ZERO: Final = Decimal(0)


class Entry(NamedTuple):
    """So much to one account: a debit if positive, a credit if negative.

    `customer` or `vendor` is named where the account holds what they owe or are owed; `item` and its
    `quantity` where the account holds stock.
    """

    account: str
    amount: Decimal
    customer: str = ""
    vendor: str = ""
    item: str = ""
    quantity: Decimal = ZERO


class Unbalanced(AssertionError):
    """A bug of ours: a transaction whose debits are not its credits."""


@dataclass(slots=True)
class Turnover:
    """What went through one account."""

    debits: Decimal = ZERO
    credits: Decimal = ZERO


class GeneralLedger:
    """Entries by transaction. Posting a transaction again replaces what it had posted."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], tuple[Entry, ...]] = {}
        self._balances: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
        self._customers: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
        self._vendors: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
        self._stock: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)

    def post(self, entity: str, txn_id: str, entries: Sequence[Entry]) -> None:
        """Put `entries` in the place of what the transaction had posted; none takes it out."""
        if sum((entry.amount for entry in entries), start=ZERO) != 0:
            raise Unbalanced(f"{entity} {txn_id}: {entries}")
        for entry in self._entries.pop((entity, txn_id), ()):
            self._add(entry, -1)
        for entry in entries:
            self._add(entry, 1)
        if entries:
            self._entries[entity, txn_id] = tuple(entries)

    def _add(self, entry: Entry, sign: int) -> None:
        amount = sign * entry.amount
        self._balances[entry.account] += amount
        if entry.customer:
            self._customers[entry.customer] += amount
        if entry.vendor:
            self._vendors[entry.vendor] -= amount
        if entry.item:
            self._stock[entry.item] += sign * entry.quantity

    def balance(self, account: str) -> Decimal:
        """Debits less credits of one account."""
        return self._balances.get(account, ZERO)

    def receivable(self, customer: str) -> Decimal:
        """What a customer owes, less its unapplied money and credits."""
        return self._customers.get(customer, ZERO)

    def payable(self, vendor: str) -> Decimal:
        """What a vendor is owed."""
        return self._vendors.get(vendor, ZERO)

    def stock(self, item: str) -> Decimal:
        """How many of an item are on hand."""
        return self._stock.get(item, ZERO)

    def entries_of(self, entity: str, txn_id: str) -> Sequence[Entry]:
        """What one transaction posts."""
        return self._entries.get((entity, txn_id), ())

    def entries(self) -> Iterator[tuple[str, str, Entry]]:
        """All entries, with the transaction each belongs to."""
        for (entity, txn_id), entries in self._entries.items():
            for entry in entries:
                yield entity, txn_id, entry

    def turnover(self) -> dict[str, Turnover]:
        """Debits and credits by account."""
        accounts: defaultdict[str, Turnover] = defaultdict(Turnover)
        for _, _, entry in self.entries():
            if entry.amount >= 0:
                accounts[entry.account].debits += entry.amount
            else:
                accounts[entry.account].credits -= entry.amount
        return dict(accounts)

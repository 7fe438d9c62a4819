"""The general ledger by date: what stood on an account at the end of a day, and what a period did to it."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from sandbox.books.company import Company
from sandbox.books.general_ledger import Entry
from sandbox.reports.period import Period, year_start
from sandbox.rules.money import ZERO
from sandbox.rules.postings import BALANCE_SHEET
from sandbox.shapes import NOTHING, JsonObject


class Posting(NamedTuple):
    """One entry, with its transaction and the date of that."""

    day: str
    entity: str
    txn: JsonObject
    entry: Entry


def postings(company: Company) -> Iterator[Posting]:
    """Every entry."""
    for entity, txn_id, entry in company.general_ledger.entries():
        txn = company.find(entity, txn_id) or NOTHING
        yield Posting(dated(txn), entity, txn, entry)


def dated(txn: JsonObject) -> str:
    """The day of what posts; stock at the start has that of its item."""
    return str(txn.get("TxnDate") or txn.get("InvStartDate") or "")


class Balances:
    """Of every account, debits less credits; what came before the fiscal year is retained earnings."""

    def __init__(self, company: Company, first_month: int) -> None:
        self._first_month = first_month
        self._retained = company.account_for("RetainedEarnings")
        self.accounts = {each["Id"]: each for each in company.shelf("Account").all()}
        daily: defaultdict[str, defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
        for day, _, _, entry in postings(company):
            daily[entry.account][day] += entry.amount
        self._days = {account: sorted(each) for account, each in daily.items()}
        self._sums = {
            account: list(accumulate(daily[account][day] for day in days))
            for account, days in self._days.items()
        }

    def flow(self, account: str, period: Period) -> Decimal:
        """What went through the account in a period."""
        return self._until(account, period.end) - self._before(account, period.start)

    def standing(self, account: str, day: date) -> Decimal:
        """What stands on the account at the end of the day, the books being closed every fiscal year."""
        return self._closed(account, self._until(account, day), year_start(day, self._first_month))

    def before(self, account: str, period: Period) -> Decimal:
        """What stood on the account when the period began, by the same rule."""
        begun = year_start(period.start, self._first_month)
        return self._closed(account, self._before(account, period.start), begun)

    def _closed(self, account: str, amount: Decimal, begun: date) -> Decimal:
        """An amount on an account, its fiscal year having begun that day."""
        if self.accounts[account]["Classification"] not in BALANCE_SHEET:
            return amount - self._before(account, begun)
        return amount + (self._earned_before(begun) if account == self._retained else ZERO)

    def income(self, day: date) -> Decimal:
        """The net income of the fiscal year until that day, as a credit."""
        period = Period(year_start(day, self._first_month), day)
        return -sum((self.flow(each, period) for each in self._nominal()), start=ZERO)

    def _earned_before(self, day: date) -> Decimal:
        return sum((self._before(each, day) for each in self._nominal()), start=ZERO)

    def _nominal(self) -> Iterator[str]:
        """The accounts of the profit and loss."""
        return (
            account for account in self._days if self.accounts[account]["Classification"] not in BALANCE_SHEET
        )

    def _until(self, account: str, day: date) -> Decimal:
        at = bisect_right(self._days.get(account, []), day.isoformat())
        return self._sums[account][at - 1] if at else ZERO

    def _before(self, account: str, day: date) -> Decimal:
        at = bisect_left(self._days.get(account, []), day.isoformat())
        return self._sums[account][at - 1] if at else ZERO

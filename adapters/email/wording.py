"""How a mail says numbers, sums and subjects; pure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from domain.model.notifications import CauseSummary, Mail

LONGEST_NAME = 80


def records(number: int) -> str:
    """`1 record`, `1,200 records`."""
    return counted(number, "record")


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural unless it is one."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def money(amounts: Iterable[tuple[str, Decimal]]) -> str:
    """`51,300.00 USD + 80.00 EUR`; empty when no money is in it."""
    return " + ".join(f"{amount:,.{_places(amount)}f} {currency}" for currency, amount in amounts)


def total(causes: Iterable[CauseSummary]) -> tuple[tuple[str, Decimal], ...]:
    """The money of all causes, by currency."""
    sums: dict[str, Decimal] = {}
    for currency, amount in (pair for cause in causes for pair in cause.amounts):
        sums[currency] = sums.get(currency, Decimal()) + amount
    return tuple(sorted(sums.items()))


def number_of(mail: Mail) -> int:
    """How many records failed."""
    return sum(cause.entries for cause in mail.causes)


def attention(mail: Mail) -> str:
    """`7 records need attention`."""
    return f"{records(number_of(mail))} {'needs' if number_of(mail) == 1 else 'need'} attention"


def missing(mail: Mail) -> str:
    """Name what did not arrive: the money, or for contacts themselves `they`."""
    return money(total(mail.causes)) or ("It" if number_of(mail) == 1 else "They")


def subject(mail: Mail) -> str:
    """Numbers and the company's name: a subject is read over shoulders and kept in logs."""
    company = one_line(mail.company_name)[:LONGEST_NAME]
    return f"QuickBooks sync: {attention(mail)} ({counted(len(mail.causes), 'cause')}) - {company}"


def one_line(text: str) -> str:
    """Without line breaks and other control characters: in a header they would begin another one."""
    return "".join(mark for mark in " ".join(text.split()) if mark.isprintable())


def _places(amount: Decimal) -> int:
    """Two decimals, or as many as the currency needs."""
    exponent = amount.normalize().as_tuple().exponent
    return max(2, -exponent) if isinstance(exponent, int) else 2

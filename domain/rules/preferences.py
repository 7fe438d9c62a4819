"""What people set in QuickBooks, and what of it will hurt: in words for staff, before it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.model.books import LedgerPreferences


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceWarning:
    """A setting that will hurt: `meaning` is what becomes of records, `correction` holds steps."""

    code: str
    title: str
    meaning: str
    correction: tuple[str, ...]


def warnings_about(preferences: LedgerPreferences) -> tuple[PreferenceWarning, ...]:
    """What to tell, the worst first; nothing where all is well."""
    return tuple(_warnings(preferences))


def _warnings(preferences: LedgerPreferences) -> Iterator[PreferenceWarning]:
    if not preferences.own_numbers:
        yield CUSTOM_NUMBERS_OFF
    if preferences.closed_until:
        yield _closed(preferences.closed_until)
    if preferences.applies_credits:
        yield CREDITS_APPLIED
    if preferences.automated_sales_tax:
        yield AUTOMATED_TAX


CUSTOM_NUMBERS_OFF = PreferenceWarning(
    code="custom_transaction_numbers_off",
    title="QuickBooks numbers invoices by itself",
    meaning="With custom transaction numbers off, invoices and credits may get other numbers than they were "
    "billed under, and are then hard to find again.",
    correction=(
        "In QuickBooks, open Account and settings, Sales, Sales form content.",
        "Turn on Custom transaction numbers.",
    ),
)
CREDITS_APPLIED = PreferenceWarning(
    code="credits_applied_automatically",
    title="QuickBooks applies credits by itself",
    meaning="A credit may settle another invoice than the one it was given for. What is settled by then is "
    "not settled again, and a payment for that invoice may find less open than it brings.",
    correction=(
        "In QuickBooks, open Account and settings, Advanced, Automation.",
        "Turn off Automatically apply credits.",
    ),
)
AUTOMATED_TAX = PreferenceWarning(
    code="automated_sales_tax",
    title="QuickBooks works out sales tax by itself",
    meaning="The tax of an invoice may then differ from what was billed. Its entry says so (tax_differs), "
    "and the totals are to be put right by hand.",
    correction=(
        "Compare the rates in QuickBooks, under Taxes, with those of the billing system.",
        "Where nothing is taxed, mark the products and services as non-taxable.",
    ),
)


def _closed(until: date) -> PreferenceWarning:
    return PreferenceWarning(
        code="books_closed",
        title=f"The books are closed until {until.isoformat()}",
        meaning="Records of that day or an earlier one are refused (period_closed), and their changes too.",
        correction=(
            "Nothing, if such records are not to be changed any more.",
            "Otherwise an accountant moves the closing date: Account and settings, Advanced, Accounting.",
        ),
    )

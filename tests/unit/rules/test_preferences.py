"""What people set in QuickBooks, and what of it will hurt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.model.books import LedgerPreferences, LedgerRef
from domain.rules.preferences import warnings_about

HARMLESS = LedgerPreferences(
    ref=LedgerRef(entity="Preferences", id="1", version="0"),
    own_numbers=True,
    applies_credits=False,
    closed_until=None,
    automated_sales_tax=False,
)


def test_what_is_harmless_is_not_warned_of() -> None:
    assert warnings_about(HARMLESS) == ()


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ({"own_numbers": False}, "custom_transaction_numbers_off"),
        ({"closed_until": date(2025, 12, 31)}, "books_closed"),
        ({"applies_credits": True}, "credits_applied_automatically"),
        ({"automated_sales_tax": True}, "automated_sales_tax"),
    ],
)
def test_each_setting_that_hurts_is_warned_of(setting: dict[str, object], code: str) -> None:
    (warning,) = warnings_about(replace(HARMLESS, **setting))  # type: ignore[arg-type]  # its own fields
    assert warning.code == code
    assert all((warning.title, warning.meaning, *warning.correction))

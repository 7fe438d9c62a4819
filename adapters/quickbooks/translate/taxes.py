"""Taxes in QBO's language, as a company in the US takes them.

A line says no more than that it is taxed or not; the whole transaction has one code.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from adapters.quickbooks.translate.parts import Body, exact, given, ref

TAXED, NOT_TAXED = "TAX", "NON"  # all that a line says in the US


def line_code(tax_code: str | None) -> Body:
    """What a line says of its own code; None is a line without a tax."""
    return ref(TAXED if _is_taxed(tax_code) else NOT_TAXED)


def tax_detail(tax_codes: Sequence[str | None], total: Decimal | None, *, is_update: bool) -> Body:
    """The code of the whole transaction, unless TAX leaves it to the company; and the tax that was charged.

    An update without any tax says so, since QBO would keep what there was before.
    """
    codes = {code for code in tax_codes if code is not None and _is_taxed(code)}
    if not codes and total is None and is_update:
        total = Decimal()
    code = next(iter(codes - {TAXED}), None)
    return given(
        TxnTaxCodeRef=ref(code) if code else None,
        TotalTax=exact(total) if total is not None else None,
    )


def _is_taxed(code: str | None) -> bool:
    return code not in (None, NOT_TAXED)

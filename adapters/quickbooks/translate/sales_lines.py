"""The lines of what is sold or credited: one product or service each, and whether it is taxed."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.quickbooks.translate.parts import Body, exact, given, ref
from adapters.quickbooks.translate.taxes import line_code
from domain.model.records import InvoiceLine, WriteOffLine


def sales_lines(
    lines: Sequence[InvoiceLine | WriteOffLine], items: Sequence[str], tax_codes: Sequence[str | None]
) -> list[Body]:
    """One for each line; `items` holds one item id per line, and so does `tax_codes` unless it is empty."""
    codes = tax_codes or (None,) * len(lines)
    return [_line(line, item_id, code) for line, item_id, code in zip(lines, items, codes, strict=True)]


def _line(line: InvoiceLine | WriteOffLine, item_id: str, tax_code: str | None) -> Body:
    detail = {
        "ItemRef": ref(item_id),
        "Qty": exact(line.quantity),
        "UnitPrice": exact(line.unit_price),
        "TaxCodeRef": line_code(tax_code),
    }
    return given(
        DetailType="SalesItemLineDetail",
        Amount=exact(line.amount),
        Description=line.description,
        SalesItemLineDetail=detail,
    )

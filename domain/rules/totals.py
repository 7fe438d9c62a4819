"""What was billed is compared with what stands in the books: QBO may compute a tax of its own."""

from __future__ import annotations

from decimal import Decimal

from domain.model.books import LedgerRef
from domain.model.records import Record, amount_of, reference_of
from domain.model.verdicts import Adopt, Fail
from domain.rules.failures import failure


def as_billed(record: Record, ref: LedgerRef, total: Decimal | None) -> Adopt | Fail:
    """It is in the books; with another total than billed, a person has to look at it there."""
    billed = amount_of(record)
    if billed is None or total is None or billed.amount == total:
        return Adopt(ref)
    error = failure(
        "tax_differs",
        subject=str(record.key),
        ref=reference_of(record) or "",
        billed=f"{billed.amount:.2f}",
        total=f"{total:.2f}",
    )
    return Fail(error, ref=ref)

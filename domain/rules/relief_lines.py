"""What the lines of a credit or a write-off are sold on: products and services, by their mappings.

A write-off takes the bad-debt product or service that the income account is mapped to, so that
what was earned is not un-earned.
"""

from __future__ import annotations

from domain.model.dossiers import Dossier
from domain.model.log_entries import SyncError
from domain.model.records import InvoiceLine, Relief, WriteOffLine
from domain.rules.failures import failure


def items(relief: Relief, dossier: Dossier) -> tuple[str, ...]:
    """One item id per line; only asked when nothing is unmapped."""
    return tuple(found for line in relief.lines if (found := _item(line, dossier)))


def unmapped(relief: Relief, dossier: Dossier) -> SyncError | None:
    """The first line that nothing in the books stands for."""
    for line in relief.lines:
        if _item(line, dossier) is None:
            return _not_mapped(relief, line)
    return None


def _item(line: InvoiceLine | WriteOffLine, dossier: Dossier) -> str | None:
    key = line.fee_item if isinstance(line, InvoiceLine) else line.income_account
    mapping = dossier.fee_items.get(key)
    return mapping.quickbooks_id if mapping else None


def _not_mapped(relief: Relief, line: InvoiceLine | WriteOffLine) -> SyncError:
    if isinstance(line, WriteOffLine):
        return failure(
            "write_off_account_not_mapped", subject=line.income_account, income_account=line.income_account
        )
    return failure(
        "fee_item_not_mapped",
        subject=line.fee_item,
        number=relief.reference,
        price=f"{line.unit_price:f}",
        quantity=f"{line.quantity:f}",
        fee_item=line.fee_item,
    )

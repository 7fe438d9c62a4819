"""What the lines of a credit or a write-off are sold on: products and services, by their mappings.

A write-off takes the bad-debt product or service that the income account is mapped to, so that
what was earned is not un-earned.
"""

from __future__ import annotations

from domain.model.dossiers import Dossier
from domain.model.log_entries import SyncError
from domain.model.mappings import MappingKind
from domain.model.records import InvoiceLine, Relief, WriteOffLine
from domain.rules.failures import failure
from domain.rules.taxes import tax_error


def items(relief: Relief, dossier: Dossier) -> tuple[str, ...]:
    """One item id per line; only asked when nothing is unmapped."""
    return tuple(dossier.mappings.id_of(*_key_of(line)) for line in relief.lines)


def unmapped(relief: Relief, dossier: Dossier) -> SyncError | None:
    """The first line that nothing in the books stands for."""
    for line in relief.lines:
        if dossier.mappings.of(*_key_of(line)) is None:
            return _not_mapped(relief, line)
    return tax_error(relief, dossier.mappings)


def _key_of(line: InvoiceLine | WriteOffLine) -> tuple[MappingKind, str]:
    if isinstance(line, WriteOffLine):
        return MappingKind.INCOME_ACCOUNT, line.income_account
    return MappingKind.FEE_ITEM, line.fee_item


def _not_mapped(relief: Relief, line: InvoiceLine | WriteOffLine) -> SyncError:
    if isinstance(line, WriteOffLine):
        account = line.income_account
        return failure("write_off_account_not_mapped", subject=account, income_account=account)
    return fee_item_not_mapped(relief.reference, line)


def fee_item_not_mapped(number: str, line: InvoiceLine) -> SyncError:
    """The error for a line whose fee item stands for nothing yet."""
    return failure(
        "fee_item_not_mapped",
        subject=line.fee_item,
        number=number,
        price=f"{line.unit_price:f}",
        quantity=f"{line.quantity:f}",
        fee_item=line.fee_item,
    )

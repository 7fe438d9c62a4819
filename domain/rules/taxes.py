"""Which tax codes an invoice goes over with.

A company in the US takes one tax code for a whole transaction; its lines only say whether they are
taxed. QBO: 6100 for a line with any code but TAX and NON.
"""

from __future__ import annotations

from domain.model.dossiers import KnownMappings
from domain.model.log_entries import SyncError
from domain.model.mappings import MappingKind
from domain.model.records import Invoice
from domain.rules.failures import failure

NOT_TAXED = "NON"


def tax_codes(invoice: Invoice, mappings: KnownMappings) -> tuple[str | None, ...]:
    """The code of each line, None for one without a tax; empty where no line has one."""
    if all(line.tax is None for line in invoice.lines):
        return ()
    return tuple(
        None if line.tax is None else mappings.id_of(MappingKind.TAX, line.tax) for line in invoice.lines
    )


def several_taxes(invoice: Invoice, mappings: KnownMappings) -> SyncError | None:
    """Whether its taxes stand for more than one code, which QBO could not keep apart."""
    codes = {line.tax: mappings.id_of(MappingKind.TAX, line.tax) for line in invoice.lines if line.tax}
    charged = {tax: code for tax, code in codes.items() if code != NOT_TAXED}
    if len(set(charged.values())) < 2:  # noqa: PLR2004 - several begin with two
        return None
    taxes = ", ".join(sorted(charged))
    return failure("several_taxes", subject=taxes, number=invoice.number, taxes=taxes)


def tax_not_mapped(invoice: Invoice, tax: str) -> SyncError:
    """The error for a tax that stands for nothing yet."""
    return failure("tax_not_mapped", subject=tax, number=invoice.number, tax=tax)

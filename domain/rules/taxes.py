"""Which tax codes the lines of an invoice, a credit or a write-off go over with.

A company in the US takes one tax code for a whole transaction; its lines only say whether they are
taxed. QBO: 6100 for a line with any code but TAX and NON.
"""

from __future__ import annotations

from domain.model.dossiers import KnownMappings
from domain.model.log_entries import SyncError
from domain.model.mappings import MappingKind
from domain.model.records import Invoice, Relief, reference_of
from domain.rules.failures import failure

NOT_TAXED = "NON"


Taxed = Invoice | Relief


def tax_codes(taxed: Taxed, mappings: KnownMappings) -> tuple[str | None, ...]:
    """The code of each line, None for one without a tax; empty where no line has one."""
    if all(line.tax is None for line in taxed.lines):
        return ()
    return tuple(
        None if line.tax is None else mappings.id_of(MappingKind.TAX, line.tax) for line in taxed.lines
    )


def tax_error(taxed: Taxed, mappings: KnownMappings) -> SyncError | None:
    """The first tax that stands for nothing, or several that QBO could not keep apart."""
    for line in taxed.lines:
        if line.tax is not None and mappings.of(MappingKind.TAX, line.tax) is None:
            number = reference_of(taxed) or ""
            return failure("tax_not_mapped", subject=line.tax, number=number, tax=line.tax)
    return _several(taxed, mappings)


def _several(taxed: Taxed, mappings: KnownMappings) -> SyncError | None:
    """Whether its taxes stand for more than one code."""
    codes = {line.tax: mappings.id_of(MappingKind.TAX, line.tax) for line in taxed.lines if line.tax}
    charged = {tax: code for tax, code in codes.items() if code != NOT_TAXED}
    if len(set(charged.values())) < 2:  # noqa: PLR2004 - several begin with two
        return None
    taxes = ", ".join(sorted(charged))
    return failure("several_taxes", subject=taxes, number=reference_of(taxed) or "", taxes=taxes)

"""What to do with a record that was just submitted."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum, auto

from domain.errors import (
    AmountTooLarge,
    NegativeTotal,
    OverApplied,
    SourceVersionReused,
    StaleSourceVersion,
    TotalDiffers,
)
from domain.model.records import Contact, Invoice, Payment, Record

TOO_LARGE = Decimal(10) ** 15


class Intake(Enum):
    """What a submission is, given what was submitted before."""

    NEWER = auto()
    UNCHANGED = auto()


def judge(known: Record | None, submitted: Record) -> Intake:
    """Versions only grow; one version is one set of data.

    Raises StaleSourceVersion for an older version, SourceVersionReused for other data
    under the same version.
    """
    if known is None or submitted.source_version > known.source_version:
        return Intake.NEWER
    if submitted.source_version < known.source_version:
        raise StaleSourceVersion(source_version=known.source_version)
    if submitted != known:
        raise SourceVersionReused(source_version=known.source_version)
    return Intake.UNCHANGED


def check_total(invoice: Invoice, total: Decimal) -> None:
    """Raise TotalDiffers unless it is the sum of the lines and their taxes, less the discount."""
    if total != invoice.total:
        raise TotalDiffers


def check_sums(record: Record) -> None:
    """Raise AmountTooLarge, NegativeTotal or OverApplied where the record's own sums do not fit."""
    match record:
        case Contact():
            return
        case Invoice():
            _check_invoice(record)
        case Payment():
            if sum(application.amount for application in record.applied_to) > record.amount:
                raise OverApplied


def _check_invoice(invoice: Invoice) -> None:
    # Asked before the lines are rounded: Decimal cannot round what has more than 28 digits.
    if any(abs(line.quantity * line.unit_price) >= TOO_LARGE for line in invoice.lines):
        raise AmountTooLarge
    if invoice.total >= TOO_LARGE:
        raise AmountTooLarge
    if invoice.total < 0:
        raise NegativeTotal

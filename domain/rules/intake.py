"""What to do with a record that was just submitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
from domain.model.records import (
    Application,
    ByReference,
    Contact,
    Credit,
    Invoice,
    InvoiceLine,
    Payment,
    Record,
    StoredRecord,
    Submission,
    WriteOff,
)

TOO_LARGE = Decimal(10) ** 15


class Intake(Enum):
    """What a submission is, given what was submitted before."""

    NEWER = auto()
    UNCHANGED = auto()


def judge(known: Submission | None, submitted: Submission) -> Intake:
    """Versions only grow; one version is one set of data, or one reference.

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


def content(known: StoredRecord | None, submitted: Submission) -> Submission:
    """What is kept of it: under a reference, what is known so far, until the data is fetched."""
    if isinstance(submitted, ByReference) and known and known.data:
        return replace(known.data, source_version=submitted.source_version)
    return submitted


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
            _check_lines(record.lines)
            _check_total(record.total)
        case Payment():
            _check_applied(record.applied_to, record.amount)
        case Credit():
            _check_lines(record.lines)
            _check_total(record.total)
            _check_applied(record.applied_to, record.total)
        case WriteOff():
            _check_total(record.total)
            _check_applied(record.applied_to, record.total)


def _check_applied(applied_to: Sequence[Application], total: Decimal) -> None:
    if sum(application.amount for application in applied_to) > total:
        raise OverApplied


def _check_lines(lines: Sequence[InvoiceLine]) -> None:
    # Asked before the lines are rounded: Decimal cannot round what has more than 28 digits.
    if any(abs(line.quantity * line.unit_price) >= TOO_LARGE for line in lines):
        raise AmountTooLarge


def _check_total(total: Decimal) -> None:
    if total >= TOO_LARGE:
        raise AmountTooLarge
    if total < 0:
        raise NegativeTotal

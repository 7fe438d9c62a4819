"""What fails for the sake of another record."""

from __future__ import annotations

from domain.catalogue.shape import CatalogueRow, RemedyKind, Who

FAMILIES = (
    CatalogueRow(
        code="depends_on_failed",
        title="What it depends on was left out",
        message="It depends on {kind} {external_ref}, which was left out: {reason}",
        meaning=(
            "The record that has to be in QuickBooks first was excluded by a person, or voided, "
            "so this one would wait for it for ever. Nothing was sent."
        ),
        correction=(
            "Correct what went wrong with that record and resync it; what depends on it follows by itself.",
            "Or include that record again; what depends on it waits for it then.",
            "If that record was voided, submit this one again without it.",
            "If that record shall stay out for good, exclude this entry, too.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(
            RemedyKind.RESYNC_PARENT,
            RemedyKind.INCLUDE_PARENT,
            RemedyKind.CORRECT_RECORD,
            RemedyKind.EXCLUDE,
            RemedyKind.RESYNC,
        ),
    ),
)

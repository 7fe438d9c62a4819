"""What stands between us and the data of a record that was submitted by reference."""

from __future__ import annotations

from domain.catalogue.shape import CatalogueRow, RemedyKind, Who

SOURCE = (
    CatalogueRow(
        code="empty_source_data",
        title="The billing system gave an empty answer",
        message="The billing system gave an empty answer",
        meaning="The billing system answered without any data, mostly because it is very busy.",
        correction=("Nothing: 10 attempts are made. If all of them fail, resync later.",),
        who=Who.NOBODY,
        retryable=True,
        remedies=(RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="stale_source_data",
        title="The billing system gives an older version",
        message="The billing system gives version {found}, older than version {wanted} that was submitted",
        meaning="What the billing system answers lags behind what it has submitted.",
        correction=(
            "Nothing: 10 attempts are made.",
            "If all of them fail, see to it that the billing system answers with its newest data; resync.",
        ),
        who=Who.NOBODY,
        retryable=True,
        remedies=(RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="source_unavailable",
        title="The billing system is not available",
        message="The billing system is not available",
        meaning="The billing system could not be reached, was too slow, or had an error of its own.",
        correction=("Nothing: 10 attempts are made. If all of them fail, resync later.",),
        who=Who.NOBODY,
        retryable=True,
        remedies=(RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="source_refused",
        title="The billing system refuses the question",
        message="The billing system refuses to give its data",
        meaning="The token for the billing system is not good, or its address leads elsewhere.",
        correction=(
            "Check the address and the token of the billing system, then resync.",
            "Until then 10 attempts are made.",
        ),
        who=Who.ADMINISTRATOR,
        retryable=True,
        remedies=(RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="source_record_not_found",
        title="The billing system does not have the record",
        message="The billing system has no record under this reference",
        meaning="The record was submitted by reference, but the billing system does not know the reference.",
        correction=(
            "Look for the record in the billing system; if it was deleted there, exclude the entry.",
            "If it is there, see to it that the billing system gives it, then resync.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.EXCLUDE, RemedyKind.RESYNC),
    ),
    CatalogueRow(
        code="source_data_invalid",
        title="The billing system's data breaks the contract",
        message="The billing system's data breaks a rule at {field}: {rule}",
        meaning="The data could be read, but it is not what a record of this kind must be.",
        correction=("Correct the record in the billing system, then resync.",),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="source_not_configured",
        title="Nobody said where the billing system answers",
        message="No address is set to fetch this record from",
        meaning="The record was submitted by reference, but nobody said where its data is.",
        correction=("Set the address of the company's billing system, then resync.",),
        who=Who.ADMINISTRATOR,
        retryable=False,
        remedies=(RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
)

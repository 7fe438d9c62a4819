"""What is no fault of the record: the connection, the limits, the line to QuickBooks, and ourselves.

What holds up a whole company fails no entry, so it offers no remedy on one.
"""

from __future__ import annotations

from domain.catalogue.shape import CatalogueRow, RemedyKind, Who

_HOLDS = (
    CatalogueRow(
        code="company_suspended",
        title="The QuickBooks subscription has lapsed",
        message="The QuickBooks subscription of this company has lapsed",
        meaning="It has ended, or its bill is unpaid. QuickBooks takes nothing; everything is kept here.",
        correction=(
            "Renew the subscription in QuickBooks.",
            "What is held up then goes by itself.",
        ),
        who=Who.ADMINISTRATOR,
        retryable=False,
        remedies=(),
    ),
    CatalogueRow(
        code="permission_denied",
        title="The connection lacks permission",
        message="QuickBooks does not permit this connection to post",
        meaning="Whoever connected QuickBooks has lost the right to, or the app is not authorised there.",
        correction=(
            "Have a company administrator of QuickBooks connect it again.",
            "What is held up then goes by itself.",
        ),
        who=Who.ADMINISTRATOR,
        retryable=False,
        remedies=(),
    ),
    CatalogueRow(
        code="not_connected",
        title="QuickBooks is not connected",
        message="QuickBooks is not connected",
        meaning="Nobody has connected QuickBooks yet, or somebody ended the connection.",
        correction=(
            "Connect QuickBooks.",
            "What is held up then goes by itself.",
        ),
        who=Who.ADMINISTRATOR,
        retryable=False,
        remedies=(),
    ),
    CatalogueRow(
        code="needs_reconnect",
        title="QuickBooks has to be connected again",
        message="The connection to QuickBooks has ended",
        meaning="The authorisation was withdrawn in QuickBooks, or went unused for too long.",
        correction=(
            "Connect QuickBooks again.",
            "What is held up then goes by itself.",
        ),
        who=Who.ADMINISTRATOR,
        retryable=False,
        remedies=(),
    ),
    CatalogueRow(
        code="rate_limited",
        title="QuickBooks asks for a pause",
        message="QuickBooks asked for fewer calls",
        meaning="Too many calls were made to QuickBooks in a minute, perhaps by another app of the company.",
        correction=("Nothing: it goes on by itself after about a minute.",),
        who=Who.NOBODY,
        retryable=True,
        remedies=(),
    ),
    CatalogueRow(
        code="read_quota_used_up",
        title="The month's reads are used up",
        message="The reads from QuickBooks for this month are used up",
        meaning="QuickBooks answers no more questions until next month, but goes on taking what is written.",
        correction=(
            "Nothing: what must be looked up first goes by itself when the new month begins.",
            "If it cannot wait, raise the app's plan at Intuit.",
        ),
        who=Who.NOBODY,
        retryable=True,
        remedies=(),
    ),
)

_LOST_ANSWERS = (
    CatalogueRow(
        code="quickbooks_unavailable",
        title="QuickBooks is not available",
        message="QuickBooks is not available",
        meaning="QuickBooks could not be reached, is under maintenance, or had an error of its own.",
        correction=("Nothing: 10 attempts are made. If all of them fail, resync later.",),
        who=Who.NOBODY,
        retryable=True,
        remedies=(RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="quickbooks_timeout",
        title="QuickBooks did not answer in time",
        message="QuickBooks did not answer in time",
        meaning="The record was sent and no answer came, so nobody knows yet whether QuickBooks took it.",
        correction=("Nothing: 10 attempts are made.",),
        who=Who.NOBODY,
        retryable=True,
        remedies=(RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="unreadable_answer",
        title="QuickBooks answered with a page",
        message="QuickBooks answered with a page instead of data",
        meaning="The answer could not be read, so nobody knows yet whether QuickBooks took the record.",
        correction=("Nothing: 10 attempts are made.",),
        who=Who.NOBODY,
        retryable=True,
        remedies=(RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="outcome_unknown",
        title="Nobody knows whether it is in QuickBooks",
        message="Nobody knows whether QuickBooks took it",
        meaning="All attempts are used up without a clear answer, and the books do not tell.",
        correction=(
            "Look for it in QuickBooks. If it is there, adopt it.",
            "If it is not there, resync.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.ADOPT, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
)

_OUR_OWN = (
    CatalogueRow(
        code="internal_error",
        title="This service made a mistake",
        message="An error in this service stopped the entry",
        meaning="A defect of ours. The entry is set aside, and is not tried again by itself.",
        correction=(
            "Give the id of the entry to whoever runs this service.",
            "When it is mended, resync.",
        ),
        who=Who.ADMINISTRATOR,
        retryable=False,
        remedies=(RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
)

WEATHER = (*_HOLDS, *_LOST_ANSWERS, *_OUR_OWN)

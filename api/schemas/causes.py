"""Causes of failures on the wire."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field

from api.schemas.amounts import SumOut, Sums
from api.schemas.pages import Page
from api.schemas.remedies import RemedyOut
from api.schemas.shown import Code, Moment, Out, Shown, ShownId, ShownInteger
from domain import catalogue
from domain.catalogue import Who
from domain.model.failures import Cause
from domain.model.records import RecordKind
from domain.rules.remedies import remedies_of_cause

Counts = dict[RecordKind, ShownInteger]


class CauseOut(Out):
    """Failures of one code about one subject: what cures one of them cures them all."""

    id: Annotated[ShownId, Field(description="The `cause_id` of its entries.")]
    code: Annotated[Code, Field(description="A code of the catalogue; see `/error-codes`.")]
    title: Shown
    message: Annotated[Shown | None, Field(description="That of the oldest entry.")]
    who: Annotated[Who, Field(description="Who can put it right.")]
    subject: Annotated[Shown, Field(description="What it is about, such as a fee item's key or a record.")]
    entries: Annotated[ShownInteger, Field(description="How many failed for it and are not excluded.")]
    amounts: Sums
    kinds: Annotated[Counts, Field(description="How many entries of each kind of record.")]
    oldest_at: Annotated[Moment, Field(description="When the oldest entry was accepted.")]
    newest_at: Annotated[Moment, Field(description="When the newest entry was accepted.")]
    example_log_id: Annotated[ShownId, Field(description="The oldest entry.")]
    holding_up: Annotated[
        ShownInteger, Field(description="How many waiting entries wait for one of their records.")
    ]
    remedies: Annotated[
        list[RemedyOut],
        Field(max_length=20, description="What cures the cause once for all entries, and then resyncs them."),
    ]

    @classmethod
    def of(cls, cause: Cause) -> Self:
        """As it is shown, in the words of the catalogue."""
        error = cause.example.error
        code, subject = (error.code, error.subject) if error else ("internal_error", "")
        row = catalogue.row(code)
        return cls(
            id=cause.id,
            code=code,
            title=row.title,
            message=cause.example.message,
            who=row.who,
            subject=subject,
            entries=cause.entries,
            amounts=[SumOut.of(money) for money in cause.amounts],
            kinds=dict(cause.kinds),
            oldest_at=cause.oldest_at,
            newest_at=cause.newest_at,
            example_log_id=cause.example.id,
            holding_up=cause.holding_up,
            remedies=[RemedyOut.of(remedy) for remedy in remedies_of_cause(cause.example)],
        )


class CausePageOut(Page[CauseOut]):
    """Causes, the one of most entries first."""

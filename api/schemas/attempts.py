"""Attempts as people see them."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field

from api.redaction import redacted
from api.schemas.log_entries import FaultOut
from api.schemas.pages import Page
from api.schemas.shown import Moment, Out, Shown, ShownId, ShownInteger, ShownText
from domain.model.attempts import Attempt, AttemptOutcome
from domain.model.outcomes import Evidence

_NOTHING = Evidence()


class AttemptOut(Out):
    """One sending and what came back, without names, addresses and notes.

    Where the billing system did not give the data of a record by reference, nothing was sent:
    `entity` and `request` are null, and `http_status` and `answer` are the billing system's.
    """

    id: ShownId
    number: ShownInteger
    request_id: Annotated[
        Shown,
        Field(description="QuickBooks' `requestid`: kept while an outcome is unknown, new after an answer."),
    ]
    started_at: Moment
    finished_at: Annotated[
        Moment | None, Field(description="Null while it is under way, or its worker died.")
    ]
    outcome: Annotated[
        AttemptOutcome | None,
        Field(description="Null is to be taken for `uncertain` once it is no more under way."),
    ]
    http_status: ShownInteger | None
    intuit_tid: Annotated[Shown | None, Field(description="What Intuit's support asks for.")]
    fault: FaultOut | None
    entity: Shown | None
    request: Annotated[
        ShownText | None, Field(description="What was sent, as JSON; the rest is `[redacted]`.")
    ]
    answer: ShownText | None

    @classmethod
    def of(cls, attempt: Attempt) -> Self:
        """As it is shown."""
        evidence = attempt.evidence or _NOTHING
        return cls(
            id=attempt.id,
            number=attempt.number,
            request_id=attempt.request_id,
            started_at=attempt.started_at,
            finished_at=attempt.finished_at,
            outcome=attempt.outcome,
            http_status=evidence.http_status,
            intuit_tid=evidence.intuit_tid,
            fault=FaultOut.of(evidence.fault, None),
            entity=attempt.draft.entity if attempt.draft else None,
            request=redacted(attempt.draft.body) if attempt.draft else None,
            answer=evidence.answer,
        )


class AttemptPageOut(Page[AttemptOut]):
    """Attempts, by their number."""

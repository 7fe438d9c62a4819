"""What follows from an answer: design 4's table, from the outcome on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.model.attempts import AttemptOutcome
from domain.model.dossiers import Dossier
from domain.model.log_entries import SyncError
from domain.model.outcomes import Applied, Held, Outcome, RefusalReason, Refused, Unknown
from domain.model.verdicts import Adopt, Fail, LookAgain, Retry, StandBack, Step
from domain.rules.refusals import explain, explain_unknown, outcome_unknown
from domain.rules.retry import MAX_LOOKS, RetryPolicy

CURES_ITSELF = frozenset({RefusalReason.UNAVAILABLE, RefusalReason.UNAUTHORIZED})

WORTH_A_LOOK = frozenset(
    {
        RefusalReason.CHANGED,  # somebody changed it since we read it
        RefusalReason.NUMBER_TAKEN,  # perhaps by ourselves: a duplicate fault is evidence
        RefusalReason.CANNOT_BE_APPLIED,  # perhaps another payment settled the invoice just now
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When an answer came, by which policy, and how chance rolled."""

    now: datetime
    policy: RetryPolicy
    roll: float


def follow(dossier: Dossier, outcome: Outcome, moment: Moment) -> Step:
    """The next step of an entry that was sent; `dossier.entry.attempts` counts this sending."""
    match outcome:
        case Applied(ref=ref):
            return Adopt(ref)
        case Held():
            return StandBack(attempts=dossier.entry.attempts - 1)
        case Unknown():
            return _try_again(dossier, explain_unknown(outcome), outcome_unknown(dossier, outcome), moment)
        case Refused():
            return _after_refusal(dossier, outcome, moment)


def _after_refusal(dossier: Dossier, refused: Refused, moment: Moment) -> Step:
    error = explain(dossier, refused)
    if refused.reason in CURES_ITSELF:
        return _try_again(dossier, error, error, moment)
    if refused.reason is RefusalReason.REQUEST_ID_USED:
        return _try_again(dossier, error, error, moment)
    if dossier.entry.stale_reads < MAX_LOOKS and _is_worth_a_look(dossier, refused):
        return LookAgain()
    return Fail(error)


def _is_worth_a_look(dossier: Dossier, refused: Refused) -> bool:
    """A no to a second sending may be about what the first one did."""
    name_of_a_customer = refused.reason is RefusalReason.NAME_TAKEN and refused.object_id is not None
    return dossier.unsettled is not None or refused.reason in WORTH_A_LOOK or name_of_a_customer


def _try_again(dossier: Dossier, error: SyncError, last: SyncError, moment: Moment) -> Step:
    attempts = dossier.entry.attempts
    if moment.policy.is_used_up(attempts):
        return Fail(last)
    return Retry(at=moment.policy.next_at(moment.now, attempts, moment.roll), error=error)


def recorded(outcome: Outcome, *, was_unsettled: bool) -> AttemptOutcome:
    """What the attempt says for ever.

    A second sending that did not get through says nothing of the first: it stays uncertain.
    """
    match outcome:
        case Applied():
            return AttemptOutcome.APPLIED
        case Unknown():
            return AttemptOutcome.UNCERTAIN
        case Refused(reason=RefusalReason.REQUEST_ID_USED):
            return AttemptOutcome.UNCERTAIN
        case Refused(reason=reason) if reason not in CURES_ITSELF:
            return AttemptOutcome.NOT_APPLIED
        case _:
            return AttemptOutcome.UNCERTAIN if was_unsettled else AttemptOutcome.NOT_APPLIED

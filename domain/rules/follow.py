"""What follows from an answer: design 4's table, from the outcome on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.model.attempts import AttemptOutcome
from domain.model.books import LedgerRef
from domain.model.dossiers import Dossier
from domain.model.log_entries import EntryOperation, SyncError
from domain.model.outcomes import Applied, Held, Outcome, RefusalReason, Refused, Unknown
from domain.model.records import Credit, Payment, WriteOff
from domain.model.verdicts import Adopt, Fail, GoOn, LookAgain, Retry, StandBack, Step
from domain.rules.refusals import explain, explain_unknown
from domain.rules.retry import MAX_LOOKS, RetryPolicy
from domain.rules.totals import as_billed

CREDIT_MEMO = "CreditMemo"

CURES_ITSELF = frozenset({RefusalReason.UNAVAILABLE, RefusalReason.UNAUTHORIZED})

TRIED_AGAIN = CURES_ITSELF | {RefusalReason.REQUEST_ID_USED}

WORTH_A_LOOK = frozenset(
    {
        RefusalReason.CHANGED,  # somebody changed it since we read it
        RefusalReason.NUMBER_TAKEN,  # perhaps by ourselves: a duplicate fault is evidence
        RefusalReason.CANNOT_BE_APPLIED,  # perhaps another payment settled the invoice just now
    }
)

# A look tells which of the things that it uses is inactive.
WORTH_ONE_LOOK = frozenset({RefusalReason.REFERENCE_INACTIVE, RefusalReason.ACCOUNT_REFUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When an answer came, by which policy, and how chance rolled."""

    now: datetime
    policy: RetryPolicy
    roll: float


def follow(dossier: Dossier, outcome: Outcome, moment: Moment) -> Step:
    """The next step of an entry that was sent; `dossier.entry.attempts` counts this sending."""
    match outcome:
        case Applied():
            return _after_success(dossier, outcome)
        case Held():
            return StandBack(attempts=dossier.entry.attempts - 1)
        case Unknown():
            return _try_again(dossier, outcome, explain_unknown(outcome), moment)
        case Refused():
            return _after_refusal(dossier, outcome, moment)


def _after_success(dossier: Dossier, applied: Applied) -> Step:
    """A credit takes several writes, and its object is the credit memo alone."""
    takes_back = dossier.entry.operation is EntryOperation.VOID
    if isinstance(dossier.record, Credit | WriteOff):
        is_memo = applied.ref.entity == CREDIT_MEMO and not takes_back
        return GoOn(applied.ref if is_memo else None)
    return Adopt(applied.ref) if takes_back else as_billed(dossier.record, applied.ref, applied.total)


def _after_refusal(dossier: Dossier, refused: Refused, moment: Moment) -> Step:
    error = explain(dossier, refused)
    if refused.reason in TRIED_AGAIN:
        return _try_again(dossier, refused, error, moment)
    if dossier.entry.stale_reads < MAX_LOOKS and _is_worth_a_look(dossier, refused, moment.policy):
        return LookAgain()
    return Fail(error, ref=left_behind(dossier))


def _is_worth_a_look(dossier: Dossier, refused: Refused, policy: RetryPolicy) -> bool:
    """A no to a second sending may be about what the first one did; another look leads to another sending."""
    if dossier.unsettled:
        return True
    names_somebody = refused.object_id is not None  # a customer, where a name is taken
    may_send_again = not policy.is_used_up(dossier.entry.attempts)
    is_first = dossier.entry.stale_reads == 0
    return may_send_again and (
        refused.reason in WORTH_A_LOOK
        or names_somebody
        or (is_first and (refused.reason in WORTH_ONE_LOOK or _may_be_over_applied(dossier, refused)))
    )


def _may_be_over_applied(dossier: Dossier, refused: Refused) -> bool:
    """QBO has no code for it; a look at the invoices tells."""
    applies = isinstance(dossier.record, Payment | Credit | WriteOff) and bool(dossier.record.applied_to)
    return applies and refused.reason is RefusalReason.REJECTED


def _try_again(dossier: Dossier, outcome: Refused | Unknown, error: SyncError, moment: Moment) -> Step:
    """A person is asked after so many attempts; but before that, the books are asked once more."""
    attempts = dossier.entry.attempts
    result = recorded(outcome, was_unsettled=dossier.unsettled is not None)
    if result is AttemptOutcome.NOT_APPLIED and moment.policy.is_used_up(attempts):
        return Fail(error, ref=left_behind(dossier))
    return Retry(at=moment.policy.next_at(moment.now, attempts, moment.roll), error=error)


def left_behind(dossier: Dossier) -> LedgerRef | None:
    """The credit memo of a credit whose application failed: it is in the books, and not applied."""
    is_new = dossier.entry.operation is EntryOperation.CREATE
    if is_new and dossier.link and isinstance(dossier.record, Credit | WriteOff):
        return dossier.link.ref
    return None


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

"""What a refusal, or an answer that never came, means to staff."""

from __future__ import annotations

from collections.abc import Mapping

from domain import catalogue
from domain.model.attempts import Attempt
from domain.model.dossiers import Dossier
from domain.model.log_entries import ErrorOutcome, SyncError
from domain.model.outcomes import RefusalReason, Refused, Unknown, UnknownReason
from domain.model.records import Contact, reference_of
from domain.rules.adopt import candidate_context
from domain.rules.failures import failure

EVERYBODY = "quickbooks"  # the subject of failures that are about no one record

UNKNOWN_CODES = {
    UnknownReason.EMPTY_ANSWER: "empty_answer",
    UnknownReason.UNREADABLE_ANSWER: "unreadable_answer",
    UnknownReason.UNAVAILABLE: "quickbooks_unavailable",
    UnknownReason.TIMEOUT: "quickbooks_timeout",
}

REFUSAL_CODES = {
    RefusalReason.NAME_TAKEN: "name_already_exists",
    RefusalReason.NUMBER_TAKEN: "document_number_conflict",
    RefusalReason.TOO_LONG: "field_too_long",
    RefusalReason.INVALID_CHARACTERS: "invalid_characters",
    RefusalReason.REFERENCE_INACTIVE: "reference_inactive",
    RefusalReason.ACCOUNT_REFUSED: "account_not_mapped",
    RefusalReason.CANNOT_BE_APPLIED: "invoice_of_other_customer",
    RefusalReason.PERIOD_CLOSED: "period_closed",
    RefusalReason.DEPOSITED: "deposited",
    RefusalReason.CHANGED: "changed_in_quickbooks",
    RefusalReason.UNAUTHORIZED: "unauthorized",
    RefusalReason.UNAVAILABLE: "quickbooks_unavailable",
    RefusalReason.REQUEST_ID_USED: "quickbooks_unavailable",
    RefusalReason.REJECTED: "rejected_by_quickbooks",
}

ABOUT_EVERYBODY = frozenset(
    {RefusalReason.UNAUTHORIZED, RefusalReason.UNAVAILABLE, RefusalReason.REQUEST_ID_USED}
)


def explain_unknown(unknown: Unknown) -> SyncError:
    """Why nobody knows; the machine finds out."""
    return failure(
        UNKNOWN_CODES[unknown.reason],
        subject=EVERYBODY,
        outcome=ErrorOutcome.UNCERTAIN,
        evidence=unknown.evidence,
    )


def outcome_unknown(
    dossier: Dossier, unsettled: Attempt, candidates: Mapping[str, str] | None = None
) -> SyncError:
    """The attempts are used up, and the books do not tell; `candidates` are what it may be."""
    return failure(
        "outcome_unknown",
        subject=str(dossier.record.key),
        outcome=ErrorOutcome.UNCERTAIN,
        evidence=unsettled.evidence,
        known=candidates,
    )


def explain(dossier: Dossier, refused: Refused) -> SyncError:
    """The catalogue's words for a definite no; QBO's own, where a row's blanks are not the record's."""
    subject = EVERYBODY if refused.reason in ABOUT_EVERYBODY else str(dossier.record.key)
    known = _blanks_of(dossier) | _blanks_from(refused)
    code = REFUSAL_CODES[refused.reason]
    if not catalogue.blanks(code) <= known.keys():
        code = REFUSAL_CODES[RefusalReason.REJECTED]
    context = {name: known[name] for name in sorted(catalogue.blanks(code))}
    holder = candidate_context([refused.object_id] if refused.object_id else [])
    return failure(code, subject=subject, evidence=refused.evidence, context=context, known=holder)


def _blanks_of(dossier: Dossier) -> dict[str, str]:
    record = dossier.record
    if isinstance(record, Contact):
        return {}
    reference = reference_of(record) or ""
    return {"number": reference, "ref": reference, "date": record.txn_date.isoformat()}


def _blanks_from(refused: Refused) -> dict[str, str]:
    """QBO's own words are the detail of the rows that have no words of their own."""
    fault = refused.evidence.fault
    said = (fault.detail or fault.message) if fault else "no reason was given"
    return {
        "what": said,
        "reason": said,
        "field": (fault.element if fault else None) or "A field",
        "length": "too many" if refused.length is None else str(refused.length),
        "limit": "fewer" if refused.limit is None else str(refused.limit),
    }

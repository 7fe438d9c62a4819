"""Decide what to do with a credit or a write-off: a credit memo, and a payment of nothing that applies it.

Every claim takes one step, and the books are read again before the next: un-apply what an older
version had applied, post the credit memo, apply it.
"""

from __future__ import annotations

from decimal import Decimal

from domain.model.attempts import Attempt
from domain.model.books import LedgerCreditMemo, LedgerPayment
from domain.model.commands import ApplyCredit, DraftOperation, PostCreditMemo, VoidTransaction
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.log_entries import SyncError
from domain.model.questions import CreditMemoNumbered, CreditMemoWithId, CreditsAppliedFor, Question
from domain.model.records import Relief
from domain.model.verdicts import Fail, GiveWay, Post, Verdict
from domain.rules.adopt import candidate_context
from domain.rules.anew import changed, is_wanted_anew
from domain.rules.applications import Sums, invoice_questions, over_applied, sums_of, wanted
from domain.rules.currencies import currency_error
from domain.rules.failures import failure
from domain.rules.limits import check_fields
from domain.rules.markers import is_current, is_ours, marker_of
from domain.rules.needs import customer_id, missing, unmet
from domain.rules.relief_lines import items, unmapped
from domain.rules.taxes import tax_codes
from domain.rules.totals import as_billed
from domain.rules.versions import is_outdated


def blocker(relief: Relief, dossier: Dossier) -> Verdict | None:
    """What our own data already decides: a limit, a mapping, a need that is missing."""
    error = check_fields(relief) or unmapped(relief, dossier) or currency_error(relief, dossier)
    if error:
        return Fail(error)
    return unmet(dossier)


def traces(relief: Relief, dossier: Dossier) -> tuple[Question, ...]:
    """The next step is decided as soon as the last one is settled: all questions, where they can be asked."""
    return memo_questions(relief, dossier) if missing(dossier) else questions(relief, dossier)


def questions(relief: Relief, dossier: Dossier) -> tuple[Question, ...]:
    """Where its credit memo is, and what is still open on the invoices that it settles."""
    return (*memo_questions(relief, dossier), *invoice_questions(relief, dossier))


def memo_questions(relief: Relief, dossier: Dossier) -> tuple[Question, ...]:
    """Where its credit memo is found, and what of it is applied."""
    found: list[Question] = [CreditMemoNumbered(number=relief.reference)]
    if dossier.link:
        found.append(CreditMemoWithId(id=dossier.link.ref.id))
    if contact := dossier.needs[relief.contact_key].link:
        found.append(CreditsAppliedFor(customer_id=contact.ref.id))
    return tuple(found)


def own_of(relief: Relief, dossier: Dossier, facts: Facts) -> LedgerCreditMemo | None:
    """The credit memo that some version of this record made, or is linked to."""
    return next((memo for memo in candidates(relief, dossier, facts) if _is_own(memo, dossier)), None)


def applications(
    relief: Relief, dossier: Dossier, facts: Facts, memo: LedgerCreditMemo
) -> list[LedgerPayment]:
    """The payments of nothing that apply this credit memo; QBO may have made one by itself."""
    contact = dossier.needs[relief.contact_key].link
    found = facts.payments(CreditsAppliedFor(customer_id=contact.ref.id)) if contact else ()
    return [payment for payment in found if memo.ref.id in dict(payment.credits)]


def decide(relief: Relief, dossier: Dossier, facts: Facts) -> Verdict:
    """The next step, unless the number stands on somebody else's work."""
    own = own_of(relief, dossier, facts)
    if dossier.link and own is None and not is_wanted_anew(dossier):
        return Fail(changed(dossier))
    others = [memo for memo in candidates(relief, dossier, facts) if not _is_own(memo, dossier)]
    if others:
        return Fail(_number_taken(relief, others))
    sums = wanted(relief, dossier, facts)
    if isinstance(sums, SyncError):
        return Fail(sums, ref=own.ref if own else None)
    if own and is_current(own.marker, dossier):
        return _apply(relief, sums, dossier, facts, own)
    return _post(relief, sums, dossier, facts, own)


def landed(relief: Relief, dossier: Dossier, unsettled: Attempt, facts: Facts) -> Verdict | None:
    """Of several writes, one is settled: the next; a newer version has to know the object all the same."""
    own = own_of(relief, dossier, facts)
    if not _is_done(relief, dossier, unsettled, facts):
        return None
    if is_outdated(dossier):
        return GiveWay(own.ref if own else None)
    return blocker(relief, dossier) or decide(relief, dossier, facts)


def _is_done(relief: Relief, dossier: Dossier, unsettled: Attempt, facts: Facts) -> bool:
    """Whether the books show what the sending of unknown outcome did."""
    own = own_of(relief, dossier, facts)
    ties = applications(relief, dossier, facts, own) if own else []
    match unsettled.sent.entity, unsettled.sent.operation:
        case "Payment", DraftOperation.VOID:
            return not ties
        case "Payment", _:
            return any(is_current(tie.marker, dossier) for tie in ties)
        case _:
            return own is not None and is_current(own.marker, dossier)


def candidates(relief: Relief, dossier: Dossier, facts: Facts) -> list[LedgerCreditMemo]:
    """What may be this very credit memo."""
    found = list(facts.credit_memos(CreditMemoNumbered(number=relief.reference)))
    if dossier.link:
        found += facts.credit_memos(CreditMemoWithId(id=dossier.link.ref.id))
    return found


def _is_own(memo: LedgerCreditMemo, dossier: Dossier) -> bool:
    linked = dossier.link is not None and dossier.link.ref.id == memo.ref.id
    return linked or is_ours(memo.marker, dossier)


def _number_taken(relief: Relief, others: list[LedgerCreditMemo]) -> SyncError:
    return failure(
        "document_number_conflict",
        subject=f"number {relief.reference}",
        known=candidate_context(memo.ref.id for memo in others if memo.marker is None),
        number=relief.reference,
    )


def _post(
    relief: Relief, sums: Sums, dossier: Dossier, facts: Facts, own: LedgerCreditMemo | None
) -> Verdict:
    """An update takes first what the older version had applied; QBO would not lower it otherwise."""
    ties = applications(relief, dossier, facts, own) if own else []
    if ties:
        return Post(VoidTransaction(target=ties[0].ref))
    if error := over_applied(relief, sums, dossier, facts, given_back={}):
        return Fail(error)
    return Post(
        PostCreditMemo(
            relief=relief,
            customer_id=customer_id(relief, dossier),
            items=items(relief, dossier),
            marker=marker_of(dossier),
            replaces=own.ref if own else None,
            tax_codes=tax_codes(relief, dossier.mappings),
        )
    )


def _apply(relief: Relief, sums: Sums, dossier: Dossier, facts: Facts, own: LedgerCreditMemo) -> Verdict:
    """Apply what is not applied yet: with `AutoApplyCredit`, QBO may have been faster."""
    done = _settled_by(own, applications(relief, dossier, facts, own))
    left = {invoice: amount - done.get(invoice, Decimal()) for invoice, amount in sums.items()}
    left = {invoice: amount for invoice, amount in left.items() if amount > 0}
    if not left:
        return as_billed(relief, own.ref, own.total)
    if sum(left.values()) > own.remaining:
        error = failure("credit_used_elsewhere", subject=str(relief.key), ref=relief.reference)
        return Fail(error, ref=own.ref)
    if too_much := over_applied(relief, left, dossier, facts, given_back={}):
        return Fail(too_much, ref=own.ref)
    return Post(
        ApplyCredit(
            relief=relief,
            customer_id=customer_id(relief, dossier),
            memo_id=own.ref.id,
            applied=tuple(left.items()),
            marker=marker_of(dossier),
        )
    )


def _settled_by(memo: LedgerCreditMemo, ties: list[LedgerPayment]) -> Sums:
    """What the credit memo settles, by invoice; a payment that ties several memos to one invoice, too."""
    sums: list[tuple[str, Decimal]] = []
    for tie in ties:
        if len(tie.credits) == 1:
            sums += tie.applied
        elif len(tie.applied) == 1:
            sums.append((tie.applied[0][0], dict(tie.credits)[memo.ref.id]))
    return sums_of(sums)

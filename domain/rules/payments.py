"""Decide what to do with a payment, given what the books hold."""

from __future__ import annotations

from domain.model.attempts import Attempt
from domain.model.books import LedgerPayment
from domain.model.commands import PostPayment
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.log_entries import SyncError
from domain.model.mappings import MappingKind
from domain.model.questions import PaymentReferenced, PaymentWithId, Question
from domain.model.records import Payment
from domain.model.verdicts import Adopt, Fail, Post, Verdict
from domain.rules.adopt import candidate_context
from domain.rules.anew import changed, is_wanted_anew
from domain.rules.applications import invoice_questions, over_applied, sums_of, wanted
from domain.rules.currencies import currency_error
from domain.rules.failures import failure
from domain.rules.limits import check_fields
from domain.rules.markers import adopted, is_current, is_ours, marker_of
from domain.rules.needs import contact_name, customer_id, unmet


def blocker(payment: Payment, dossier: Dossier) -> Verdict | None:
    """What our own data already decides: a limit, or a need that is missing."""
    error = check_fields(payment) or currency_error(payment, dossier)
    return Fail(error) if error else unmet(dossier)


def traces(payment: Payment, dossier: Dossier) -> tuple[PaymentReferenced | PaymentWithId, ...]:
    """Where this very payment is found, if it is in the books: under its reference, and by its link."""
    contact = dossier.needs[payment.contact_key].link
    used = (PaymentReferenced(reference=payment.reference, customer_id=contact.ref.id),) if contact else ()
    return (*used, PaymentWithId(id=dossier.link.ref.id)) if dossier.link else used


def questions(payment: Payment, dossier: Dossier) -> tuple[Question, ...]:
    """Whether its reference is used, and what is still open on the invoices it settles."""
    return (*traces(payment, dossier), *invoice_questions(payment, dossier))


def landed(payment: Payment, dossier: Dossier, _: Attempt, facts: Facts) -> Verdict | None:
    """Ours is known by its marker."""
    return adopted(candidates(payment, dossier, facts), dossier)


def candidates(payment: Payment, dossier: Dossier, facts: Facts) -> list[LedgerPayment]:
    """What may be this very payment."""
    return [holder for question in traces(payment, dossier) for holder in facts.payments(question)]


def own_of(payment: Payment, dossier: Dossier, facts: Facts) -> LedgerPayment | None:
    """The payment that some version of this record made, or is linked to."""
    found = candidates(payment, dossier, facts)
    return next((holder for holder in found if _is_own(holder, dossier)), None)


def decide(payment: Payment, dossier: Dossier, facts: Facts) -> Verdict:
    """Post it with all its lines, once every invoice is there and open enough.

    A reference may come twice in the billing system, as one check for two payments does;
    only a payment that nobody here made stands in the way.
    """
    found = candidates(payment, dossier, facts)
    own = own_of(payment, dossier, facts)
    if own and own.voided:
        return Fail(changed(dossier, lost=own.ref))
    if dossier.link and own is None and not is_wanted_anew(dossier):
        return Fail(changed(dossier))
    if own and is_current(own.marker, dossier):
        return Adopt(own.ref)
    strangers = [each for each in found if each.marker is None and not _is_own(each, dossier)]
    if standing := [each for each in strangers if not each.voided]:
        return Fail(_reference_taken(payment, dossier, standing))
    return _apply(payment, dossier, facts, own)


def _is_own(holder: LedgerPayment, dossier: Dossier) -> bool:
    linked = dossier.link is not None and dossier.link.ref.id == holder.ref.id
    return linked or is_ours(holder.marker, dossier)


def _reference_taken(payment: Payment, dossier: Dossier, holders: list[LedgerPayment]) -> SyncError:
    return failure(
        "payment_already_exists",
        subject=str(payment.key),
        known=candidate_context(holder.ref.id for holder in holders),
        ref=payment.reference,
        customer=contact_name(payment, dossier),
    )


def _apply(payment: Payment, dossier: Dossier, facts: Facts, own: LedgerPayment | None) -> Verdict:
    """An update gives back what it had applied before."""
    sums = wanted(payment, dossier, facts)
    if isinstance(sums, SyncError):
        return Fail(sums)
    before = sums_of(own.applied) if own else {}
    if error := over_applied(payment, sums, dossier, facts, given_back=before):
        return Fail(error)
    return Post(
        PostPayment(
            payment=payment,
            customer_id=customer_id(payment, dossier),
            applied=tuple(sums.items()),
            marker=marker_of(dossier),
            replaces=own.ref if own else None,
            method=_method(payment, dossier),
        )
    )


def _method(payment: Payment, dossier: Dossier) -> str | None:
    """A method that nobody mapped holds no payment up; the books then show none."""
    mapped = payment.method and dossier.mappings.of(MappingKind.PAYMENT_METHOD, payment.method)
    return mapped.quickbooks_id if mapped else None

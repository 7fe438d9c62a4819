"""Decide what to do with an invoice, given what the books hold."""

from __future__ import annotations

from domain.model.attempts import Attempt
from domain.model.books import LedgerInvoice
from domain.model.commands import PostInvoice
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.log_entries import SyncError
from domain.model.mappings import MappingKind
from domain.model.questions import InvoiceNumbered, InvoiceWithId
from domain.model.records import Discount, Invoice
from domain.model.verdicts import Fail, Post, Verdict
from domain.rules.adopt import candidate_context
from domain.rules.anew import changed, is_wanted_anew
from domain.rules.currencies import currency_error
from domain.rules.failures import failure
from domain.rules.limits import check_fields
from domain.rules.markers import adopted, is_current, is_ours, marker_of
from domain.rules.needs import contact_name, customer_id, unmet
from domain.rules.relief_lines import fee_item_not_mapped
from domain.rules.taxes import tax_codes, tax_error
from domain.rules.totals import as_billed


def blocker(invoice: Invoice, dossier: Dossier) -> Verdict | None:
    """What our own data already decides: a need that is missing, a mapping, a limit."""
    error = check_fields(invoice) or _unmapped(invoice, dossier) or currency_error(invoice, dossier)
    return Fail(error) if error else unmet(dossier)


def questions(invoice: Invoice, dossier: Dossier) -> tuple[InvoiceNumbered | InvoiceWithId, ...]:
    """Who holds the number; and, of an invoice that is in the books, which version it has now."""
    numbered = InvoiceNumbered(number=invoice.number)
    return (numbered, InvoiceWithId(id=dossier.link.ref.id)) if dossier.link else (numbered,)


traces = questions


def landed(invoice: Invoice, dossier: Dossier, _: Attempt, facts: Facts) -> Verdict | None:
    """Ours is known by its marker."""
    return adopted(candidates(invoice, dossier, facts), dossier)


def candidates(invoice: Invoice, dossier: Dossier, facts: Facts) -> list[LedgerInvoice]:
    """What may be this very invoice."""
    return [holder for question in questions(invoice, dossier) for holder in facts.invoices(question)]


def decide(invoice: Invoice, dossier: Dossier, facts: Facts) -> Verdict:
    """Post it, unless its number stands on somebody else's work."""
    own = own_of(invoice, dossier, facts)
    if own and own.voided:
        return Fail(changed(dossier, lost=own.ref))
    if dossier.link and own is None and not is_wanted_anew(dossier):
        return Fail(changed(dossier))
    if own and is_current(own.marker, dossier):
        return as_billed(invoice, own.ref, own.total)
    found = candidates(invoice, dossier, facts)
    others = [holder for holder in found if not _is_own(holder, dossier)]
    if others:
        return Fail(_number_taken(invoice, dossier, others))
    if own and invoice.total < own.settled:
        return Fail(_paid(invoice, own))
    return Post(_post(invoice, dossier, own))


def own_of(invoice: Invoice, dossier: Dossier, facts: Facts) -> LedgerInvoice | None:
    """The invoice that some version of this record made, or is linked to."""
    found = candidates(invoice, dossier, facts)
    return next((holder for holder in found if _is_own(holder, dossier)), None)


def _is_own(holder: LedgerInvoice, dossier: Dossier) -> bool:
    linked = dossier.link is not None and dossier.link.ref.id == holder.ref.id
    return linked or is_ours(holder.marker, dossier)


def _post(invoice: Invoice, dossier: Dossier, own: LedgerInvoice | None) -> PostInvoice:
    id_of, off = dossier.mappings.id_of, invoice.discount
    return PostInvoice(
        invoice=invoice,
        customer_id=customer_id(invoice, dossier),
        items=tuple(id_of(MappingKind.FEE_ITEM, line.fee_item) for line in invoice.lines),
        marker=marker_of(dossier),
        replaces=own.ref if own else None,
        tax_codes=tax_codes(invoice, dossier.mappings),
        discount_account=id_of(MappingKind.DISCOUNT, off.key) if off else None,
    )


def _paid(invoice: Invoice, own: LedgerInvoice) -> SyncError:
    """QBO would take the rest off its payments without a word."""
    return failure(
        "invoice_paid",
        subject=str(invoice.key),
        number=invoice.number,
        paid=f"{own.settled:.2f}",
        total=f"{invoice.total:.2f}",
    )


def _number_taken(invoice: Invoice, dossier: Dossier, others: list[LedgerInvoice]) -> SyncError:
    subject = f"number {invoice.number}"
    if all(holder.customer_id != customer_id(invoice, dossier) for holder in others):
        return failure("invoice_number_conflict", subject=subject, number=invoice.number)
    name = contact_name(invoice, dossier)
    theirs = [holder for holder in others if holder.customer_id == customer_id(invoice, dossier)]
    known = candidate_context(holder.ref.id for holder in theirs if holder.marker is None)
    return failure(
        "invoice_already_exists", subject=subject, known=known, number=invoice.number, customer=name
    )


def _unmapped(invoice: Invoice, dossier: Dossier) -> SyncError | None:
    mappings, off = dossier.mappings, invoice.discount
    for line in invoice.lines:
        if mappings.of(MappingKind.FEE_ITEM, line.fee_item) is None:
            return fee_item_not_mapped(invoice.number, line)
    if error := tax_error(invoice, mappings):
        return error
    if off and mappings.of(MappingKind.DISCOUNT, off.key) is None:
        return _discount_not_mapped(invoice, off)
    return None


def _discount_not_mapped(invoice: Invoice, discount: Discount) -> SyncError:
    return failure(
        "discount_not_mapped",
        subject=discount.key,
        number=invoice.number,
        discount=discount.key,
        amount=f"{discount.amount:.2f}",
    )

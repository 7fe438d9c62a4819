"""Decide what to do with an invoice, given what the books hold."""

from __future__ import annotations

from domain.model.books import InvoiceNumbered, InvoiceWithId, LedgerInvoice, PostInvoice
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.log_entries import SyncError
from domain.model.records import Discount, Invoice, InvoiceLine
from domain.model.verdicts import Adopt, Fail, Post, Verdict
from domain.rules.currencies import currency_error
from domain.rules.failures import failure
from domain.rules.limits import check_fields
from domain.rules.markers import is_current, is_ours, marker_of
from domain.rules.needs import contact_name, customer_id, unmet


def blocker(invoice: Invoice, dossier: Dossier) -> Verdict | None:
    """What our own data already decides: a need that is missing, a mapping, a limit."""
    error = check_fields(invoice) or _unmapped(invoice, dossier) or currency_error(invoice, dossier)
    return Fail(error) if error else unmet(dossier)


def questions(invoice: Invoice, dossier: Dossier) -> tuple[InvoiceNumbered | InvoiceWithId, ...]:
    """Who holds the number; and, of an invoice that is in the books, which version it has now."""
    numbered = InvoiceNumbered(number=invoice.number)
    return (numbered, InvoiceWithId(id=dossier.link.ref.id)) if dossier.link else (numbered,)


def candidates(invoice: Invoice, dossier: Dossier, facts: Facts) -> list[LedgerInvoice]:
    """What may be this very invoice."""
    return [holder for question in questions(invoice, dossier) for holder in facts.invoices(question)]


def decide(invoice: Invoice, dossier: Dossier, facts: Facts) -> Verdict:
    """Post it, unless its number stands on somebody else's work."""
    found = candidates(invoice, dossier, facts)
    own = next((holder for holder in found if _is_own(holder, dossier)), None)
    if dossier.link and own is None:
        return Fail(failure("changed_in_quickbooks", subject=str(invoice.key)))
    if own and is_current(own.marker, dossier):
        return Adopt(own.ref)
    others = [holder for holder in found if not _is_own(holder, dossier)]
    if others:
        return Fail(_number_taken(invoice, dossier, others))
    return Post(_post(invoice, dossier, own))


def _is_own(holder: LedgerInvoice, dossier: Dossier) -> bool:
    linked = dossier.link is not None and dossier.link.ref.id == holder.ref.id
    return linked or is_ours(holder.marker, dossier)


def _post(invoice: Invoice, dossier: Dossier, own: LedgerInvoice | None) -> PostInvoice:
    return PostInvoice(
        invoice=invoice,
        customer_id=customer_id(invoice, dossier),
        items=tuple(dossier.fee_items[line.fee_item].quickbooks_id for line in invoice.lines),
        marker=marker_of(dossier),
        replaces=own.ref if own else None,
    )


def _number_taken(invoice: Invoice, dossier: Dossier, others: list[LedgerInvoice]) -> SyncError:
    subject = f"number {invoice.number}"
    if all(holder.customer_id != customer_id(invoice, dossier) for holder in others):
        return failure("invoice_number_conflict", subject=subject, number=invoice.number)
    name = contact_name(invoice, dossier)
    return failure("invoice_already_exists", subject=subject, number=invoice.number, customer=name)


def _unmapped(invoice: Invoice, dossier: Dossier) -> SyncError | None:
    for line in invoice.lines:
        if line.fee_item not in dossier.fee_items:
            return _fee_item_not_mapped(invoice, line)
        if line.tax is not None:
            return failure("tax_not_mapped", subject=line.tax, number=invoice.number, tax=line.tax)
    return _discount_not_mapped(invoice, invoice.discount) if invoice.discount else None


def _discount_not_mapped(invoice: Invoice, discount: Discount) -> SyncError:
    return failure(
        "discount_not_mapped",
        subject=discount.key,
        number=invoice.number,
        discount=discount.key,
        amount=f"{discount.amount:.2f}",
    )


def _fee_item_not_mapped(invoice: Invoice, line: InvoiceLine) -> SyncError:
    return failure(
        "fee_item_not_mapped",
        subject=line.fee_item,
        number=invoice.number,
        price=f"{line.unit_price:f}",
        quantity=f"{line.quantity:f}",
        fee_item=line.fee_item,
    )

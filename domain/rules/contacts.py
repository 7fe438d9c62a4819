"""Decide what to do with a contact, given what the books hold.

QBO keeps customers, vendors and employees in one name space; only customers are asked
for here, so a name that a vendor or an employee holds shows when the customer is made.
"""

from __future__ import annotations

from domain.model.books import CustomerNamed, CustomerWithId, LedgerCustomer, PostCustomer
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.records import Contact
from domain.model.verdicts import Adopt, Fail, Post, Verdict
from domain.rules.currencies import currency_mismatch
from domain.rules.failures import failure
from domain.rules.limits import check_fields
from domain.rules.markers import is_current, is_ours, marker_of


def blocker(contact: Contact, _: Dossier) -> Verdict | None:
    """What our own data already decides, before the books are asked."""
    error = check_fields(contact)
    return Fail(error) if error else None


def questions(contact: Contact, dossier: Dossier) -> tuple[CustomerNamed | CustomerWithId]:
    """A linked contact is its customer, whatever the names say; else the name decides."""
    if dossier.link:
        return (CustomerWithId(id=dossier.link.ref.id),)
    return (CustomerNamed(name=contact.display_name),)


def candidates(contact: Contact, dossier: Dossier, facts: Facts) -> tuple[LedgerCustomer, ...]:
    """Who may be this very contact; QBO keeps no two customers of one name."""
    (question,) = questions(contact, dossier)
    return facts.customers(question)


def decide(contact: Contact, dossier: Dossier, facts: Facts) -> Verdict:
    """Link a customer of the same name; make one where there is none."""
    holder = next(iter(candidates(contact, dossier, facts)), None)
    subject = str(contact.key)
    match holder:
        case None if dossier.link:
            return Fail(failure("changed_in_quickbooks", subject=subject))
        case None:
            return Post(PostCustomer(contact=contact, marker=marker_of(dossier)))
        case LedgerCustomer(active=False):
            return Fail(failure("customer_inactive", subject=subject, customer=holder.name))
        case LedgerCustomer(currency=str() as currency) if currency != contact.currency:
            return Fail(currency_mismatch(contact, customer=holder.name, customer_currency=currency))
        case _:
            return _link_or_update(contact, dossier, holder)


def _link_or_update(contact: Contact, dossier: Dossier, holder: LedgerCustomer) -> Verdict:
    """A customer that a person made is linked as it is; one that was ours before is brought up to date."""
    was_ours = dossier.link is not None or is_ours(holder.marker, dossier)
    if was_ours and not is_current(holder.marker, dossier):
        return Post(PostCustomer(contact=contact, marker=marker_of(dossier), replaces=holder.ref))
    return Adopt(holder.ref)

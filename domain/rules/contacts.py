"""Decide what to do with a contact, given what the books hold.

QBO keeps customers, vendors and employees in one name space; only customers are asked
for here, so a name that a vendor or an employee holds shows when the customer is made.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.errors import CustomerReferenceInvalid
from domain.model.attempts import Attempt
from domain.model.books import LedgerCustomer
from domain.model.commands import PostCustomer
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.log_entries import SyncError
from domain.model.questions import CustomerNamed, CustomerWithId
from domain.model.records import Contact, RecordKey
from domain.model.verdicts import Adopt, Done, Fail, Post, Verdict
from domain.rules.anew import changed
from domain.rules.currencies import currency_mismatch
from domain.rules.failures import failure
from domain.rules.limits import check_fields
from domain.rules.links import is_settled_by_hand
from domain.rules.markers import adopted, is_current, is_ours, marker_of

NEVER_THERE = Done("It never was in QuickBooks: there is nothing to make inactive.")


def blocker(contact: Contact, _: Dossier) -> Verdict | None:
    """What our own data already decides, before the books are asked."""
    error = check_fields(contact)
    return Fail(error) if error else None


def questions(contact: Contact, dossier: Dossier) -> tuple[CustomerNamed | CustomerWithId]:
    """A linked contact is its customer, whatever the names say; else the name decides."""
    if dossier.link:
        return (CustomerWithId(id=dossier.link.ref.id),)
    return (CustomerNamed(name=contact.display_name),)


traces = questions


def landed(contact: Contact, dossier: Dossier, _: Attempt, facts: Facts) -> Verdict | None:
    """Ours is known by its marker; or a person said meanwhile which customer it is."""
    if found := adopted(candidates(contact, dossier, facts), dossier):
        return found
    is_settled = is_settled_by_hand(dossier.entry, dossier.link)
    return decide(contact, dossier, facts) if is_settled else None


def candidates(contact: Contact, dossier: Dossier, facts: Facts) -> tuple[LedgerCustomer, ...]:
    """Who may be this very contact; QBO keeps no two customers of one name."""
    (question,) = questions(contact, dossier)
    return facts.customers(question)


def decide(contact: Contact, dossier: Dossier, facts: Facts) -> Verdict:
    """Link a customer of the same name; make one where there is none."""
    holder = next(iter(candidates(contact, dossier, facts)), None)
    if holder is None:
        return _nobody(contact, dossier)
    subject = str(contact.key)
    match holder:
        case LedgerCustomer(active=False) if not contact.active:
            return Adopt(holder.ref)
        case LedgerCustomer(active=False):
            return Fail(failure("customer_inactive", subject=subject, customer=holder.name))
        case LedgerCustomer(currency=str() as currency) if currency != contact.currency:
            return Fail(currency_mismatch(contact, customer=holder.name, customer_currency=currency))
        case _:
            return _link_or_update(contact, dossier, holder)


def _nobody(contact: Contact, dossier: Dossier) -> Verdict:
    if dossier.link:
        return Fail(changed(dossier, lost=dossier.link.ref))
    return Post(PostCustomer(contact=contact, marker=marker_of(dossier))) if contact.active else NEVER_THERE


def _link_or_update(contact: Contact, dossier: Dossier, holder: LedgerCustomer) -> Verdict:
    """A customer that a person made is linked as it is; one that was ours before is brought up to date.

    One that a person linked by hand keeps its name: the contact's may be taken by a vendor.
    """
    link = dossier.link
    was_ours = link is not None or is_ours(holder.marker, dossier)
    if not was_ours or is_current(holder.marker, dossier) or is_settled_by_hand(dossier.entry, link):
        return Adopt(holder.ref)
    return Post(
        PostCustomer(
            contact=contact,
            marker=marker_of(dossier),
            replaces=holder.ref,
            keeps_name=link is not None and link.by_hand,
        )
    )


def held_by_another(contact: Contact, other: RecordKey) -> SyncError:
    """Two contacts are two customers: the one of this name is another contact's already."""
    return failure("name_already_exists", subject=str(contact.key), linked_to=other.external_ref)


def check_customer(contact: Contact, found: Sequence[LedgerCustomer]) -> LedgerCustomer:
    """Return the customer that a person names for the contact. Raises CustomerReferenceInvalid."""
    customer = next(iter(found), None)
    if customer is None:
        raise CustomerReferenceInvalid("QuickBooks has no customer with this id.", reason="missing")
    if not customer.active:
        raise CustomerReferenceInvalid("The customer is inactive in QuickBooks.", reason="inactive")
    if customer.currency not in (None, contact.currency):
        raise CustomerReferenceInvalid("The customer has another currency.", reason="currency")
    return customer

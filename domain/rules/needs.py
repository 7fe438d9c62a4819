"""What a transaction needs first: its contact, and the invoices it is applied to."""

from __future__ import annotations

from domain.model.dossiers import Dossier
from domain.model.log_entries import Status, SyncError
from domain.model.records import Contact, Invoice, RecordKey, RecordKind, Transaction
from domain.model.verdicts import Fail, Wait
from domain.rules.failures import failure
from domain.rules.families import depends_on_failed
from domain.rules.skipping import is_older_than_we


def missing(dossier: Dossier) -> tuple[RecordKey, ...]:
    """The needs that are not in the books yet, submitted or not; a skipped invoice is known by its number."""
    return tuple(
        key for key, need in dossier.needs.items() if need.link is None and not is_older_than_we(key, need)
    )


def unmet(dossier: Dossier) -> Fail | Wait | None:
    """Wait for what is not in the books yet, but not for ever for what a person gave up."""
    waits = missing(dossier)
    for key in waits:
        standing = dossier.needs[key].standing
        if standing and standing.is_given_up:
            return Fail(depends_on_failed(key, standing))
        if standing and standing.status is Status.SYNCED and key.kind is RecordKind.INVOICE:
            return Fail(_elsewhere(key, dossier))
    return Wait(waits) if waits else None


def _elsewhere(key: RecordKey, dossier: Dossier) -> SyncError:
    """It went into books that the company had before, and nobody brings it into these by itself."""
    record = dossier.needs[key].record
    number = record.number if isinstance(record, Invoice) else key.external_ref
    known = {"invoice": key.external_ref}
    return failure("invoice_not_found", subject=f"number {number}", known=known, number=number)


def customer_id(transaction: Transaction, dossier: Dossier) -> str:
    """The id of the customer that the transaction's contact is linked to."""
    return linked_id(dossier, transaction.contact_key)


def linked_id(dossier: Dossier, key: RecordKey) -> str:
    """The id of the object that a need is linked to; only asked when nothing is missing."""
    link = dossier.needs[key].link
    if link is None:
        raise LookupError(f"{key.kind} is not linked")
    return link.ref.id


def contact_name(transaction: Transaction, dossier: Dossier) -> str:
    """The contact's display name; its reference while nobody submitted it."""
    match dossier.needs[transaction.contact_key].record:
        case Contact() as contact:
            return contact.display_name
        case _:
            return transaction.contact

"""A transaction's currency must be its customer's."""

from __future__ import annotations

from domain.model.dossiers import Dossier
from domain.model.log_entries import SyncError
from domain.model.records import Contact, Record, Transaction
from domain.rules.failures import failure


def currency_error(transaction: Transaction, dossier: Dossier) -> SyncError | None:
    """Whether it differs from its contact's, as far as the contact is known."""
    match dossier.needs[transaction.contact_key].record:
        case Contact() as contact if contact.currency != transaction.currency:
            return currency_mismatch(
                transaction, customer=contact.display_name, customer_currency=contact.currency
            )
        case _:
            return None


def currency_mismatch(record: Record, *, customer: str, customer_currency: str) -> SyncError:
    """The error for it."""
    return failure(
        "currency_mismatch",
        subject=str(record.key),
        currency=record.currency,
        customer=customer,
        customer_currency=customer_currency,
    )

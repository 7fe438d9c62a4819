"""What a transaction uses in the books, looked at once QBO has refused it for something inactive or unfit.

QBO names neither the line nor the object, and reads are metered: so nothing of this is asked before.
"""

from __future__ import annotations

from domain.errors import QuickBooksReferenceInvalid
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.log_entries import SyncError
from domain.model.mappings import Mapping, MappingKey, MappingKind
from domain.model.questions import CustomerWithId, ItemWithId, Question
from domain.model.records import Contact, Transaction
from domain.rules.failures import failure
from domain.rules.mappings import check_mappable, question_about
from domain.rules.needs import contact_name, customer_id
from domain.rules.versions import takes_back


def questions(dossier: Dossier) -> tuple[Question, ...]:
    """Its customer, and what its mappings stand for; nothing before QBO has refused it."""
    transaction = _refused(dossier)
    if transaction is None:
        return ()
    mapped = (question_about(key.kind, mapping.quickbooks_id) for key, mapping in _mappings(dossier))
    return (CustomerWithId(id=customer_id(transaction, dossier)), *mapped)


def refusal(dossier: Dossier, facts: Facts) -> SyncError | None:
    """The first of these that QBO would refuse again, in words that say what to do."""
    transaction = _refused(dossier)
    if transaction is None:
        return None
    customers = facts.customers(CustomerWithId(id=customer_id(transaction, dossier)))
    if not any(customer.active for customer in customers):
        name = customers[0].name if customers else contact_name(transaction, dossier)
        return failure("customer_inactive", subject=str(transaction.contact_key), customer=name)
    unfit = ((key, mapping) for key, mapping in _mappings(dossier) if not _is_fit(key, mapping, facts))
    return next((_error(*each, facts) for each in unfit), None)


def _refused(dossier: Dossier) -> Transaction | None:
    """The transaction, if QBO has refused it since it was last claimed afresh."""
    record = dossier.record
    if isinstance(record, Contact) or takes_back(dossier) or not dossier.entry.stale_reads:
        return None
    return record


def _mappings(dossier: Dossier) -> list[tuple[MappingKey, Mapping]]:
    return sorted(dossier.mappings.by_key.items(), key=lambda each: (each[0].kind, each[0].source_key))


def _is_fit(key: MappingKey, mapping: Mapping, facts: Facts) -> bool:
    try:
        check_mappable(question_about(key.kind, mapping.quickbooks_id), facts)
    except QuickBooksReferenceInvalid:
        return False
    return True


def _error(key: MappingKey, mapping: Mapping, facts: Facts) -> SyncError:
    """An account is the accountant's to mend; whatever else is inactive, billing can map anew."""
    subject, known = f"{key.kind} {key.source_key}", {key.kind.value: key.source_key}
    lacks_account = _is_item_without_account(key, mapping, facts)
    if lacks_account and key.kind is MappingKind.INCOME_ACCOUNT:
        return failure("write_off_account_not_mapped", subject=key.source_key, known=known)
    if lacks_account or key.kind is MappingKind.DISCOUNT:
        return failure("account_not_mapped", subject=subject, what=mapping.quickbooks_name, known=known)
    return failure("reference_inactive", subject=subject, what=mapping.quickbooks_name, known=known)


def _is_item_without_account(key: MappingKey, mapping: Mapping, facts: Facts) -> bool:
    question = question_about(key.kind, mapping.quickbooks_id)
    if not isinstance(question, ItemWithId):
        return False
    return any(item.active and item.income_account is None for item in facts.items(question))

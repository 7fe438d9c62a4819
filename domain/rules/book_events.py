"""What an event from QuickBooks means: whom it is about, whether it is our own echo, what it leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from domain.model.book_events import BookChange, BookEvent, ChangeMark, ChangeNotice
from domain.model.books import LedgerCustomer, LedgerInvoice, LedgerObject, LedgerPayment, LedgerRef
from domain.model.facts import Facts
from domain.model.links import Link
from domain.model.log_entries import EntryOperation, LogEntry, Status
from domain.model.questions import CreditMemoWithId, CustomerWithId, InvoiceWithId, PaymentWithId, Question

IN_FLIGHT: Final = frozenset({Status.SYNCING, Status.UNCERTAIN})
"""What we did to the object is not known yet, so nobody can say what others did."""

# In lower case, as CloudEvents have them; the older shape spells them as the API does.
ENTITIES: Final[Mapping[str, str]] = {
    "customer": "Customer",
    "invoice": "Invoice",
    "payment": "Payment",
    "creditmemo": "CreditMemo",
}
QUESTIONS: Final[Mapping[str, type[CustomerWithId | InvoiceWithId | PaymentWithId | CreditMemoWithId]]] = {
    "Customer": CustomerWithId,
    "Invoice": InvoiceWithId,
    "Payment": PaymentWithId,
    "CreditMemo": CreditMemoWithId,
}

# CloudEvents have the participle, the older shape the verb.
CHANGES: Final[Mapping[str, BookChange]] = {
    "create": BookChange.CHANGED,
    "created": BookChange.CHANGED,
    "update": BookChange.CHANGED,
    "updated": BookChange.CHANGED,
    "emailed": BookChange.CHANGED,
    "delete": BookChange.DELETED,
    "deleted": BookChange.DELETED,
    "void": BookChange.VOIDED,
    "voided": BookChange.VOIDED,
    "merge": BookChange.CHANGED,  # of the one that both are now
    "merged": BookChange.CHANGED,
}


def understood(notice: ChangeNotice, company_id: UUID, now: datetime) -> tuple[BookEvent, ...]:
    """The events about objects of kinds that we post; none for what we do not know.

    A merge is two: one object has become more, the other is no more.
    """
    entity, change = ENTITIES.get(notice.entity.lower()), CHANGES.get(notice.operation.lower())
    if entity is None or change is None:
        return ()
    told = [(notice.object_id, change)]
    if notice.merged_id:
        told.append((notice.merged_id, BookChange.MERGED))
    return tuple(
        BookEvent(
            company_id=company_id,
            key=_key(notice, object_id),
            realm_id=notice.realm_id,
            entity=entity,
            object_id=object_id,
            change=what,
            at=notice.at,
            received_at=now,
        )
        for object_id, what in told
    )


def _key(notice: ChangeNotice, object_id: str) -> str:
    """By the event's own id; without one, the same change is what is told in the same words."""
    told = [notice.entity, notice.operation, str(notice.at)]
    parts = [notice.realm_id, object_id, *([notice.id] if notice.id else told)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def question_about(ref: LedgerRef) -> Question:
    """What to ask of the books about an object of an entity that we post."""
    return QUESTIONS[ref.entity](id=ref.id)


def found_by(question: Question, facts: Facts) -> LedgerObject | None:
    """The object that was asked for by its id, if it is there."""
    return next(iter(facts.answers[question]), None)


def is_at_rest(entries: Sequence[LogEntry], asked_about: Link, link: Link | None) -> bool:
    """Whether what we know of a record's object is all that we did to it, as when the books were asked."""
    is_same = link is not None and link.ref == asked_about.ref
    return is_same and all(entry.status not in IN_FLIGHT for entry in entries)


def is_echo(event: BookEvent, link: Link) -> bool:
    """Whether it tells of nothing newer than what we wrote or read ourselves; both by QuickBooks' clock."""
    imprint = link.ref.imprint
    return bool(event.at and imprint and imprint.at and event.at <= imprint.at)


def mark_for(
    entry: LogEntry, link: Link, found: LedgerObject | None, events: Sequence[BookEvent]
) -> ChangeMark | None:
    """The mark that the entry has from now on, by how its object is now; None where it is as we left it.

    A version alone tells nothing of an invoice, since each payment on it moves that: so it is what
    we wrote of an object that is compared. Where nobody knows how it looked, the entry keeps
    the mark that it has.
    """
    if found and found.ref.version == link.ref.version:
        return None
    what = _lost(entry, found, events)
    if what is None and found:
        before, now = link.ref.imprint, found.ref.imprint
        if before is None or now is None or before.form != now.form:
            return entry.changed_in_books
        what = None if before.digest == now.digest else BookChange.CHANGED
    return ChangeMark(at=_newest(events), what=what) if what else None


def _lost(entry: LogEntry, found: LedgerObject | None, events: Sequence[BookEvent]) -> BookChange | None:
    """What an object came to that is not what it was; what we voided ourselves is void as it should be."""
    is_merged = any(event.change is BookChange.MERGED for event in events)
    match found:
        case None:
            return BookChange.MERGED if is_merged else BookChange.DELETED
        case LedgerCustomer(active=False) if is_merged:
            return BookChange.MERGED
        case LedgerInvoice(voided=True) | LedgerPayment(voided=True):
            return None if entry.operation is EntryOperation.VOID else BookChange.VOIDED
        case _:
            return None


def _newest(events: Sequence[BookEvent]) -> datetime:
    return max(event.at or event.received_at for event in events)

"""Log entries as people see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import Field

from api.schemas.pages import Page
from api.schemas.remedies import RemedyOut
from api.schemas.shown import (
    Amount,
    Code,
    Moment,
    Out,
    Shown,
    ShownDay,
    ShownId,
    ShownInteger,
    ShownText,
    ShownUri,
)
from domain import catalogue
from domain.catalogue import Who
from domain.model.book_events import BookChange
from domain.model.books import LedgerRef
from domain.model.log_entries import MAX_ATTEMPTS, EntryOperation, ErrorOutcome, LogEntry, Status, SyncError
from domain.model.outcomes import Fault
from domain.model.records import RecordKey, RecordKind
from domain.rules.actions import EntryAction, available_actions
from domain.rules.remedies import remedies

STATUSES: Final = """Who acts next:

- `queued`: a worker, now.
- `syncing`: a worker has it.
- `waiting`: another record must come first; see `waiting_for`. It goes by itself then, and spends no attempt.
- `retrying`: a worker, at `next_attempt_at`.
- `uncertain`: a worker, which asks the books what came of it.
- `failed`: a person; see `error` and `remedies`.
- `synced`: nobody.
- `skipped`: nobody, until the settings change; see `message`. It goes by itself then.
- `superseded`: nobody; a newer version of the record took its place."""

# Where people open each object in QuickBooks' own web pages.
_PAGES: Final[Mapping[str, str]] = {
    "Customer": "customerdetail?nameId={id}",
    "Invoice": "invoice?txnId={id}",
    "Payment": "recvpayment?txnId={id}",
    "CreditMemo": "creditmemo?txnId={id}",
}


# A payment's reference is no number of the books; a credit's is the number of its credit memo.
NUMBERED: Final = frozenset({RecordKind.INVOICE, RecordKind.CREDIT, RecordKind.WRITE_OFF})


class RecordKeyOut(Out):
    """What names a record."""

    kind: RecordKind
    external_ref: Shown

    @classmethod
    def of(cls, key: RecordKey) -> RecordKeyOut:
        """As it is shown."""
        return cls(kind=key.kind, external_ref=key.external_ref)


class RecordVersionOut(RecordKeyOut):
    """One version of a record."""

    source_version: ShownInteger


class ExclusionOut(Out):
    """A person's decision: the full resync leaves this entry out."""

    by: Shown
    at: Moment
    reason: Shown | None


class FaultOut(Out):
    """QuickBooks' own words; `intuit_tid` is what Intuit's support asks for."""

    code: Shown | None
    message: Shown | None
    detail: ShownText | None
    element: Shown | None
    intuit_tid: Shown | None

    @classmethod
    def of(cls, fault: Fault | None, intuit_tid: str | None) -> FaultOut | None:
        """As it is shown, if QuickBooks said anything."""
        if fault is None and intuit_tid is None:
            return None
        return cls(
            code=fault and fault.code,
            message=fault and fault.message,
            detail=fault and fault.detail,
            element=fault and fault.element,
            intuit_tid=intuit_tid,
        )


class SyncErrorOut(Out):
    """What went wrong, what it means and how to correct it."""

    code: Code
    title: Shown
    meaning: Shown
    correction: Annotated[list[Shown], Field(max_length=20)]
    who: Annotated[Who, Field(description="Who can put it right.")]
    retryable: Annotated[bool, Field(description="Whether the machine tries again before a person is asked.")]
    outcome: Annotated[
        ErrorOutcome,
        Field(
            description="`not_applied`: not in QuickBooks. `uncertain`: it may be there; a resync looks. "
            "`incomplete`: it is there, as `quickbooks` says, and not as it was billed.",
        ),
    ]
    quickbooks: FaultOut | None
    context: Annotated[dict[str, Shown], Field(description="What the message was filled with.")]

    @classmethod
    def of(cls, error: SyncError) -> SyncErrorOut:
        """As it is shown, in the words of the catalogue."""
        row = catalogue.row(error.code)
        return cls(
            code=error.code,
            title=row.title,
            meaning=row.meaning,
            correction=list(row.correction),
            who=row.who,
            retryable=row.retryable,
            outcome=error.outcome,
            quickbooks=FaultOut.of(error.fault, error.intuit_tid),
            context=dict(error.context),
        )


class ContactNameOut(Out):
    """The contact that an entry is about; `name` is null until the contact is submitted."""

    external_ref: Shown
    name: Shown | None


class QuickBooksObjectOut(Out):
    """An object in QuickBooks; `url` opens it there."""

    entity: Shown
    id: Shown
    doc_number: Shown | None
    url: ShownUri | None

    @classmethod
    def of(cls, ref: LedgerRef | None, *, number: str | None, base: str) -> QuickBooksObjectOut | None:
        """As it is shown, where there is one; `base` is where QuickBooks' pages are."""
        if ref is None:
            return None
        page = _PAGES.get(ref.entity)
        url = f"{base}/{page.format(id=ref.id)}" if page else None
        return cls(entity=ref.entity, id=ref.id, doc_number=number, url=url)


class ChangedInQuickBooksOut(Out):
    """Somebody changed the entry's object in QuickBooks after it was posted."""

    at: Annotated[Moment, Field(description="When QuickBooks says it happened.")]
    what: Annotated[
        BookChange,
        Field(
            description="`changed`: it reads differently now. `deleted`, `voided`: it is. "
            "`merged`: into another, which has all that was its own."
        ),
    ]


class LogEntryOut(Out):
    """One record version on its way to QuickBooks."""

    id: ShownId
    record: RecordVersionOut
    operation: EntryOperation
    status: Annotated[Status, Field(description=STATUSES)]
    excluded: ExclusionOut | None
    message: Annotated[Shown | None, Field(description="The cause, in a sentence that staff know.")]
    error: SyncErrorOut | None
    remedies: Annotated[list[RemedyOut], Field(max_length=20)]
    waiting_for: Annotated[list[RecordKeyOut], Field(max_length=1000)]
    cause_id: Annotated[ShownId | None, Field(description="Failures of one cause share it.")]
    contact: ContactNameOut | None
    reference: Annotated[Shown | None, Field(description="The invoice's number, or the payment's reference.")]
    amount: Amount | None
    currency: Annotated[Shown | None, Field(description="ISO 4217.")]
    txn_date: ShownDay | None
    attempts: Annotated[ShownInteger, Field(description="Attempts of this cycle; a resync starts a new one.")]
    max_attempts: ShownInteger
    next_attempt_at: Moment | None
    last_attempt_at: Moment | None
    created_at: Moment
    updated_at: Moment
    quickbooks: QuickBooksObjectOut | None
    changed_in_quickbooks: Annotated[
        ChangedInQuickBooksOut | None,
        Field(
            description="Somebody changed its object there since it was posted. Goes with the next sync of "
            "the record, or once the object reads as it did."
        ),
    ]
    available_actions: Annotated[
        list[EntryAction], Field(max_length=10, description="What the endpoints accept just now.")
    ]

    @classmethod
    def of(cls, entry: LogEntry, *, quickbooks_url: str) -> LogEntryOut:
        """As it is shown."""
        number = entry.reference if entry.record.kind in NUMBERED else None
        return cls(
            id=entry.id,
            record=RecordVersionOut(
                kind=entry.record.kind,
                external_ref=entry.record.external_ref,
                source_version=entry.source_version,
            ),
            operation=entry.operation,
            status=entry.status,
            excluded=_exclusion(entry),
            message=entry.message,
            error=SyncErrorOut.of(entry.error) if entry.error else None,
            remedies=[RemedyOut.of(remedy) for remedy in remedies(entry)],
            waiting_for=[RecordKeyOut.of(key) for key in entry.waiting_for],
            cause_id=entry.cause_id,
            contact=_contact(entry),
            reference=entry.reference,
            amount=entry.amount and entry.amount.amount,
            currency=entry.amount and entry.amount.currency,
            txn_date=entry.txn_date,
            attempts=entry.attempts,
            max_attempts=MAX_ATTEMPTS,
            next_attempt_at=entry.next_attempt_at,
            last_attempt_at=entry.last_attempt_at,
            created_at=entry.created_at,
            updated_at=entry.updated_at,
            quickbooks=QuickBooksObjectOut.of(entry.ref, number=number, base=quickbooks_url),
            changed_in_quickbooks=_change(entry),
            available_actions=list(available_actions(entry)),
        )


class LogPageOut(Page[LogEntryOut]):
    """Log entries, newest first."""


def _exclusion(entry: LogEntry) -> ExclusionOut | None:
    out = entry.excluded
    return ExclusionOut(by=out.by, at=out.at, reason=out.reason) if out else None


def _change(entry: LogEntry) -> ChangedInQuickBooksOut | None:
    mark = entry.changed_in_books
    return ChangedInQuickBooksOut(at=mark.at, what=mark.what) if mark else None


def _contact(entry: LogEntry) -> ContactNameOut | None:
    contact = entry.contact
    return ContactNameOut(external_ref=contact.external_ref, name=contact.name) if contact else None

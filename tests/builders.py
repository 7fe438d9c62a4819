"""Values for tests, with sensible defaults: `a_payment(on=invoice)`; name only what matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import TypeVar
from uuid import UUID

from uuid_utils.compat import uuid7

from domain.model.api_keys import ApiKey, Scope
from domain.model.attempts import Attempt, AttemptOutcome
from domain.model.audit import Actor, AuditAction, AuditEvent
from domain.model.book_events import BookChange, BookEvent
from domain.model.books import LedgerRef
from domain.model.commands import Draft
from domain.model.companies import Company, Connection, Hold, Tokens
from domain.model.idempotency import Call
from domain.model.links import Link
from domain.model.log_entries import ContactName, EntryOperation, LogEntry, Status, SyncError
from domain.model.mappings import Mapping, MappingKind
from domain.model.money import Money
from domain.model.notifications import (
    CauseSummary,
    LeftOut,
    Mail,
    Notice,
    NoticeKind,
    Review,
    Subscription,
    SubscriptionKind,
)
from domain.model.operations import Operation, OperationStatus, Progress
from domain.model.outcomes import Evidence, HoldReason
from domain.model.records import (
    Application,
    ByReference,
    Contact,
    Credit,
    Invoice,
    InvoiceLine,
    Payment,
    Record,
    RecordKey,
    RecordKind,
    StoredRecord,
    Submission,
    Transaction,
    WriteOff,
    WriteOffLine,
    amount_of,
    reference_of,
)
from domain.rules.causes import cause_of

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2999, 1, 1, tzinfo=UTC)
NOTHING_DONE = Progress(total=0, pending=0, synced=0, failed=0, waiting=0, skipped=0)

_numbers = count(1)

Made = TypeVar(
    "Made",
    Company,
    ByReference,
    Contact,
    Invoice,
    Payment,
    Credit,
    WriteOff,
    LogEntry,
    Attempt,
    AuditEvent,
    Operation,
    ApiKey,
    BookEvent,
)


def changed(made: Made, fields: dict[str, object]) -> Made:
    """Return it with these fields; one that it does not have is refused."""
    return replace(made, **fields)  # type: ignore[arg-type]  # whoever calls a builder knows the fields


def new_id() -> UUID:
    """Return a UUIDv7: ids sort in the order in which they were made."""
    return uuid7()


def later(*, seconds: float = 0, minutes: float = 0, days: float = 0) -> datetime:
    return NOON + timedelta(seconds=seconds, minutes=minutes, days=days)


def a_company(**fields: object) -> Company:
    """Make a company in a realm of its own."""
    number = next(_numbers)
    made = Company(id=new_id(), name=f"Chamber {number}", realm_id=f"93414500000{number:05}", created_at=NOON)
    return changed(made, fields)


def realm_of(company: Company) -> str:
    """Return its realm, which a test's company has."""
    assert company.realm_id
    return company.realm_id


def some_tokens(number: int = 1) -> Tokens:
    access, refresh = f"access-{number}", f"refresh-{number}"
    return Tokens(access_token=access, refresh_token=refresh, expires_at=later(minutes=60))


def a_connection(of: Company, *, version: int = 1, hold: Hold | None = None) -> Connection:
    return Connection(
        company_id=of.id, realm_id=realm_of(of), tokens=some_tokens(version), version=version, hold=hold
    )


def a_hold(reason: HoldReason = HoldReason.NEEDS_RECONNECT, *, until: datetime | None = None) -> Hold:
    return Hold(reason=reason, since=NOON, until=until)


def an_api_key(of: Company, **fields: object) -> ApiKey:
    key = ApiKey(
        id=new_id(),
        company_id=of.id,
        name="Billing system",
        secret_hash=f"{next(_numbers):064x}",
        scopes=frozenset(Scope),
        created_at=NOON,
        created_by="operator",
    )
    return changed(key, fields)


def a_contact(**fields: object) -> Contact:
    """Make an organisation, unless a person's name is given."""
    ref = fields.pop("external_ref", f"c-{next(_numbers)}")
    organisation = None if fields.keys() & {"first_name", "last_name"} else f"Bakery {ref}"
    made = Contact(external_ref=str(ref), source_version=1, currency="USD", organisation=organisation)
    return changed(made, fields)


def a_line(
    fee_item: str = "dues-gold",
    unit_price: str = "350.00",
    quantity: str = "1",
    *,
    tax: str | None = None,
    tax_amount: str | None = None,
) -> InvoiceLine:
    return InvoiceLine(
        fee_item=fee_item,
        quantity=Decimal(quantity),
        unit_price=Decimal(unit_price),
        tax=tax,
        tax_amount=Decimal(tax_amount) if tax_amount else None,
    )


def an_invoice(of: Contact | None = None, **fields: object) -> Invoice:
    """Make an invoice of 350.00 to this contact."""
    number = next(_numbers)
    made = Invoice(
        external_ref=f"inv-{number}",
        source_version=1,
        number=str(1000 + number),
        contact=of.external_ref if of else "c-17",
        txn_date=date(2026, 1, 5),
        due_date=date(2026, 2, 4),
        currency="USD",
        lines=(a_line(),),
    )
    return changed(made, fields)


def a_payment(on: Invoice | None = None, **fields: object) -> Payment:
    """Make a payment that settles all of this invoice; of 350.00 and unapplied without one."""
    number = next(_numbers)
    amount = on.total if on else Decimal("350.00")
    made = Payment(
        external_ref=f"pay-{number}",
        source_version=1,
        reference=f"CHK {number}",
        contact=on.contact if on else "c-17",
        txn_date=date(2026, 1, 20),
        currency="USD",
        amount=amount,
        applied_to=(Application(amount=amount, invoice=on.external_ref),) if on else (),
    )
    return changed(made, fields)


def a_credit(on: Invoice | None = None, **fields: object) -> Credit:
    """Make a credit of 50.00, applied to this invoice; to nothing without one."""
    number, amount = next(_numbers), Decimal("50.00")
    made = Credit(
        external_ref=f"cr-{number}",
        source_version=1,
        reference=f"CR-{number}",
        contact=on.contact if on else "c-17",
        txn_date=date(2026, 2, 1),
        currency="USD",
        lines=(a_line(unit_price="50.00"),),
        applied_to=(Application(amount=amount, invoice=on.external_ref),) if on else (),
    )
    return changed(made, fields)


def a_write_off(on: Invoice | None = None, **fields: object) -> WriteOff:
    """Make a write-off of all of this invoice; of 100.00 applied to nothing without one."""
    number = next(_numbers)
    amount = on.total if on else Decimal("100.00")
    made = WriteOff(
        external_ref=f"wo-{number}",
        source_version=1,
        reference=f"WO-{number}",
        contact=on.contact if on else "c-17",
        txn_date=date(2026, 6, 30),
        currency="USD",
        lines=(WriteOffLine(income_account="4000", amount=amount),),
        applied_to=(Application(amount=amount, invoice=on.external_ref),) if on else (),
    )
    return changed(made, fields)


def a_reference(to: Record | None = None, **fields: object) -> ByReference:
    """Submit this record without its data; a contact where none is named."""
    to = to or a_contact()
    made = ByReference(kind=to.key.kind, external_ref=to.external_ref, source_version=to.source_version)
    return changed(made, fields)


def stored(record: Submission, company: Company) -> StoredRecord:
    """Return the record as it is kept, with an id of its own."""
    by_reference = isinstance(record, ByReference)
    return StoredRecord(id=new_id(), company_id=company.id, record=record, by_reference=by_reference)


def an_entry(of: StoredRecord, **fields: object) -> LogEntry:
    """Make the queued entry of a record."""
    record = of.data
    made = LogEntry(
        id=new_id(),
        company_id=of.company_id,
        record_id=of.id,
        record=of.record.key,
        source_version=of.record.source_version,
        operation=EntryOperation.CREATE,
        status=Status.QUEUED,
        contact=_contact_of(record) if record else None,
        reference=reference_of(record) if record else None,
        amount=amount_of(record) if record else None,
        txn_date=record.txn_date if isinstance(record, Transaction) else None,
        created_at=NOON,
        updated_at=NOON,
        by_reference=of.by_reference,
    )
    return changed(made, fields)


def _contact_of(record: Record) -> ContactName:
    if isinstance(record, Contact):
        return ContactName(external_ref=record.external_ref, name=record.display_name)
    return ContactName(external_ref=record.contact)


def an_error(code: str = "fee_item_not_mapped", *, subject: str = "dues-gold") -> SyncError:
    message, context = f"No fee item mapped: {subject}", {"fee_item": subject}
    return SyncError(code=code, message=message, subject=subject, context=context)


def failed(entry: LogEntry, error: SyncError | None = None) -> LogEntry:
    """Return the entry as it is after a failure."""
    error = error or an_error()
    return replace(
        entry,
        status=Status.FAILED,
        error=error,
        message=error.message,
        cause_id=cause_of(entry.company_id, error),
        attempts=1,
        last_attempt_at=NOON,
    )


def an_attempt(on: LogEntry, *, number: int = 1, request_id: str = "r-1", **fields: object) -> Attempt:
    """Make a sending that has no result yet; name `outcome` for one that has."""
    made = Attempt(
        id=new_id(),
        entry_id=on.id,
        number=number,
        request_id=request_id,
        epoch=on.lease_epoch,
        draft=Draft(entity="Customer", body='{"DisplayName": "Acme Bakery"}'),
        started_at=NOON,
    )
    return changed(made, fields)


def answered(attempt: Attempt, outcome: AttemptOutcome, evidence: Evidence | None = None) -> Attempt:
    """Return the attempt with its result."""
    return replace(
        attempt, finished_at=later(seconds=1), outcome=outcome, evidence=evidence or Evidence(http_status=200)
    )


def a_ref(entity: str = "Customer", id_: str = "61", version: str = "0") -> LedgerRef:
    return LedgerRef(entity=entity, id=id_, version=version)


def a_book_event(of: Company, **fields: object) -> BookEvent:
    number = next(_numbers)
    event = BookEvent(
        company_id=of.id,
        key=f"event-{number:05}",
        realm_id=str(of.realm_id),
        entity="Customer",
        object_id=str(number),
        change=BookChange.CHANGED,
        at=NOON,
        received_at=NOON,
    )
    return changed(event, fields)


def a_link(of: StoredRecord, ref: LedgerRef | None = None) -> Link:
    return Link(company_id=of.company_id, record=of.record.key, ref=ref or a_ref())


def a_mapping(
    of: Company,
    source_key: str = "dues-gold",
    quickbooks_id: str = "12",
    *,
    kind: MappingKind = MappingKind.FEE_ITEM,
) -> Mapping:
    return Mapping(
        company_id=of.id,
        kind=kind,
        source_key=source_key,
        quickbooks_id=quickbooks_id,
        quickbooks_name="Gold membership",
        version=1,
        updated_at=NOON,
    )


def a_subscription(of: Company, email: str = "clerk@acme.example") -> Subscription:
    return Subscription(
        id=new_id(),
        company_id=of.id,
        kind=SubscriptionKind.SYNC_ERROR,
        email=email,
        version=1,
        created_at=NOON,
    )


def a_reviewer(
    of: Company, email: str = "clerk@acme.example", *, next_review_at: datetime = NOON
) -> Subscription:
    """Make somebody who gets the weekly review."""
    made = a_subscription(of, email)
    return replace(made, kind=SubscriptionKind.WEEKLY_REVIEW, next_review_at=next_review_at)


def a_watcher(of: Company, email: str = "clerk@acme.example") -> Subscription:
    """Make somebody who hears of the connection."""
    return replace(a_subscription(of, email), kind=SubscriptionKind.CONNECTION)


def a_cause(entries: int = 2) -> CauseSummary:
    return CauseSummary(
        cause_id=new_id(),
        code="fee_item_not_mapped",
        message="No fee item mapped: dues-gold",
        correction=("Map the fee item.",),
        entries=entries,
        amounts=(("USD", Decimal("700.00")),),
        example_entry_id=new_id(),
    )


def a_mail(of: Company, *, to: str = "clerk@acme.example") -> Mail:
    causes = (a_cause(),)
    return Mail(id=new_id(), company_id=of.id, company_name=of.name, to=to, causes=causes, created_at=NOON)


def a_review() -> Review:
    """Make one in which every part has something in it."""
    left_out = LeftOut(
        entry_id=new_id(),
        reference="1042",
        amount=Money(amount=Decimal("80.00"), currency="USD"),
        by="Front end",
        on=NOON.date(),
        reason="Paid in cash",
    )
    return Review(
        causes=(replace(a_cause(), oldest=NOON.date()),),
        all_causes=1,
        failed=2,
        waiting=3,
        left_out=(left_out, replace(left_out, entry_id=new_id(), amount=None, reason=None)),
        all_left_out=2,
    )


def a_notice() -> Notice:
    return Notice(
        kind=NoticeKind.PARKED,
        title="QuickBooks has to be connected again",
        meaning="The authorisation was withdrawn in QuickBooks, or went unused for too long.",
        correction=("Connect QuickBooks again.", "What is held up then goes by itself."),
        on=NOON.date(),
        held_up=412,
        subscribed=SubscriptionKind.CONNECTION,
    )


def an_operation(of: Company, **fields: object) -> Operation:
    made = Operation(
        id=new_id(),
        company_id=of.id,
        status=OperationStatus.RUNNING,
        requested_by="Front end",
        reason=None,
        created_at=NOON,
        finished_at=None,
        progress=NOTHING_DONE,
    )
    return changed(made, fields)


def an_audit_event(of: Company, **fields: object) -> AuditEvent:
    made = AuditEvent(
        id=new_id(),
        company_id=of.id,
        at=NOON,
        actor=Actor(),
        action=AuditAction.EXCLUDED,
        subject_kind="log_entry",
        subject_id=str(new_id()),
    )
    return changed(made, fields)


def a_call(by: ApiKey, *, key: str = "k-1", fingerprint: str = "f-1") -> Call:
    return Call(
        company_id=by.company_id,
        key_id=by.id,
        method="POST",
        path="/resync-failures",
        key=key,
        fingerprint=fingerprint,
    )


def a_key(kind: RecordKind, external_ref: str) -> RecordKey:
    return RecordKey(kind=kind, external_ref=external_ref)

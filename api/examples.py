"""The examples of the contract: one small story, told by the model itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from api.example_bodies import A_CONTACT, A_CREDIT, A_PAYMENT, A_WRITE_OFF, AN_INVOICE
from api.schemas.log_entries import LogEntryOut
from domain.model.api_keys import ApiKey, NewKey, RotatedKey, Scope
from domain.model.attempts import Attempt, AttemptOutcome
from domain.model.audit import Actor, AuditEvent, Deed
from domain.model.books import LedgerCustomer, LedgerOther, LedgerRef, Marker
from domain.model.choices import Choice, FetchedList
from domain.model.commands import Draft, PostInvoice
from domain.model.failures import Cause
from domain.model.links import Link
from domain.model.log_entries import ContactName, EntryOperation, Exclusion, LogEntry, Status
from domain.model.mappings import Mapping, MappingKind, Unmapped
from domain.model.money import Money
from domain.model.notifications import Subscription, SubscriptionKind
from domain.model.operations import Operation, OperationStatus, Progress
from domain.model.outcomes import Evidence
from domain.model.plans import Basis, FailingAgain, Plan
from domain.model.questions import LedgerList
from domain.model.records import RecordKind
from domain.model.settings import Settings
from domain.model.sources import CompanySource, SourceAddress
from domain.model.verdicts import Post
from domain.rules.candidates import Candidate, Candidates, Why
from domain.rules.causes import cause_of
from domain.rules.deeds import excluding, making_mapping, setting_source
from domain.rules.failures import failure
from domain.rules.key_secrets import write_secret
from domain.use_cases.preview import Preview

THEN: Final = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
NOW: Final = datetime(2026, 1, 5, 9, 31, tzinfo=UTC)


def _id(last: int) -> UUID:
    return UUID(f"019b8d62-3f40-7000-8000-{last:012}")


COMPANY_ID: Final = _id(1)
ENTRY_ID: Final = _id(2)

_UNMAPPED: Final = failure(
    "fee_item_not_mapped",
    subject="fee_item dues-gold",
    fee_item="dues-gold",
    number="1001",
    price="350.00",
    quantity="1",
)

QUEUED: Final = LogEntry(
    id=ENTRY_ID,
    company_id=COMPANY_ID,
    record_id=_id(3),
    record=AN_INVOICE.key,
    source_version=1,
    operation=EntryOperation.CREATE,
    status=Status.QUEUED,
    contact=ContactName(external_ref="c-17", name="Acme Bakery"),
    reference="1001",
    amount=Money(amount=Decimal("350.00"), currency="USD"),
    txn_date=date(2026, 1, 5),
    created_at=THEN,
    updated_at=THEN,
)
FAILED: Final = replace(
    QUEUED,
    status=Status.FAILED,
    message=_UNMAPPED.message,
    error=_UNMAPPED,
    cause_id=cause_of(COMPANY_ID, _UNMAPPED),
    attempts=1,
    last_attempt_at=NOW,
    updated_at=NOW,
)
EXCLUDED: Final = replace(
    FAILED, excluded=Exclusion(by="billing", at=NOW, reason="Entered by hand."), updated_at=NOW
)
CONTACT_QUEUED: Final = replace(
    QUEUED, record=A_CONTACT.key, source_version=3, reference=None, amount=None, txn_date=None
)
PAYMENT_WAITING: Final = replace(
    QUEUED,
    record=A_PAYMENT.key,
    status=Status.WAITING,
    reference="CHK 5521",
    txn_date=date(2026, 1, 20),
    waiting_for=(AN_INVOICE.key,),
)
CREDIT_QUEUED: Final = replace(
    QUEUED,
    record=A_CREDIT.key,
    reference="CR-5",
    amount=Money(amount=Decimal("50.00"), currency="USD"),
    txn_date=date(2026, 2, 1),
)
WRITE_OFF_QUEUED: Final = replace(
    QUEUED,
    record=A_WRITE_OFF.key,
    reference="WO-2",
    amount=Money(amount=Decimal("100.00"), currency="USD"),
    txn_date=date(2026, 6, 30),
)
SYNCED: Final = replace(
    QUEUED,
    status=Status.SYNCED,
    attempts=1,
    last_attempt_at=NOW,
    updated_at=NOW,
    ref=LedgerRef(entity="Invoice", id="145", version="0"),
)
CONTACT_SYNCED: Final = replace(
    CONTACT_QUEUED,
    status=Status.SYNCED,
    attempts=1,
    last_attempt_at=NOW,
    updated_at=NOW,
    ref=LedgerRef(entity="Customer", id="61", version="0"),
)

ATTEMPT: Final = Attempt(
    id=_id(4),
    entry_id=ENTRY_ID,
    number=1,
    request_id="019b8d623f4070008000000000000005",
    epoch=1,
    draft=Draft(
        entity="Invoice",
        body='{"DocNumber": "1001", "TxnDate": "2026-01-05", "CustomerRef": {"value": "61"}}',
    ),
    started_at=THEN,
    finished_at=NOW,
    outcome=AttemptOutcome.APPLIED,
    evidence=Evidence(http_status=200, intuit_tid="1-5f9f1b1b-0c2d3e4f5a6b7c8d9e0f1a2b"),
)
PREVIEW: Final = Preview(
    verdict=Post(
        PostInvoice(
            invoice=AN_INVOICE,
            customer_id="61",
            items=("12",),
            marker=Marker(record_id=_id(3), source_version=1),
        )
    ),
    draft=ATTEMPT.draft,
)
OPERATION: Final = Operation(
    id=_id(6),
    company_id=COMPANY_ID,
    status=OperationStatus.RUNNING,
    requested_by="billing",
    reason="The fee items are mapped now.",
    created_at=THEN,
    finished_at=None,
    progress=Progress(total=7, pending=4, synced=2, failed=0, waiting=1, skipped=0),
)
MAPPING: Final = Mapping(
    company_id=COMPANY_ID,
    kind=MappingKind.FEE_ITEM,
    source_key="dues-gold",
    quickbooks_id="12",
    quickbooks_name="Membership dues",
    version=1,
    updated_at=NOW,
)
UNMAPPED: Final = Unmapped(source_key="dues-gold", entries=3, since=THEN)
CHOICE: Final = Choice(id="12", name="Membership:Gold", detail="Service")
FETCHED: Final = FetchedList(of=LedgerList.ITEMS, realm_id="9341450000000001", at=NOW, choices=31)
LINK: Final = Link(
    company_id=COMPANY_ID,
    record=A_CONTACT.key,
    ref=LedgerRef(entity="Customer", id="61", version="0"),
    hand_version=3,
    revision=1,
)
CANDIDATES: Final = Candidates(
    items=(
        Candidate(
            customer=LedgerCustomer(
                ref=LedgerRef(entity="Customer", id="61", version="0"),
                name="Acme Bakery Inc.",
                active=True,
                currency="USD",
            ),
            why=(Why.SAME_EMAIL, Why.SIMILAR_NAME),
        ),
    ),
    name_holder=LedgerOther(
        ref=LedgerRef(entity="Vendor", id="33", version="0"), name="Acme Bakery", active=True
    ),
)
SETTINGS: Final = Settings(
    company_id=COMPANY_ID,
    time_zone="America/Los_Angeles",
    start_date=date(2026, 1, 1),
    alert_cap=20,
    version=3,
)
SUBSCRIPTION: Final = Subscription(
    id=_id(7),
    company_id=COMPANY_ID,
    kind=SubscriptionKind.SYNC_ERROR,
    email="billing@example.com",
    version=1,
    created_at=NOW,
)

API_KEY: Final = ApiKey(
    id=_id(8),
    company_id=COMPANY_ID,
    name="Log screen",
    secret_hash="",
    scopes=frozenset({Scope.LOGS_READ, Scope.LOGS_WRITE}),
    created_at=THEN,
    created_by="billing",
    expires_at=datetime(2027, 1, 5, tzinfo=UTC),
    last_used_at=NOW,
)
NEW_KEY: Final = NewKey(key=replace(API_KEY, last_used_at=None), secret=write_secret(bytes(range(32))))
ROTATED_KEY: Final = RotatedKey(
    old=replace(API_KEY, expires_at=datetime(2026, 1, 6, 9, 31, tzinfo=UTC), replaced_by=_id(9), version=2),
    new=replace(NEW_KEY, key=replace(NEW_KEY.key, id=_id(9), created_at=NOW)),
)

CAUSE: Final = Cause(
    id=cause_of(COMPANY_ID, _UNMAPPED),
    example=FAILED,
    entries=3,
    amounts=(Money(amount=Decimal("1050.00"), currency="USD"),),
    kinds={RecordKind.INVOICE: 3},
    oldest_at=THEN,
    newest_at=NOW,
    holding_up=2,
)
PLAN: Final = Plan(
    entries=3,
    by_code={"fee_item_not_mapped": 3},
    by_kind={RecordKind.INVOICE: 3},
    amounts=CAUSE.amounts,
    would_fail_again=(FailingAgain(code="fee_item_not_mapped", message=_UNMAPPED.message, entries=1),),
    would_wait=0,
    would_be_skipped=0,
    reads=1,
    writes=2,
    minutes=1,
    basis=Basis.BOOKS,
)

_SOURCE: Final = CompanySource(
    company_id=COMPANY_ID, address=SourceAddress(url="https://billing.example.org/api", token=None)
)
_CLERK: Final = Actor(key_id=_id(8), name="billing", request_id=_id(9))


def _event(last: int, at: datetime, actor: Actor, deed: Deed) -> AuditEvent:
    return AuditEvent(
        id=_id(last),
        company_id=COMPANY_ID,
        at=at,
        actor=actor,
        action=deed.action,
        subject_kind=deed.subject_kind,
        subject_id=deed.subject_id,
        details=deed.details,
    )


AUDIT: Final = (
    _event(12, NOW, _CLERK, excluding(FAILED, "Entered by hand.")),
    _event(11, NOW, _CLERK, making_mapping(MAPPING, None)),
    _event(10, THEN, Actor(), setting_source(_SOURCE)),
)


def shown(entry: LogEntry) -> LogEntryOut:
    """A log entry of the story, as it is answered."""
    return LogEntryOut.of(entry, quickbooks_url="https://app.qbo.intuit.com/app")

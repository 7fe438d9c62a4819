"""What people do, put into words for the audit trail: ids, codes and counts, and the reason they gave.

Never a secret, and nothing that a record or a subscription says of a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.model.audit import AuditAction, Deed, Detail
from domain.model.books import LedgerRef
from domain.model.companies import Company
from domain.model.failures import Chosen, EveryFailure, FailuresAmong, FailuresLike, FailuresOf
from domain.model.links import Link
from domain.model.log_entries import LogEntry
from domain.model.log_filter import LogFilter
from domain.model.mappings import Mapping
from domain.model.notifications import Subscription
from domain.model.operations import Operation
from domain.model.records import RecordKey
from domain.model.settings import Settings
from domain.model.sources import CompanySource
from domain.rules.settings import differences

EVERYTHING = LogFilter()


def excluding(entry: LogEntry, reason: str | None) -> Deed:
    """An entry was left out of the full resync."""
    return _of_entry(AuditAction.EXCLUDED, entry, reason=reason)


def including(entry: LogEntry) -> Deed:
    """Its exclusion was taken back."""
    return _of_entry(AuditAction.INCLUDED, entry)


def resyncing(before: LogEntry) -> Deed:
    """One entry is tried again; `status` is what it had before."""
    code = before.error.code if before.error else None
    return _of_entry(AuditAction.RESYNCED, before, status=before.status.value, error_code=code)


def adopting(entry: LogEntry, ref: LedgerRef) -> Deed:
    """An object of the books was said to be the entry's record."""
    return _of_entry(AuditAction.ADOPTED, entry, entity=ref.entity, quickbooks_id=ref.id)


def resyncing_failures(operation: Operation, chosen: Chosen) -> Deed:
    """A bulk resync was started over so many entries, chosen so."""
    return Deed(
        action=AuditAction.FAILURES_RESYNCED,
        subject_kind="operation",
        subject_id=str(operation.id),
        details={"entries": operation.progress.total, **_choice(chosen), "reason": operation.reason},
    )


def voiding(key: RecordKey, entry: LogEntry) -> Deed:
    """A record was taken back for ever, by this entry."""
    return _of_record(AuditAction.VOIDED, key, log_id=str(entry.id))


def linking(link: Link, before: Link | None) -> Deed:
    """A contact was said to be this customer, and was that one before."""
    was = before.ref.id if before else None
    return _of_record(AuditAction.LINKED, link.record, quickbooks_id=link.ref.id, before=was)


def unlinking(link: Link) -> Deed:
    """Which customer a contact was is forgotten."""
    return _of_record(AuditAction.UNLINKED, link.record, before=link.ref.id)


def making_mapping(after: Mapping, before: Mapping | None) -> Deed:
    """A source key stands for this object of the books, and stood for that one before."""
    was = before.quickbooks_id if before else None
    return _of_mapping(AuditAction.MAPPED, after, quickbooks_id=after.quickbooks_id, before=was)


def ending_mapping(before: Mapping) -> Deed:
    """A source key stands for nothing any more."""
    return _of_mapping(AuditAction.UNMAPPED, before, before=before.quickbooks_id)


def subscribing(subscription: Subscription) -> Deed:
    """Somebody gets a mail."""
    return _of_subscription(AuditAction.SUBSCRIBED, subscription)


def changing_subscription(subscription: Subscription) -> Deed:
    """The mail goes to another address, which the trail does not repeat."""
    return _of_subscription(AuditAction.SUBSCRIPTION_CHANGED, subscription)


def unsubscribing(subscription: Subscription) -> Deed:
    """Somebody gets a mail no more."""
    return _of_subscription(AuditAction.UNSUBSCRIBED, subscription)


def setting_source(source: CompanySource) -> Deed:
    """Data of records by reference comes from this address, whether with a token or without."""
    return Deed(
        action=AuditAction.SOURCE_CHANGED,
        subject_kind="company",
        subject_id=str(source.company_id),
        details={"url": source.address.url, "has_token": source.address.token is not None},
    )


def creating_company(company: Company) -> Deed:
    """A company uses the service."""
    return Deed(action=AuditAction.COMPANY_CREATED, subject_kind="company", subject_id=str(company.id))


def changing_settings(before: Settings, after: Settings) -> Deed:
    """What is carried over, and how much of it is told, is another than before."""
    return Deed(
        action=AuditAction.SETTINGS_CHANGED,
        subject_kind="settings",
        subject_id=str(after.company_id),
        details=differences(before, after),
    )


def _of_entry(action: AuditAction, entry: LogEntry, **details: Detail) -> Deed:
    return Deed(action=action, subject_kind="log_entry", subject_id=str(entry.id), details=details)


def _of_record(action: AuditAction, key: RecordKey, **details: Detail) -> Deed:
    return Deed(action=action, subject_kind=key.kind.value, subject_id=key.external_ref, details=details)


def _of_mapping(action: AuditAction, mapping: Mapping, **details: Detail) -> Deed:
    place = f"{mapping.kind.value}/{mapping.source_key}"
    return Deed(action=action, subject_kind="mapping", subject_id=place, details=details)


def _of_subscription(action: AuditAction, subscription: Subscription) -> Deed:
    return Deed(
        action=action,
        subject_kind="subscription",
        subject_id=str(subscription.id),
        details={"kind": subscription.kind.value},
    )


def _choice(chosen: Chosen) -> dict[str, Detail]:
    match chosen:
        case EveryFailure():
            return {"chosen_by": "all"}
        case FailuresOf(cause_id=cause_id):
            return {"chosen_by": "cause", "cause_id": str(cause_id)}
        case FailuresLike(wanted=wanted):
            return {"chosen_by": "filter", "filter": " ".join(_criteria(wanted))}
        case FailuresAmong(entry_ids=entry_ids):
            return {"chosen_by": "log_ids", "named": len(entry_ids)}


def _criteria(wanted: LogFilter) -> Iterator[str]:
    """Which fields were asked for, and for what, unless somebody typed it: that may name a person."""
    for each in fields(LogFilter):
        value = getattr(wanted, each.name)
        if value != getattr(EVERYTHING, each.name):
            yield f"{each.name}={_told(value)}"


def _told(value: object) -> str:
    match value:
        case frozenset():
            return ",".join(sorted(value))
        case date():
            return value.isoformat()
        case bool() | StrEnum() | UUID():
            return str(value)
        case _:
            return "*"

"""What the settings of a company leave out of its books."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.model.dossiers import Dossier, Need
from domain.model.log_entries import EntryOperation, LogEntry, Status
from domain.model.records import Contact, Record, RecordKey, RecordKind
from domain.model.settings import Carried
from domain.model.standings import Standing
from domain.model.verdicts import Skip, StandBack

PLURALS: Final[Mapping[RecordKind, str]] = {
    RecordKind.CONTACT: "Contacts",
    RecordKind.INVOICE: "Invoices",
    RecordKind.PAYMENT: "Payments",
    RecordKind.CREDIT: "Credits",
    RecordKind.WRITE_OFF: "Write-offs",
}

# A contact's name and currency, and an invoice's number, matter to others that are carried over.
KNOWN_ALL_THE_SAME: Final = frozenset({RecordKind.CONTACT, RecordKind.INVOICE})


def skip(entry: LogEntry, record: Record, carried: Carried) -> Skip | None:
    """Why the settings leave the entry out, if they do; what takes something back always goes."""
    if entry.operation is EntryOperation.VOID:
        return None
    return _by_kind(entry, carried) or _by_date(record, carried)


def skipped(dossier: Dossier) -> Skip | None:
    """The same, of an entry that is to be decided; one that was begun is brought to its end."""
    has_begun = dossier.entry.ref is not None or dossier.was_applied
    return None if has_begun else skip(dossier.entry, dossier.record, dossier.carried)


def skipped_unread(entry: LogEntry, carried: Carried) -> Skip | None:
    """The same, of one by reference before its data is fetched: that of a kind nobody else needs is not."""
    return None if entry.record.kind in KNOWN_ALL_THE_SAME else _by_kind(entry, carried)


def still(skip: Skip | None, entry: LogEntry) -> Skip | StandBack:
    """What becomes of an entry that was to be skipped, by the settings of this moment."""
    return skip or StandBack(attempts=entry.attempts)


def sets_free(entry: LogEntry) -> bool:
    """Whether others that waited for the entry need not do so any more, though it is not in the books."""
    return entry.status is Status.SKIPPED and entry.record.kind is RecordKind.INVOICE


def is_older_than_we(key: RecordKey, need: Need) -> bool:
    """Whether an invoice was skipped: like one from before the integration, it is known by its number."""
    return need.link is None and is_skipped_invoice(key, need.standing)


def is_skipped_invoice(key: RecordKey, standing: Standing | None) -> bool:
    """The same, of one that is not in the books."""
    is_skipped = standing is not None and standing.status is Status.SKIPPED
    return key.kind is RecordKind.INVOICE and is_skipped


def _by_kind(entry: LogEntry, carried: Carried) -> Skip | None:
    kind = entry.record.kind
    return None if kind in carried.kinds else Skip(f"{PLURALS[kind]} are switched off in the settings")


def _by_date(record: Record, carried: Carried) -> Skip | None:
    start = carried.start_date
    if start is None or isinstance(record, Contact) or record.txn_date >= start:
        return None
    return Skip(f"Dated {record.txn_date}, before the start date {start}")

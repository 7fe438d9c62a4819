"""The indexes of the log: each list, and each question of the workers, has its own.

A partial index holds the few entries that a question is about; its condition must follow
from the question's own, also for SQLite, which compares the two word by word.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Index, and_, literal
from sqlalchemy.orm import InstrumentedAttribute

from adapters.database.rows.log import LogEntryRow as Entry
from adapters.database.rows.log import WaitRow
from adapters.database.rows.search import search_vector
from domain.model.log_entries import EntryOperation, Status


def _index(
    name: str,
    *columns: InstrumentedAttribute[Any],
    where: ColumnElement[bool] | None = None,
) -> None:
    Index(f"ix_log_entries_{name}", *columns, postgresql_where=where, sqlite_where=where)


NEWEST_FIRST = (Entry.created_at, Entry.id)
UNDER_WAY = Entry.due_at.is_not(None)
IS_SKIPPED = Entry.status == literal(Status.SKIPPED, literal_execute=True)

# People's lists
_index("newest", Entry.company_id, *NEWEST_FIRST)
_index("status", Entry.company_id, Entry.status, *NEWEST_FIRST)
_index("kind", Entry.company_id, Entry.kind, *NEWEST_FIRST)
_index("error_code", Entry.company_id, Entry.error_code, *NEWEST_FIRST, where=Entry.error_code.is_not(None))
_index("excluded", Entry.company_id, *NEWEST_FIRST, where=Entry.excluded_at.is_not(None))
_index("changed_in_books", Entry.company_id, *NEWEST_FIRST, where=Entry.changed_in_books.is_not(None))
_index("external_ref", Entry.company_id, Entry.external_ref)
_index("contact", Entry.company_id, Entry.contact_ref, *NEWEST_FIRST)
_index("reference", Entry.company_id, Entry.reference, where=Entry.reference.is_not(None))
_index("quickbooks_id", Entry.company_id, Entry.ref_id, where=Entry.ref_id.is_not(None))
_index("last_attempt_at", Entry.company_id, Entry.last_attempt_at)
_index("txn_date", Entry.company_id, Entry.txn_date)
_index("cause", Entry.company_id, Entry.cause_id, where=Entry.cause_id.is_not(None))
_index("untold", Entry.company_id, where=and_(Entry.cause_id.is_not(None), Entry.notified_at.is_(None)))
Index("ix_log_entries_search", search_vector(Entry), postgresql_using="gin").ddl_if(dialect="postgresql")

# The workers' questions
_index("queue", Entry.company_id, Entry.rank, *NEWEST_FIRST, where=UNDER_WAY)
_index("due", Entry.company_id, Entry.due_at, where=UNDER_WAY)
_index("versions", Entry.record_id, Entry.source_version)
_index("drain", Entry.company_id, Entry.drain_epoch, where=Entry.drain_epoch.is_not(None))
_index("skipped", Entry.company_id, Entry.kind, Entry.txn_date, where=IS_SKIPPED)
_index("voids", Entry.company_id, where=Entry.operation == EntryOperation.VOID)
Index("ix_waits_needed", WaitRow.company_id, WaitRow.kind, WaitRow.external_ref)

"""A dossier: all that our own database knows of one claimed entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.model.attempts import Attempt
from domain.model.links import Link
from domain.model.log_entries import LogEntry
from domain.model.mappings import Mapping as ItemMapping
from domain.model.records import Record, RecordKey
from domain.model.standings import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A record that must come first: submitted or not, in the books or not.

    `standing` says how it stands while it is not in the books.
    """

    record: Record | None
    link: Link | None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Read afresh at each claim, so that every attempt sees current data.

    `record` is the current version, which may be newer than the one the entry is about.
    `needs` has one row for each of `needs(record)`; `fee_items` the mappings of the fee items
    on its lines, where there are any; `unsettled` is the entry's newest attempt, if nobody
    knows its outcome.
    """

    entry: LogEntry
    record: Record
    link: Link | None
    needs: Mapping[RecordKey, Need]
    fee_items: Mapping[str, ItemMapping]
    unsettled: Attempt | None
    last_attempt_number: int

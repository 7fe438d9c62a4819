"""Failures that need a person: their causes, and how some of them are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from domain.model.log_entries import LogEntry
from domain.model.log_filter import LogFilter
from domain.model.money import Money
from domain.model.records import RecordKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What so many entries failed for, that nobody left out; `example` is the oldest of them.

    `amounts` has one sum for each currency, `kinds` how many entries of each kind.
    `oldest_at` and `newest_at` are when they were accepted. `holding_up` counts the entries
    that wait for one of their records, not those that wait for these in turn.
    """

    id: UUID
    example: LogEntry
    entries: int
    amounts: tuple[Money, ...]
    kinds: Mapping[RecordKind, int]
    oldest_at: datetime
    newest_at: datetime
    holding_up: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseMark:
    """The last cause of a page, by what the list is sorted on: largest first, ties by id."""

    entries: int
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWork:
    """How many causes are open, and how many entries failed, wait, or are excluded without being settled."""

    causes: int
    failed: int
    waiting: int
    excluded: int


@dataclass(frozen=True, slots=True)
class EveryFailure:
    """All that failed and nobody left out."""


@dataclass(frozen=True, slots=True)
class FailuresOf:
    """Those of one cause."""

    cause_id: UUID


@dataclass(frozen=True, slots=True)
class FailuresLike:
    """Those that a filter of the log selects."""

    wanted: LogFilter


@dataclass(frozen=True, slots=True)
class FailuresAmong:
    """Those among these entries."""

    entry_ids: frozenset[UUID]


Chosen = EveryFailure | FailuresOf | FailuresLike | FailuresAmong

EVERY_FAILURE: Final = EveryFailure()

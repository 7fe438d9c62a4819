"""A dossier: all that our own database knows of one claimed entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.model.attempts import Attempt
from domain.model.links import Link
from domain.model.log_entries import LogEntry
from domain.model.mappings import Mapping as ItemMapping
from domain.model.mappings import MappingKey, MappingKind
from domain.model.records import Record, RecordKey
from domain.model.settings import EVERYTHING, Carried
from domain.model.standings import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A record that must come first: submitted or not, in the books or not.

    `standing` says how it stands while it is not in the books.
    """

    record: Record | None
    link: Link | None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class KnownMappings:
    """The mappings of the keys that a record uses, as far as they are mapped."""

    by_key: Mapping[MappingKey, ItemMapping] = field(default_factory=dict)

    def of(self, kind: MappingKind, source_key: str) -> ItemMapping | None:
        """What the key stands for, if it is mapped."""
        return self.by_key.get(MappingKey(kind, source_key))

    def id_of(self, kind: MappingKind, source_key: str) -> str:
        """The id that the key stands for; only asked when it is mapped."""
        return self.by_key[MappingKey(kind, source_key)].quickbooks_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Read afresh at each claim, so that every attempt sees current data.

    `record` is the current version, which may be newer than the one the entry is about; `voided`
    says that the billing system took it back.
    `needs` has one row for each of `needs(record)`; `mappings` those of `mapping_keys(record)`,
    where there are any; `unsettled` is the entry's newest attempt, if nobody knows its outcome, and
    `was_applied` says that it was applied. `carried` is what the company's settings let through.
    """

    entry: LogEntry
    record: Record
    link: Link | None
    needs: Mapping[RecordKey, Need]
    mappings: KnownMappings
    unsettled: Attempt | None
    last_attempt_number: int
    voided: bool = False
    was_applied: bool = False
    carried: Carried = EVERYTHING

"""Find rows by the keys of records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, false, or_

from adapters.database.rows import LinkRow, LogEntryRow, RecordRow
from domain.model.records import RecordKey, RecordKind


def has_key(
    row: type[LinkRow | LogEntryRow | RecordRow], company_id: UUID, keys: Collection[RecordKey]
) -> ColumnElement[bool]:
    """Whether a row belongs to one of these records; one look-up for each kind."""
    refs: dict[RecordKind, list[str]] = defaultdict(list)
    for key in keys:
        refs[key.kind].append(key.external_ref)
    one_kind = (and_(row.kind == kind, row.external_ref.in_(names)) for kind, names in refs.items())
    return and_(row.company_id == company_id, or_(false(), *one_kind))


def key_of(row: Row[Any]) -> RecordKey:
    """Return the key of the record that a row belongs to."""
    return RecordKey(kind=row.kind, external_ref=row.external_ref)

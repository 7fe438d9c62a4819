"""Which source keys are in use and not mapped."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, null, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from adapters.database.rows import LogEntryRow, MappingRow, RecordRow
from adapters.database.types import Instant
from domain.model.log_entries import Status
from domain.model.mappings import MappingKind

LACKING = {
    MappingKind.FEE_ITEM: "fee_item_not_mapped",
    MappingKind.INCOME_ACCOUNT: "write_off_account_not_mapped",
    MappingKind.DISCOUNT: "discount_not_mapped",
    MappingKind.TAX: "tax_not_mapped",
}
"""The error of an entry that lacks a mapping; its subject is the source key."""

NO_TIME: ColumnElement[datetime | None] = type_coerce(null(), Instant())


def unmapped_keys(company_id: UUID, kind: MappingKind, *, after: str | None, limit: int) -> Select[Any]:
    """Up to `limit` keys behind `after`, each with how many use it, and since when it holds them up."""
    if kind in LACKING:
        key, wanted = LogEntryRow.error_subject, _failed_for(company_id, LACKING[kind])
    else:
        key, wanted = RecordRow.payment_method, _methods(company_id)
    if after is not None:
        wanted = wanted.where(key > after)
    is_mapped = exists().where(
        MappingRow.company_id == company_id, MappingRow.kind == kind, MappingRow.source_key == key
    )
    return wanted.where(~is_mapped).group_by(key).order_by(key).limit(limit)


def _failed_for(company_id: UUID, code: str) -> Select[Any]:
    return _counted(LogEntryRow.error_subject, func.min(LogEntryRow.created_at)).where(
        LogEntryRow.company_id == company_id,
        LogEntryRow.error_code == code,
        LogEntryRow.status == Status.FAILED,
    )


def _methods(company_id: UUID) -> Select[Any]:
    key = RecordRow.payment_method
    return _counted(key, NO_TIME).where(RecordRow.company_id == company_id, key.is_not(None))


def _counted(key: InstrumentedAttribute[Any], since: ColumnElement[Any]) -> Select[Any]:
    return select(key.label("source_key"), func.count().label("entries"), since.label("since"))

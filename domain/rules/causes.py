"""Failures of one code about one subject have one cause."""

from __future__ import annotations

from uuid import UUID, uuid5

from domain.model.log_entries import SyncError


def cause_of(company_id: UUID, error: SyncError) -> UUID:
    """The same id for every failure of this code about this subject in this company."""
    return uuid5(company_id, f"{error.code}:{error.subject}")

"""Failures of one code about one subject have one cause."""

from __future__ import annotations

from uuid import UUID, uuid5

from domain.model.log_entries import SyncError


def cause_of(company_id: UUID, error: SyncError) -> UUID:
    """The same id for every failure of this code about this subject in this company."""
    return cause_id(company_id, error.code, error.subject)


def cause_id(company_id: UUID, code: str, subject: str) -> UUID:
    """The same, of a failure that is only thought of."""
    return uuid5(company_id, f"{code}:{subject}")

"""Which version counts: of a record, and of what a person changes."""

from __future__ import annotations

from domain.errors import VersionDiffers, VersionRequired
from domain.model.dossiers import Dossier
from domain.model.log_entries import EntryOperation


def check_version(version: int, if_match: int | None) -> None:
    """Raise VersionRequired or VersionDiffers unless `if_match` is the version that is here."""
    if if_match is None:
        raise VersionRequired
    if if_match != version:
        raise VersionDiffers


def takes_back(dossier: Dossier) -> bool:
    """Whether the entry is about a void."""
    return dossier.entry.operation is EntryOperation.VOID


def is_outdated(dossier: Dossier) -> bool:
    """Whether a newer version of the record, or its void, goes in the entry's place."""
    newer = dossier.record.source_version > dossier.entry.source_version
    return newer or (dossier.voided and not takes_back(dossier))

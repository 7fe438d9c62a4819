"""What somebody deleted in the books is made anew only where a person, told of it, says so."""

from __future__ import annotations

from typing import Final

from domain.model.books import LedgerRef
from domain.model.dossiers import Dossier
from domain.model.log_entries import SyncError
from domain.rules.failures import failure

CHANGED: Final = "changed_in_quickbooks"


def is_wanted_anew(dossier: Dossier) -> bool:
    """Whether the entry failed for just that, and a person resynced it; no bulk resync does so."""
    entry = dossier.entry
    return entry.by_hand and entry.error is not None and entry.error.code == CHANGED


def changed(dossier: Dossier, *, lost: LedgerRef | None = None) -> SyncError:
    """Somebody changed it in the books; `lost` is an object that no resync brings back."""
    known = {"lost": lost.id} if lost else {}
    return failure(CHANGED, subject=str(dossier.record.key), known=known)

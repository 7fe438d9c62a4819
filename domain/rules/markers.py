"""Our own work in the books is known by its marker: the record, and which version of it."""

from __future__ import annotations

from collections.abc import Iterable

from domain.model.books import LedgerCustomer, LedgerInvoice, LedgerPayment, Marker
from domain.model.dossiers import Dossier
from domain.model.verdicts import Adopt


def marker_of(dossier: Dossier) -> Marker:
    """The tag for what this entry writes."""
    return Marker(record_id=dossier.entry.record_id, source_version=dossier.entry.source_version)


def is_ours(marker: Marker | None, dossier: Dossier) -> bool:
    """Whether some version of this very record made the object."""
    return marker is not None and marker.record_id == dossier.entry.record_id


def is_current(marker: Marker | None, dossier: Dossier) -> bool:
    """Whether this very version was written: what we wanted to do is done."""
    return marker == marker_of(dossier)


def adopted(
    found: Iterable[LedgerCustomer | LedgerInvoice | LedgerPayment], dossier: Dossier
) -> Adopt | None:
    """The verdict when this very version is among the objects that were found."""
    return next((Adopt(each.ref) for each in found if is_current(each.marker, dossier)), None)

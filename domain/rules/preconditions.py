"""What a failure's remedies would change, and in which version: so that a person changes what they saw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from domain import catalogue
from domain.catalogue import RemedyKind
from domain.model.dossiers import Dossier
from domain.model.links import Link
from domain.model.log_entries import SyncError
from domain.model.records import Contact
from domain.rules.remedies import LINK_VERSION, MAPPING_VERSION, MAPPINGS


def versioned(error: SyncError, dossier: Dossier) -> SyncError:
    """The error, which now knows the version of the link or the mapping that is there already."""
    known = dict(_versions(error, dossier))
    return replace(error, context={**error.context, **known}) if known else error


def _versions(error: SyncError, dossier: Dossier) -> Iterator[tuple[str, str]]:
    kinds = catalogue.row(error.code).remedies
    link = _link_of_contact(dossier)
    if RemedyKind.LINK_CONTACT in kinds and link:
        yield LINK_VERSION, str(link.revision)
    for remedy, kind in MAPPINGS.items():
        key = error.context.get(kind) if remedy in kinds else None
        if key is not None and (mapping := dossier.mappings.of(kind, key)):
            yield MAPPING_VERSION, str(mapping.version)


def _link_of_contact(dossier: Dossier) -> Link | None:
    record = dossier.record
    return dossier.link if isinstance(record, Contact) else dossier.needs[record.contact_key].link

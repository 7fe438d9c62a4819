"""Remedies: what would put a failed entry right, for a front end to draw as buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain import catalogue
from domain.catalogue import RemedyKind
from domain.model.log_entries import EntryOperation, LogEntry, Status, SyncError
from domain.model.mappings import MappingKind
from domain.model.records import RecordKind

# Each offers to map the key that the error names under the kind's own name.
MAPPINGS: Mapping[RemedyKind, MappingKind] = {
    RemedyKind.MAP_FEE_ITEM: MappingKind.FEE_ITEM,
    RemedyKind.MAP_INCOME_ACCOUNT: MappingKind.INCOME_ACCOUNT,
    RemedyKind.MAP_DISCOUNT: MappingKind.DISCOUNT,
    RemedyKind.MAP_TAX: MappingKind.TAX,
    RemedyKind.MAP_PAYMENT_METHOD: MappingKind.PAYMENT_METHOD,
}

# What fails for the customer that the entry's contact is linked to.
OF_ITS_CUSTOMER = frozenset({"customer_inactive", "invoice_moved"})

# What a failure keeps of the link or the mapping that its remedies would change.
LINK_VERSION, MAPPING_VERSION = "link_version", "mapping_version"

OF_THE_DATA = frozenset({"field_too_long", "invalid_characters"})

OF_ONE_ENTRY = frozenset({RemedyKind.CORRECT_RECORD, RemedyKind.RESYNC, RemedyKind.EXCLUDE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One thing to do; `target` names what it is done to, empty where a person has to choose.

    `if_match` is the version of what it changes, where that is there already.
    """

    kind: RemedyKind
    title: str
    target: Mapping[str, str]
    if_match: str | None = None


def remedies(entry: LogEntry) -> tuple[Remedy, ...]:
    """The catalogue's remedies for the entry's failure; none while the machine still tries."""
    if entry.status is not Status.FAILED or entry.error is None:
        return ()
    kinds = catalogue.row(entry.error.code).remedies
    return tuple(_remedy(kind, entry, entry.error) for kind in kinds if _is_open(kind, entry, entry.error))


def remedies_of_cause(example: LogEntry) -> tuple[Remedy, ...]:
    """What puts every failure of the example's cause right at once, and then sends all of them again.

    What would only help the example itself is left out; so is what is done to its own entry, and
    sending again what would fail again.
    """
    if example.error is None:
        return ()
    own = str(example.id)
    shared = (each for each in remedies(example) if each.kind not in OF_ONE_ENTRY)
    cures = (each for each in shared if each.target.get("entry_id") != own)
    again = () if _fails_again(example, example.error) else (RemedyKind.RESYNC_CAUSE,)
    return (*cures, *(_remedy(kind, example, example.error) for kind in again))


def _is_open(kind: RemedyKind, entry: LogEntry, error: SyncError) -> bool:  # noqa: PLR0911 - one for each
    match kind:
        case RemedyKind.EXCLUDE:
            return entry.excluded is None
        case _ if kind in MAPPINGS:
            return MAPPINGS[kind] in error.context
        case RemedyKind.SUBMIT_INVOICE:
            return "number" in error.context
        case RemedyKind.LINK_CONTACT | RemedyKind.SEE_CANDIDATES:
            return entry.record.kind is RecordKind.CONTACT or error.code in OF_ITS_CUSTOMER
        case RemedyKind.RESYNC_PARENT | RemedyKind.INCLUDE_PARENT:
            return "entry_id" in error.context
        case RemedyKind.ADOPT:
            return entry.operation is not EntryOperation.VOID and not _is_linked_instead(entry, error)
        case RemedyKind.RESYNC:
            return not _fails_again(entry, error)
        case _:
            return True


def _is_linked_instead(entry: LogEntry, error: SyncError) -> bool:
    is_offered = RemedyKind.LINK_CONTACT in catalogue.row(error.code).remedies
    return entry.record.kind is RecordKind.CONTACT and is_offered


def _fails_again(entry: LogEntry, error: SyncError) -> bool:
    """The same data that QBO does not take, or an object that was merged or voided there for good."""
    is_the_data = error.code in OF_THE_DATA and not entry.by_reference
    return is_the_data or "lost" in error.context


def _remedy(kind: RemedyKind, entry: LogEntry, error: SyncError) -> Remedy:  # noqa: PLR0911 - one for each
    match kind:
        case (
            RemedyKind.MAP_FEE_ITEM
            | RemedyKind.MAP_INCOME_ACCOUNT
            | RemedyKind.MAP_DISCOUNT
            | RemedyKind.MAP_TAX
            | RemedyKind.MAP_PAYMENT_METHOD
        ):
            return _mapping(kind, MAPPINGS[kind], error)
        case RemedyKind.SUBMIT_INVOICE:
            return _submission(kind, error)
        case RemedyKind.CORRECT_RECORD:
            return Remedy(kind=kind, title=f"Correct and submit {entry.record} again", target=_record(entry))
        case RemedyKind.LINK_CONTACT | RemedyKind.SEE_CANDIDATES | RemedyKind.ADOPT:
            return _found_in_quickbooks(kind, entry, error)
        case RemedyKind.RESYNC:
            return Remedy(kind=kind, title="Resync this entry", target={"entry_id": str(entry.id)})
        case RemedyKind.RESYNC_PARENT | RemedyKind.INCLUDE_PARENT:
            return _to_parent(kind, error)
        case RemedyKind.RESYNC_CAUSE:
            return _to_all(entry)
        case RemedyKind.EXCLUDE:
            title = "Exclude this entry from the full resync"
            return Remedy(kind=kind, title=title, target={"entry_id": str(entry.id)})


def _mapping(kind: RemedyKind, name: MappingKind, error: SyncError) -> Remedy:
    key = error.context[name]
    title = f"Map the {name.replace('_', ' ')} {key}"
    version = error.context.get(MAPPING_VERSION)
    return Remedy(kind=kind, title=title, target={name.value: key}, if_match=version)


def _submission(kind: RemedyKind, error: SyncError) -> Remedy:
    """One that was never submitted has a reference that only the billing system knows."""
    number, invoice = error.context["number"], error.context.get("invoice")
    target = {"number": number, "external_ref": invoice} if invoice else {"number": number}
    return Remedy(kind=kind, title=f"Submit invoice {number}", target=target)


def _found_in_quickbooks(kind: RemedyKind, entry: LogEntry, error: SyncError) -> Remedy:
    """What a person does who finds it there; a candidate that is not known is for them to choose."""
    contact = {"external_ref": entry.contact.external_ref if entry.contact else ""}
    if kind is RemedyKind.SEE_CANDIDATES:
        title = "See who holds the name, and which customers it may be"
        return Remedy(kind=kind, title=title, target=contact)
    if kind is RemedyKind.LINK_CONTACT:
        title, version = "Link the contact to a customer by hand", error.context.get(LINK_VERSION)
        return Remedy(kind=kind, title=title, target=contact, if_match=version)
    target = {"entry_id": str(entry.id), "quickbooks_id": error.context.get("candidate", "")}
    return Remedy(kind=kind, title="It is in QuickBooks already: adopt it", target=target)


def _record(entry: LogEntry) -> dict[str, str]:
    return {"kind": entry.record.kind.value, "external_ref": entry.record.external_ref}


def _to_parent(kind: RemedyKind, error: SyncError) -> Remedy:
    parent = f"{error.context['kind']} {error.context['external_ref']}"
    verb = "Resync" if kind is RemedyKind.RESYNC_PARENT else "Include"
    again = "" if kind is RemedyKind.RESYNC_PARENT else " again"
    return Remedy(kind=kind, title=f"{verb} {parent}{again}", target={"entry_id": error.context["entry_id"]})


def _to_all(entry: LogEntry) -> Remedy:
    title = "Resync all that failed for this cause"
    return Remedy(kind=RemedyKind.RESYNC_CAUSE, title=title, target={"cause": str(entry.cause_id)})

"""Merge: everything of one name goes to another, and the merged one is inactive from then on."""

from collections.abc import Mapping
from typing import Final

from sandbox.books.changes import Changes
from sandbox.books.company import Company
from sandbox.books.general_ledger import Entry
from sandbox.books.operations import BY_HAND
from sandbox.books.writing import record
from sandbox.entities.entity import Entity
from sandbox.entities.kinds import Ref
from sandbox.entities.schema import Field, Many, Part
from sandbox.faults import business, gone
from sandbox.rules.names import ancestors, requalified, settle_name
from sandbox.rules.people import relabel_transactions
from sandbox.rules.references import shown
from sandbox.shapes import JsonObject

ENTERED_AS: Final = {"Account": "account", "Customer": "customer", "Item": "item", "Vendor": "vendor"}
"""What can be merged, and as what an entry of the general ledger names it."""


def merge(company: Company, entity: Entity, merged_id: str, into_id: str) -> JsonObject:
    """Do it, as one operation of a person; the merged object after it. Raises `QboFault`."""
    if entity.name not in ENTERED_AS:
        raise business(f"Only {', '.join(ENTERED_AS)} can be merged.", "entity")
    merged, into = company.find(entity.name, merged_id), company.find(entity.name, into_id)
    if merged is None or into is None:
        raise gone()
    kinds = [each.get("AccountType", each.get("Type")) for each in (merged, into)]
    if merged_id == into_id or kinds[0] != kinds[1]:
        raise business("Only two of the same type can be merged.", "into")
    changes = Changes(company, entity)
    if any(each["Id"] == merged_id for each in ancestors(changes, into_id)):
        raise business("A name cannot be merged into one below it.", "into")
    _repoint(changes, merged_id, shown(company, entity.name, into))
    _reenter(changes, ENTERED_AS[entity.name], merged_id, into_id)
    _retire(changes, merged)
    return record(changes, "merge", merged_id, BY_HAND)


def _repoint(changes: Changes, old: str, new: JsonObject) -> None:
    """Every reference to the one is a reference to the other; what stood below it is renamed."""
    for entity in changes.company.entities.values():
        for each in tuple(changes.company.shelf(entity.name).all()):
            stored = changes.find(entity.name, each["Id"]) or each
            pointed = _pointed(entity.fields, stored, changes.entity.name, old, new)
            if pointed is not stored:
                _save(changes, entity, pointed)


def _save(changes: Changes, entity: Entity, pointed: JsonObject) -> None:
    parent = pointed.get("ParentRef")
    if entity is changes.entity and parent is not None and "FullyQualifiedName" in pointed:
        full = f"{parent['name']}:{pointed[entity.name_field]}"
        pointed = {**pointed, "FullyQualifiedName": full}
        for renamed in (pointed, *requalified(changes, pointed)):
            relabel_transactions(changes, renamed)
    changes.save(entity.name, pointed)


def _pointed(
    fields: Mapping[str, Field], value: JsonObject, entity: str, old: str, new: JsonObject
) -> JsonObject:
    """The object with its references changed, or itself if it has none to change."""
    changed: JsonObject = {}
    for name, held in value.items():
        kind = fields[name].kind if name in fields else None
        after = held
        if isinstance(kind, Ref) and held["value"] == old and entity in {kind.to, held.get("type")}:
            after = {**new, "type": held["type"]} if "type" in held else new
        elif isinstance(kind, Part):
            after = _pointed(kind.fields, held, entity, old, new)
        elif isinstance(kind, Many):
            lines = [_pointed(kind.of.fields, each, entity, old, new) for each in held]
            after = lines if any(x is not y for x, y in zip(lines, held, strict=True)) else held
        if after is not held:
            changed[name] = after
    return {**value, **changed} if changed else value


def _reenter(changes: Changes, field: str, old: str, new: str) -> None:
    """What was posted on the one is posted on the other."""
    ledger = changes.company.general_ledger
    touched = {(entity, txn) for entity, txn, entry in ledger.entries() if getattr(entry, field) == old}
    for entity, txn in touched:
        entries = [_entered(each, field, old, new) for each in ledger.entries_of(entity, txn)]
        changes.enter(entity, txn, entries)


def _entered(entry: Entry, field: str, old: str, new: str) -> Entry:
    """The same entry on the other account, customer, vendor or item."""
    if getattr(entry, field) != old:
        return entry
    return Entry(**{**entry._asdict(), field: new})


def _retire(changes: Changes, merged: JsonObject) -> None:
    draft = {**(changes.find(changes.entity.name, merged["Id"]) or merged), "Active": False}
    settle_name(changes, draft, merged)
    changes.save(changes.entity.name, draft)

"""Names: unique in their space, nested by colons, and freed when their holder is made inactive."""

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.entities.entity import Behaviour
from sandbox.faults import QboFault, fault, missing
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

DELETED: Final = " (deleted"
OTHER_LIST: Final = (
    "The name supplied already exists. : Another customer, vendor or employee is already using this name. "
    "Please use a different name."
)


def settle_name(changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
    """Free the name of what goes inactive, claim the name of what stays; raise 6240 if it is taken."""
    field = changes.entity.name_field
    was_active = before is None or bool(before["Active"])
    if draft["Active"] and not was_active:
        draft[field] = draft[field].split(DELETED)[0]
    if not draft["Active"] and was_active:
        draft[field] = _freed(changes, draft[field])
    _claim(changes, draft, draft[field])


def _freed(changes: "Changes", name: str) -> str:
    taken = changes.company.names.holder
    marks = (f"{name}{DELETED}{suffix})" for suffix in ("", *(f"-{turn}" for turn in range(1, 10_000))))
    return next(mark for mark in marks if taken(changes.entity.name_space, mark) is None)


def _claim(changes: "Changes", draft: JsonObject, name: str) -> None:
    """QBO: 6240; the text has the id only if the holder is of the same list."""
    holder = changes.company.names.holder(changes.entity.name_space, name)
    if holder is None or holder == (changes.entity.name, draft.get("Id")):
        return
    entity, held_by = holder
    if entity == changes.entity.name:
        raise fault("6240", f"The name supplied already exists. : Id={held_by}")
    raise fault("6240", OTHER_LIST)


def qualify(changes: "Changes", draft: JsonObject, child_flag: str) -> None:
    """`FullyQualifiedName` is `Parent:Child`; the flag and the level follow the parent."""
    parent_ref = draft.get("ParentRef")
    name = draft[changes.entity.name_field]
    if parent_ref is None:
        draft["FullyQualifiedName"] = name
        if child_flag:
            draft[child_flag] = False
        return
    parent = changes.find(changes.entity.name, parent_ref["value"])
    if parent is None or parent["Id"] == draft.get("Id"):
        raise fault("900", "Parent cannot be child", "ParentRef")
    draft["FullyQualifiedName"] = f"{parent['FullyQualifiedName']}:{name}"
    draft["Level"] = parent.get("Level", 0) + 1
    if child_flag:
        draft[child_flag] = True


class Nested(Behaviour):
    """A list whose names are unique, and may stand below a parent."""

    def __init__(self, child_flag: str = "") -> None:
        self.child_flag = child_flag

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        if not draft.get("Name"):
            raise QboFault([missing("Name")])
        settle_name(changes, draft, before)
        if "FullyQualifiedName" in changes.entity.fields:
            qualify(changes, draft, self.child_flag)

    @override
    def settle(self, changes: "Changes", after: JsonObject, before: JsonObject | None) -> None:
        if before is not None and before.get("FullyQualifiedName") != after.get("FullyQualifiedName"):
            requalify_children(changes, after)


def requalify_children(changes: "Changes", parent: JsonObject) -> None:
    """A renamed parent renames what stands below it."""
    name = changes.entity.name
    for child_id in tuple(changes.company.shelf(name).ids_by("ParentRef", parent["Id"])):
        child = changes.find(name, child_id)
        if child is not None:
            full = f"{parent['FullyQualifiedName']}:{child[changes.entity.name_field]}"
            relabelled = {**child, "FullyQualifiedName": full}
            changes.relabel(name, relabelled)
            requalify_children(changes, relabelled)

"""Names: unique in their space, nested by colons, and freed when their holder is made inactive."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.entities.entity import Behaviour
from sandbox.faults import fault
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

DELETED: Final = " (deleted"
DEEPEST: Final = 5
"""Levels of names, the top one included."""
OTHER_LIST: Final = (
    "The name supplied already exists. : Another customer, vendor or employee is already using this name. "
    "Please use a different name."
)


def settle_name(
    changes: "Changes", draft: JsonObject, before: JsonObject | None, child_flag: str = ""
) -> None:
    """Mark the name of what goes inactive, place it below its parent; raise 6240 if it is taken."""
    field = changes.entity.name_field
    path = _place(changes, draft, child_flag) if "ParentRef" in changes.entity.fields else ""
    was_active = before is None or bool(before["Active"])
    if draft["Active"] and not was_active:
        draft[field] = draft[field].split(DELETED)[0]
    if not draft["Active"] and was_active and changes.company.settings.inactive_names == "mark":
        draft[field] = _marked(changes, draft[field], path)
    if "ParentRef" in changes.entity.fields:
        draft["FullyQualifiedName"] = path + draft[field]
    _refuse_taken(changes, draft)


def _place(changes: "Changes", draft: JsonObject, child_flag: str) -> str:
    """What stands before the name in `Parent:Child`; the flag and the level follow the parent."""
    parent_ref = draft.get("ParentRef")
    if parent_ref is None:
        if child_flag and draft.get(child_flag):
            raise fault("6150", f"A ParentRef is required if {child_flag} is true", "ParentRef")
        if child_flag:
            draft[child_flag] = False
        return ""
    line = tuple(ancestors(changes, parent_ref["value"]))
    if any(each["Id"] == draft.get("Id") for each in line):
        raise fault("900", "Parent cannot be child", "ParentRef")
    if len(line) >= DEEPEST:
        raise fault("6180", f"You can nest up to {DEEPEST} levels.", "ParentRef")
    if "Level" in changes.entity.fields:
        draft["Level"] = len(line)
    if child_flag:
        draft[child_flag] = True
    return f"{line[0]['FullyQualifiedName']}:"


def ancestors(changes: "Changes", object_id: str) -> Iterator[JsonObject]:
    """The object and all above it."""
    found = changes.find(changes.entity.name, object_id)
    while found is not None:
        yield found
        above = found.get("ParentRef")
        found = changes.find(changes.entity.name, above["value"]) if above else None


def _marked(changes: "Changes", name: str, path: str) -> str:
    """QBO marks the name of what is made inactive, and so frees it."""
    prefix = path if changes.entity.unique_field == "FullyQualifiedName" else ""
    taken, space = changes.company.names.holder, changes.entity.name_space
    marks = (f"{name}{DELETED}{suffix})" for suffix in ("", *(f"-{turn}" for turn in range(1, 10_000))))
    return next(mark for mark in marks if taken(space, prefix + mark) is None)


def _refuse_taken(changes: "Changes", draft: JsonObject) -> None:
    """QBO: 6240; the text has the id only if the holder is of the same list."""
    entity = changes.entity
    holder = changes.company.names.holder(entity.name_space, draft[entity.unique_field])
    if holder is None or holder == (entity.name, draft.get("Id")):
        return
    held_in, held_by = holder
    raise fault(
        "6240", f"The name supplied already exists. : Id={held_by}" if held_in == entity.name else OTHER_LIST
    )


class Nested(Behaviour):
    """A list whose names are unique below their parent, if they have one."""

    def __init__(self, child_flag: str = "") -> None:
        self.child_flag = child_flag

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        settle_name(changes, draft, before, self.child_flag)

    @override
    def settle(self, changes: "Changes", after: JsonObject, before: JsonObject | None) -> None:
        if before is not None and before.get("FullyQualifiedName") != after.get("FullyQualifiedName"):
            requalified(changes, after)


def requalified(changes: "Changes", parent: JsonObject) -> list[JsonObject]:
    """A renamed parent renames what stands below it: all of that, as it is shown from now on."""
    name, below = changes.entity.name, []
    for child_id in tuple(changes.company.shelf(name).ids_by("ParentRef", parent["Id"])):
        child = changes.find(name, child_id)
        if child is not None:
            full = f"{parent['FullyQualifiedName']}:{child[changes.entity.name_field]}"
            relabelled = {**child, "FullyQualifiedName": full}
            changes.relabel(name, relabelled)
            below += [relabelled, *requalified(changes, relabelled)]
    return below

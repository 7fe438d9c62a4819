"""Customers, vendors and employees: one name space, and a display name made from its parts."""

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.entities.entity import Behaviour, Family
from sandbox.faults import fault
from sandbox.rules.names import qualify, requalify_children, settle_name
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

NAME_PARTS: Final = ("Title", "GivenName", "MiddleName", "FamilyName", "Suffix")


class Person(Behaviour):
    """Anyone with a display name."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        composed = " ".join(draft[part] for part in NAME_PARTS if part in draft)
        name = draft.get("DisplayName") or composed or draft.get("CompanyName")
        if not name:
            raise fault(
                "6080", f"At least one of {', '.join(NAME_PARTS)} or DisplayName is required", "DisplayName"
            )
        draft["DisplayName"] = name
        settle_name(changes, draft, before)
        if "FullyQualifiedName" in changes.entity.fields:
            qualify(changes, draft, "Job")
        draft.setdefault("PrintOnCheckName", draft.get("CompanyName") or name)

    @override
    def settle(self, changes: "Changes", after: JsonObject, before: JsonObject | None) -> None:
        if before is None or before["DisplayName"] == after["DisplayName"]:
            return
        if "FullyQualifiedName" in after:
            requalify_children(changes, after)
        _relabel_transactions(changes, f"{changes.entity.name}Ref", after)


def _relabel_transactions(changes: "Changes", reference: str, person: JsonObject) -> None:
    """Transactions show the name their customer has now, without being changed by it."""
    for entity in changes.company.entities.values():
        if entity.family is Family.TRANSACTION and reference in entity.indexes:
            for txn_id in changes.company.shelf(entity.name).ids_by(reference, person["Id"]):
                stored = changes.find(entity.name, txn_id)
                if stored is not None:
                    shown = {**stored[reference], "name": person["DisplayName"]}
                    changes.relabel(entity.name, {**stored, reference: shown})

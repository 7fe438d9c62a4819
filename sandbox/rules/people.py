"""Customers, vendors and employees: one name space, and a display name made from its parts."""

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.entities.entity import Behaviour, Family
from sandbox.faults import fault
from sandbox.rules.names import requalified, settle_name
from sandbox.rules.references import shown
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
        settle_name(changes, draft, before, "Job" if "Job" in changes.entity.fields else "")
        draft.setdefault("PrintOnCheckName", draft.get("CompanyName") or name)

    @override
    def settle(self, changes: "Changes", after: JsonObject, before: JsonObject | None) -> None:
        shown_by = "FullyQualifiedName" if "FullyQualifiedName" in after else "DisplayName"
        if before is not None and before[shown_by] != after[shown_by]:
            below = requalified(changes, after) if shown_by == "FullyQualifiedName" else ()
            for person in (after, *below):
                relabel_transactions(changes, person)


def relabel_transactions(changes: "Changes", person: JsonObject) -> None:
    """Transactions show the name their customer has now, without being changed by it."""
    field = f"{changes.entity.name}Ref"
    reference = shown(changes.company, changes.entity.name, person)
    for entity in changes.company.entities.values():
        if entity.family is Family.TRANSACTION and field in entity.indexes:
            for txn_id in changes.company.shelf(entity.name).ids_by(field, person["Id"]):
                stored = changes.find(entity.name, txn_id)
                if stored is not None:
                    changes.relabel(entity.name, {**stored, field: reference})

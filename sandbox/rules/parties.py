"""References to whoever it is: a customer, a vendor or an employee, as their `type` says."""

from typing import TYPE_CHECKING, Final

from sandbox.faults import fault
from sandbox.rules.references import shown
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

PARTIES: Final = {"customer": "Customer", "vendor": "Vendor", "employee": "Employee"}


def resolve_party(changes: "Changes", reference: JsonObject, element: str, assumed: str = "") -> JsonObject:
    """The reference with its name. QBO: 2500 if nobody of that kind has the id."""
    kind = PARTIES.get(str(reference.get("type", assumed)).lower(), "")
    kinds = [kind] if kind else list(PARTIES.values())
    for each in kinds:
        found = changes.find(each, reference["value"])
        if found is not None:
            return {**shown(changes.company, each, found), "type": each}
    raise fault("2500", f"Invalid Reference Id : Names element id {reference['value']} not found", element)


def named_party(reference: JsonObject | None) -> dict[str, str]:
    """Who an entry of the general ledger names: `customer` or `vendor`, with the id."""
    kind = (reference or {}).get("type")
    return {kind.lower(): (reference or {})["value"]} if kind in {"Customer", "Vendor"} else {}

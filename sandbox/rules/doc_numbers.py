"""Document numbers: the client's or QBO's, and 6140 for one that is taken."""

from typing import TYPE_CHECKING, Final

from sandbox.faults import fault
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


AUTOMATIC: Final = "AUTO_GENERATE"
"""The document number of who wants QBO's next one, and has custom numbers on."""


def settle_doc_number(changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
    """Of a sales form. With custom numbers off QBO numbers by itself, and the settings say which forms."""
    company = changes.company
    if draft.pop("AutoDocNumber", False) or draft.get("DocNumber") == AUTOMATIC:
        draft["DocNumber"] = company.next_doc_number(changes.entity.number_space)
    elif company.preferences["SalesFormsPrefs"].get("CustomTxnNumbers"):
        refuse_duplicate(changes, draft)
    elif company.settings.automatic_numbers == "always" or "DocNumber" not in draft:
        held = (before or {}).get("DocNumber")
        draft["DocNumber"] = held or company.next_doc_number(changes.entity.number_space)


def refuse_duplicate(changes: "Changes", draft: JsonObject, party: str = "") -> None:
    """QBO: 6140. With a `party`, the number is its own: two vendors may both send a bill number 1."""
    number = draft.get("DocNumber")
    if not number or changes.duplicates_allowed or changes.company.settings.duplicate_numbers == "accept":
        return
    shelf = changes.company.shelf(changes.entity.name)
    for holder_id in shelf.ids_by("DocNumber", number):
        holder = shelf.get(holder_id) or {}
        if holder_id != draft.get("Id") and holder.get(party) == draft.get(party):
            raise fault(
                "6140",
                "Duplicate Document Number Error : You must specify a different number. "
                f"This number has already been used. DocNumber={number} is assigned to "
                f"TxnType={changes.entity.type_name} with TxnId={holder_id}",
            )

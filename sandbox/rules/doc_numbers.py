"""Document numbers: the client's or QBO's, and 6140 for one that is taken."""

from typing import TYPE_CHECKING

from sandbox.faults import fault
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


def settle_doc_number(changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
    """With custom numbers off QBO numbers by itself, whatever the client sent."""
    company = changes.company
    if not company.preferences["SalesFormsPrefs"].get("CustomTxnNumbers"):
        kept = (before or {}).get("DocNumber")
        draft["DocNumber"] = kept or company.next_doc_number(changes.entity.name)
        return
    number = draft.get("DocNumber")
    if number and not changes.duplicates_allowed and company.settings.duplicate_numbers == "refuse":
        _refuse_duplicate(changes, draft, number)


def _refuse_duplicate(changes: "Changes", draft: JsonObject, number: str) -> None:
    for holder in changes.company.shelf(changes.entity.name).ids_by("DocNumber", number):
        if holder != draft.get("Id"):
            raise fault(
                "6140",
                "Duplicate Document Number Error : You must specify a different number. "
                f"This number has already been used. DocNumber={number} is assigned to "
                f"TxnType={changes.entity.type_name} with TxnId={holder}",
            )

"""What invoices, credit memos and the other sales forms have in common."""

from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.entities.entity import Behaviour
from sandbox.faults import business
from sandbox.rules.doc_numbers import settle_doc_number
from sandbox.rules.money import ZERO
from sandbox.rules.sales_lines import complete_lines, zeroed_lines
from sandbox.rules.taxes import UNTAXED
from sandbox.shapes import NONE_OF_THEM, JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


def match_currency(changes: "Changes", draft: JsonObject, entity: str = "Customer") -> None:
    """A transaction is in the currency of its customer or vendor."""
    reference = draft.get(f"{entity}Ref")
    party = (changes.find(entity, reference["value"]) if reference else None) or {}
    currency = party.get("CurrencyRef") or changes.company.currency()
    named = changes.company.currency(draft.get("CurrencyRef") or currency)
    if named["value"] != currency["value"]:
        raise business(
            f"The currency of the transaction must match the currency of the {entity.lower()}.", "CurrencyRef"
        )
    draft["CurrencyRef"] = currency


def voided_note(changes: "Changes", before: JsonObject) -> str:
    """QBO puts the word before whatever the note was."""
    note, prefix = before.get("PrivateNote"), changes.company.settings.voided_prefix
    return f"{prefix}{note}" if note else prefix.rstrip(" -:,.")


class SalesForm(Behaviour):
    """Lines of items, a total, mostly a customer."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        match_currency(changes, draft)
        settle_doc_number(changes, draft, before)
        complete_lines(changes, draft, before)
        draft["LinkedTxn"] = before["LinkedTxn"] if before else NONE_OF_THEM
        draft.setdefault("CustomField", NONE_OF_THEM)

    @override
    def void(self, changes: "Changes", before: JsonObject) -> JsonObject:
        self.remove(changes, before)
        return {
            **before,
            "Line": zeroed_lines(before),
            "TotalAmt": ZERO,
            "Balance": ZERO,
            "TxnTaxDetail": UNTAXED,
            "LinkedTxn": NONE_OF_THEM,
            "PrivateNote": voided_note(changes, before),
        }

"""JournalEntry: debits and credits as an accountant writes them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import Behaviour, transaction
from sandbox.entities.expense_parts import BILLABLE
from sandbox.entities.fields import amount, choice, flag, many, opaque, part, ref, text, whole
from sandbox.entities.parts import HEADER, TAX_DETAIL, linked
from sandbox.faults import Problem, QboFault, business, fault, missing
from sandbox.rules.doc_numbers import refuse_duplicate
from sandbox.rules.line_numbers import numbered
from sandbox.rules.money import ZERO
from sandbox.rules.parties import named_party, resolve_party
from sandbox.rules.postings import entry
from sandbox.shapes import NONE_OF_THEM, JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

DETAIL: Final = "JournalEntryLineDetail"
FEWEST_LINES: Final = 2


class JournalEntryBehaviour(Behaviour):
    """Posts what it says, if its debits are its credits."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        lines = [dict(line) for line in draft["Line"]]
        problems = [problem for line in lines for problem in _completed(changes, line)]
        if problems:
            raise QboFault(problems)
        refuse_duplicate(changes, draft)
        counted = [line for line in lines if line["DetailType"] == DETAIL]
        if len(counted) < FEWEST_LINES:
            raise business("Fill out at least two detail lines to continue.")
        debits, credits_ = (_total(counted, posting) for posting in ("Debit", "Credit"))
        if debits != credits_:
            raise fault("2300", "Please balance your debits and credits.", "Line")
        draft["Line"] = numbered(lines, before)
        draft["TotalAmt"] = debits
        draft.setdefault("Adjustment", False)
        draft["CurrencyRef"] = changes.company.currency(draft.get("CurrencyRef"))
        draft.pop("TxnTaxDetail", None)
        draft["LinkedTxn"] = NONE_OF_THEM

    @override
    def entries(self, changes: "Changes", txn: JsonObject) -> Sequence[Entry]:
        entries = []
        for line in txn["Line"]:
            if line["DetailType"] == DETAIL:
                detail = line[DETAIL]
                sign = 1 if detail["PostingType"] == "Debit" else -1
                party = named_party(detail.get("Entity", {}).get("EntityRef"))
                account = detail["AccountRef"]["value"]
                entries.append(entry(changes, account, sign * line["Amount"], **party))
        return entries


def _completed(changes: "Changes", line: JsonObject) -> list[Problem]:
    line.setdefault("DetailType", DETAIL)
    if line["DetailType"] != DETAIL:
        return []
    detail = line[DETAIL] = dict(line.get(DETAIL) or {})
    problems = [] if "AccountRef" in detail else [missing("AccountRef")]
    if "PostingType" not in detail:
        problems.append(Problem("2260", "Required parameter PostingType is missing", "PostingType"))
    if "Amount" not in line:
        problems.append(missing("Amount"))
    elif line["Amount"] < 0:
        text = "Negative amounts aren't supported on transaction lines."
        problems.append(Problem("2290", text, "Amount"))
    party = detail.get("Entity", {}).get("EntityRef")
    if party:
        named = {**party, "type": detail["Entity"].get("Type", party.get("type", ""))}
        resolved = resolve_party(changes, named, "Entity")
        detail["Entity"] = {"Type": resolved["type"], "EntityRef": resolved}
    return problems


def _total(lines: list[JsonObject], posting: str) -> object:
    return sum((line["Amount"] for line in lines if line[DETAIL]["PostingType"] == posting), start=ZERO)


JOURNAL_ENTRY = transaction(
    "JournalEntry",
    [
        *HEADER,
        flag("Adjustment"),
        TAX_DETAIL,
        many(
            "Line",
            [
                text("Id", 50),
                whole("LineNum"),
                text("Description", 4000),
                amount("Amount"),
                choice("DetailType", DETAIL, "DescriptionOnly"),
                part(
                    DETAIL,
                    [
                        choice("PostingType", "Debit", "Credit"),
                        ref("AccountRef", "Account"),
                        part("Entity", [choice("Type", "Vendor", "Employee", "Customer"), ref("EntityRef")]),
                        ref("ClassRef", "Class"),
                        ref("DepartmentRef", "Department"),
                        ref("TaxCodeRef", "TaxCode"),
                        choice("TaxApplicableOn", "Sales", "Purchase"),
                        amount("TaxAmount"),
                        amount("TaxInclusiveAmt"),
                        choice("BillableStatus", *BILLABLE),
                        opaque("JournalCodeRef"),
                    ],
                ),
                opaque("DescriptionLineDetail"),
                linked(),
                opaque("CustomField"),
            ],
            required=True,
        ),
    ],
    behaviour=JournalEntryBehaviour(),
    indexes=("DocNumber",),
    title="Journal Entry",
)

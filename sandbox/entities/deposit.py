"""Deposit: money taken to the bank, out of Undeposited Funds or from elsewhere."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import Behaviour, transaction
from sandbox.entities.fields import amount, choice, many, number, opaque, part, ref, text
from sandbox.entities.parts import HEADER, linked
from sandbox.faults import QboFault, business, fault, missing
from sandbox.rules.money import ZERO
from sandbox.rules.parties import named_party, resolve_party
from sandbox.rules.postings import MONEY, demand_type, entry
from sandbox.shapes import NONE_OF_THEM, JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

DETAIL: Final = "DepositLineDetail"
DEPOSITABLE: Final = frozenset({"Payment", "SalesReceipt"})


class DepositBehaviour(Behaviour):
    """Debits the bank, credits where each line's money lay."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        account = draft["DepositToAccountRef"]
        demand_type(changes, account, "DepositToAccountRef", *MONEY)
        draft["Line"] = [_completed(changes, dict(line)) for line in draft["Line"]]
        for position, line in enumerate(draft["Line"], start=1):
            line.update(Id=str(position), LineNum=position)
        total = sum((line["Amount"] for line in draft["Line"]), start=ZERO) - _cash_back(draft)
        if total < 0:
            raise business("Transaction amount must be 0 or greater.")
        draft["TotalAmt"] = total
        draft["CurrencyRef"] = changes.company.currency(draft.get("CurrencyRef"))
        draft["LinkedTxn"] = NONE_OF_THEM

    @override
    def settle(self, changes: "Changes", after: JsonObject, before: JsonObject | None) -> None:
        if before is not None:
            _untie(changes, before)
        for line in after["Line"]:
            source = _source(changes, line)
            if source is not None:
                _tie(changes, *source, after["Id"])

    @override
    def entries(self, changes: "Changes", txn: JsonObject) -> Sequence[Entry]:
        entries = [Entry(txn["DepositToAccountRef"]["value"], txn["TotalAmt"])]
        if _cash_back(txn):
            entries.append(Entry(txn["CashBack"]["AccountRef"]["value"], _cash_back(txn)))
        return [*entries, *(_credited(changes, line) for line in txn["Line"])]

    @override
    def remove(self, changes: "Changes", before: JsonObject) -> None:
        _untie(changes, before)


def _cash_back(deposit: JsonObject) -> Decimal:
    back: Decimal = deposit.get("CashBack", {}).get("Amount", ZERO)
    return back


def _completed(changes: "Changes", line: JsonObject) -> JsonObject:
    """A line of a payment is worth what the payment is; any other says what and from where."""
    source = _source(changes, line)
    if source is not None:
        whole = source[1]["TotalAmt"]
        if line.get("Amount", whole) != whole:
            raise business("The amount of a line must be that of the transaction it deposits.", "Amount")
        return {**line, "Amount": whole}
    if line.get("LinkedTxn"):
        raise fault("620", "TxnID Cannot Be Linked : the transaction cannot be deposited.", "Line.LinkedTxn")
    detail = dict(line.get(DETAIL) or {})
    lacking = [] if "Amount" in line else [missing("Amount")]
    if "AccountRef" not in detail:
        lacking.append(missing("AccountRef"))
    if lacking:
        raise QboFault(lacking)
    if "Entity" in detail:
        detail["Entity"] = resolve_party(changes, detail["Entity"], "Entity")
    return {**line, "DetailType": DETAIL, DETAIL: detail}


def _source(changes: "Changes", line: JsonObject) -> tuple[str, JsonObject] | None:
    """What a line takes to the bank: a payment or a sales receipt."""
    tie = (line.get("LinkedTxn") or [{}])[0]
    kind = tie.get("TxnType")
    found = changes.find(kind, tie["TxnId"]) if kind in DEPOSITABLE and "TxnId" in tie else None
    return None if found is None else (str(kind), found)


def _credited(changes: "Changes", line: JsonObject) -> Entry:
    source = _source(changes, line)
    if source is not None:
        return Entry(source[1]["DepositToAccountRef"]["value"], -line["Amount"])
    detail = line[DETAIL]
    return entry(changes, detail["AccountRef"]["value"], -line["Amount"], **named_party(detail.get("Entity")))


def _tie(changes: "Changes", kind: str, txn: JsonObject, deposit_id: str) -> None:
    tie = {"TxnId": deposit_id, "TxnType": "Deposit"}
    if any(each["TxnType"] == "Deposit" for each in txn["LinkedTxn"]):
        raise business("A transaction of this deposit is already on another deposit.", "Line.LinkedTxn")
    if txn["DepositToAccountRef"]["value"] != changes.company.undeposited_funds:
        raise business("Only payments in Undeposited Funds can be deposited.", "Line.LinkedTxn")
    changes.save(kind, {**txn, "LinkedTxn": [*txn["LinkedTxn"], tie]})


def _untie(changes: "Changes", deposit: JsonObject) -> None:
    tie = {"TxnId": deposit["Id"], "TxnType": "Deposit"}
    for line in deposit["Line"]:
        source = _source(changes, line)
        if source is not None:
            kind, txn = source
            changes.save(kind, {**txn, "LinkedTxn": [each for each in txn["LinkedTxn"] if each != tie]})


DEPOSIT = transaction(
    "Deposit",
    [
        *HEADER,
        ref("DepositToAccountRef", "Account", required=True),
        ref("ClassRef", "Class"),
        text("TxnStatus", 50),
        part("CashBack", [ref("AccountRef", "Account"), amount("Amount"), text("Memo", 4000)]),
        opaque("TxnTaxDetail"),
        many(
            "Line",
            [
                text("Id", 50),
                number("LineNum"),
                text("Description", 4000),
                amount("Amount"),
                choice("DetailType", DETAIL),
                part(
                    DETAIL,
                    [
                        ref("AccountRef", "Account"),
                        ref("PaymentMethodRef", "PaymentMethod"),
                        ref("ClassRef", "Class"),
                        text("CheckNum", 21),
                        text("TxnType", 50),
                        ref("Entity"),
                    ],
                ),
                linked(),
                opaque("CustomField"),
            ],
            required=True,
        ),
    ],
    behaviour=DepositBehaviour(),
    indexes=("DocNumber",),
)

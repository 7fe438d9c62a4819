"""Deposit: payments taken from Undeposited Funds to the bank."""

from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import Behaviour, transaction
from sandbox.entities.fields import amount, choice, computed, many, number, opaque, part, ref, text
from sandbox.entities.parts import linked
from sandbox.faults import QboFault, business, fault, missing
from sandbox.rules.money import ZERO
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


class DepositBehaviour(Behaviour):
    """Debits the bank, credits where each line's money lay."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        lines = [dict(line) for line in draft["Line"]]
        for position, line in enumerate(lines, start=1):
            line.update(Id=str(position), LineNum=position, **_source(changes, line))
        draft["Line"] = lines
        draft["TotalAmt"] = sum((line["Amount"] for line in lines), start=ZERO)
        draft.setdefault("CurrencyRef", changes.company.home_currency())

    @override
    def settle(self, changes: "Changes", after: JsonObject, before: JsonObject | None) -> None:
        if before is not None:
            _untie(changes, before)
        entries = [Entry(after["DepositToAccountRef"]["value"], after["TotalAmt"])]
        for line in after["Line"]:
            entries.append(Entry(_credited(changes, line), -line["Amount"]))
            payment = _payment(changes, line)
            if payment is not None:
                _tie(changes, payment, after["Id"])
        changes.post("Deposit", after, entries)

    @override
    def remove(self, changes: "Changes", before: JsonObject) -> None:
        _untie(changes, before)
        changes.post("Deposit", before, [])


def _source(changes: "Changes", line: JsonObject) -> JsonObject:
    """A line's amount: the payment's own, or what the client says for another account."""
    payment = _payment(changes, line)
    if payment is not None:
        return {"Amount": line.get("Amount", payment["TotalAmt"])}
    if "LinkedTxn" in line:
        raise fault("620", "TxnID Cannot Be Linked : the transaction cannot be deposited.", "Line.LinkedTxn")
    if "Amount" not in line:
        raise QboFault([missing("Line.Amount")])
    return {"DetailType": "DepositLineDetail"}


def _payment(changes: "Changes", line: JsonObject) -> JsonObject | None:
    linked_to = (line.get("LinkedTxn") or [{}])[0]
    return changes.find("Payment", linked_to["TxnId"]) if linked_to.get("TxnType") == "Payment" else None


def _credited(changes: "Changes", line: JsonObject) -> str:
    payment = _payment(changes, line)
    if payment is not None:
        return str(payment["DepositToAccountRef"]["value"])
    account = line.get("DepositLineDetail", {}).get("AccountRef")
    return str(account["value"]) if account else changes.company.undeposited_funds


def _tie(changes: "Changes", payment: JsonObject, deposit_id: str) -> None:
    if any(each["TxnId"] != deposit_id for each in payment["LinkedTxn"]):
        raise business("A transaction of this deposit is already on another deposit.", "Line.LinkedTxn")
    if payment["DepositToAccountRef"]["value"] != changes.company.undeposited_funds:
        raise business("Only payments in Undeposited Funds can be deposited.", "Line.LinkedTxn")
    tie = {"TxnId": deposit_id, "TxnType": "Deposit"}
    changes.save("Payment", {**payment, "LinkedTxn": [tie]})


def _untie(changes: "Changes", deposit: JsonObject) -> None:
    for line in deposit["Line"]:
        payment = _payment(changes, line)
        if payment is not None:
            changes.save("Payment", {**payment, "LinkedTxn": []})


DEPOSIT = transaction(
    "Deposit",
    [
        ref("DepositToAccountRef", "Account", required=True),
        ref("CurrencyRef"),
        ref("DepartmentRef", "Department"),
        text("DocNumber", 21),
        text("PrivateNote", 4000, queryable=False),
        text("TxnSource", 50),
        text("TxnStatus", 50),
        number("ExchangeRate"),
        opaque("CashBack"),
        opaque("CustomField"),
        opaque("TxnTaxDetail"),
        choice("GlobalTaxCalculation", "TaxExcluded", "TaxInclusive", "NotApplicable"),
        many(
            "Line",
            [
                text("Id", 50),
                number("LineNum"),
                text("Description", 4000),
                amount("Amount"),
                choice("DetailType", "DepositLineDetail"),
                part(
                    "DepositLineDetail",
                    [
                        ref("AccountRef", "Account"),
                        ref("PaymentMethodRef", "PaymentMethod"),
                        ref("ClassRef", "Class"),
                        text("CheckNum", 21),
                        text("TxnType", 50),
                        opaque("Entity"),
                    ],
                ),
                linked(),
                opaque("CustomField"),
            ],
            required=True,
        ),
        computed("TotalAmt", number=True),
        computed("HomeTotalAmt", number=True),
    ],
    behaviour=DepositBehaviour(),
    indexes=("DocNumber",),
)

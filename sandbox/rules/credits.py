"""Credits that QBO applies by itself, where `SalesFormsPrefs.AutoApplyCredit` says so.

It does so by a payment of 0.00 of its own, which ties the credit memos to the invoices.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sandbox.books.changes import Order
from sandbox.rules.money import ZERO
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.company import Company

NOTE: Final = "Created by QB Online to link credits to charges."


def credit_invoice(company: "Company", invoice_id: str) -> Order | None:
    """The open credits of its customer, oldest first, to an invoice that was just written."""
    invoice = company.find("Invoice", invoice_id)
    return _linking(company, "Invoice", invoice, "CreditMemo") if invoice else None


def use_credit(company: "Company", memo_id: str) -> Order | None:
    """A credit memo that was just written, to the open invoices of its customer, oldest first."""
    memo = company.find("CreditMemo", memo_id)
    return _linking(company, "CreditMemo", memo, "Invoice") if memo else None


def _linking(company: "Company", kind: str, written: JsonObject, other: str) -> Order | None:
    wanted = company.preferences["SalesFormsPrefs"].get("AutoApplyCredit")
    if not wanted or company.settings.auto_apply_credit == "never":
        return None
    left: Decimal = written["Balance"]
    lines = []
    for each in _open(company, other, written["CustomerRef"]["value"]):
        amount = min(left, each["Balance"])
        if amount:
            lines.append(_line(other, each["Id"], amount))
            left -= amount
    used = written["Balance"] - left
    if not used:
        return None
    body = {
        "CustomerRef": {"value": written["CustomerRef"]["value"]},
        "TotalAmt": ZERO,
        "PrivateNote": NOTE,
        "Line": [_line(kind, written["Id"], used), *lines],
    }
    return Order("Payment", body)


def _open(company: "Company", kind: str, customer: str) -> Iterable[JsonObject]:
    shelf = company.shelf(kind)
    found = (shelf.get(each) for each in shelf.ids_by("CustomerRef", customer))
    unsettled = [each for each in found if each is not None and each["Balance"]]
    return sorted(unsettled, key=lambda each: (each["TxnDate"], int(each["Id"])))


def _line(kind: str, txn_id: str, amount: Decimal) -> JsonObject:
    return {"Amount": amount, "LinkedTxn": [{"TxnId": txn_id, "TxnType": kind}]}

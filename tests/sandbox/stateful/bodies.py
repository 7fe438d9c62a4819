"""What the machine draws from, and the bodies it sends."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.sandbox.stateful.realm import Body, ref

REALMS = st.integers(0, 1)
PICKS = st.integers(0, 1_000)
CENTS = st.integers(0, 30_000).map(lambda cents: Decimal(cents) / 100)
SHARES = st.sampled_from([Decimal(0), Decimal("0.3"), Decimal(1), Decimal("1.5")])
DAYS = st.sampled_from(["2026-01-05", "2026-01-15", "2026-02-05"])
ITEMS = st.sampled_from(["3", "6", "9", "10", "13"])
SALES_LINES = st.lists(st.tuples(ITEMS, CENTS, st.integers(1, 3)), min_size=1, max_size=3)
SALES = st.sampled_from(["Invoice", "CreditMemo", "SalesReceipt", "RefundReceipt", "Estimate"])
DELETABLE = (
    "Invoice", "CreditMemo", "Payment", "SalesReceipt", "RefundReceipt", "Deposit", "Bill", "VendorCredit",
    "BillPayment", "Purchase", "JournalEntry", "Transfer", "Estimate",
)  # fmt: skip
CLOSED = "6210"
VOIDABLE = ("Invoice", "Payment", "SalesReceipt", "BillPayment")


def sales_line(item: str, price: Decimal, quantity: int) -> Body:
    detail = {"ItemRef": ref(item), "UnitPrice": price, "Qty": quantity}
    return {"Amount": price * quantity, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}


def discount(percent: int) -> Body:
    detail = {"PercentBased": True, "DiscountPercent": percent}
    return {"DetailType": "DiscountLineDetail", "DiscountLineDetail": detail}


def expense(amount: Decimal, account: str = "21") -> Body:
    kind = "AccountBasedExpenseLineDetail"
    return {"Amount": amount, "DetailType": kind, kind: {"AccountRef": ref(account)}}


def tie(kind: str, target: Body, share: Decimal) -> Body:
    amount = (target["Balance"] * share).quantize(Decimal("0.01"))
    return {"Amount": amount, "LinkedTxn": [{"TxnId": target["Id"], "TxnType": kind}]}


def known(stored: Body, **changes: Any) -> Body:
    return {"Id": stored["Id"], "SyncToken": stored["SyncToken"], **changes}


def _sale(customer: str, amount: int, item: str = "3") -> Body:
    return {"CustomerRef": ref(customer), "Line": [sales_line(item, Decimal(amount), 1)]}


def _expense(amount: int) -> Body:
    return {"VendorRef": ref("7"), "Line": [expense(Decimal(amount))]}


OPENING = (
    ("Invoice", _sale("1", 100)),
    ("Invoice", _sale("1", 60)),
    ("Invoice", _sale("2", 40)),
    ("CreditMemo", _sale("1", 30, "9")),
    ("CreditMemo", _sale("2", 70, "9")),
    ("Bill", _expense(80)),
    ("VendorCredit", _expense(25)),
)
"""What every company begins with: something to pay, and something to pay it with."""

"""Two looks at an object are one imprint as long as it says what we wrote."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from adapters.quickbooks.translate import read_rows, read_written
from adapters.quickbooks.translate.imprints import imprint_of

Json = dict[str, Any]

LINE = {
    "Id": "1", "LineNum": 1, "DetailType": "SalesItemLineDetail", "Amount": Decimal("350.00"),
    "Description": "Gold membership", "SalesItemLineDetail": {
        "ItemRef": {"value": "12", "name": "Gold"}, "Qty": 1, "UnitPrice": 350,
        "TaxCodeRef": {"value": "NON"},
    },
}  # fmt: skip
SUB_TOTAL = {"DetailType": "SubTotalLineDetail", "Amount": 350, "SubTotalLineDetail": {}}
INVOICE: Json = {
    "Id": "145", "SyncToken": "0", "DocNumber": "1001", "TxnDate": "2026-01-05", "DueDate": "2026-02-04",
    "CustomerRef": {"value": "61", "name": "Acme"}, "CurrencyRef": {"value": "USD"}, "TotalAmt": 350,
    "Balance": 350, "CustomerMemo": {"value": "Thank you"}, "PrivateNote": "[synclog]",
    "Line": [LINE, SUB_TOTAL], "EmailStatus": "NotSet",
    "MetaData": {"LastUpdatedTime": "2026-01-05T09:31:00-08:00"},
}  # fmt: skip
CUSTOMER: Json = {
    "Id": "61", "SyncToken": "0", "DisplayName": "Acme", "Active": True, "Balance": 0,
    "BillAddr": {"Id": "4", "Line1": "1 Main St", "City": "Springfield"},
}  # fmt: skip
TIES = [
    {"Amount": 100, "LinkedTxn": [{"TxnId": "145", "TxnType": "Invoice"}]},
    {"Amount": 50, "LinkedTxn": [{"TxnId": "146", "TxnType": "Invoice"}]},
]
PAYMENT: Json = {
    "Id": "188", "SyncToken": "0", "PaymentRefNum": "CHK 1", "TotalAmt": 150,
    "CustomerRef": {"value": "61"}, "Line": TIES, "UnappliedAmt": 0,
}  # fmt: skip


def looks(entity: str, found: Json) -> str:
    imprint = imprint_of(entity, found)
    assert imprint
    return imprint.digest


def line_with(**fields: object) -> list[Json]:
    return [LINE | fields, SUB_TOTAL]


def detail_with(**fields: object) -> list[Json]:
    return [LINE | {"SalesItemLineDetail": LINE["SalesItemLineDetail"] | fields}, SUB_TOTAL]  # type: ignore[operator]  # a dict


@pytest.mark.parametrize(
    ("entity", "found", "change"),
    [
        ("Invoice", INVOICE, {"SyncToken": "3", "Balance": 0, "MetaData": {}}),
        ("Invoice", INVOICE, {"LinkedTxn": [{"TxnId": "188", "TxnType": "Payment"}]}),
        ("Invoice", INVOICE, {"EmailStatus": "EmailSent", "PrivateNote": "Called them"}),
        ("Invoice", INVOICE, {"CustomerRef": {"value": "61", "name": "Acme (old)"}}),
        ("Invoice", INVOICE, {"TotalAmt": Decimal("350.00"), "Line": [LINE]}),
        ("Invoice", INVOICE, {"Line": line_with(Amount="350.0", LineNum=2, Id="9")}),
        ("Invoice", INVOICE, {"Line": detail_with(ItemRef={"value": "12", "name": "Gold (old)"})}),
        ("Invoice", INVOICE, {"DocNumber": " 1001 "}),
        ("Customer", CUSTOMER, {"Balance": 350, "Notes": "VIP"}),
        ("Customer", CUSTOMER, {"BillAddr": CUSTOMER["BillAddr"] | {"Lat": "37.4", "Line2": ""}}),
        ("Payment", PAYMENT, {"Line": TIES[::-1], "UnappliedAmt": 1, "DepositToAccountRef": {"value": "4"}}),
    ],
    ids=[
        "paid", "linked", "mailed, with a note", "a renamed customer's", "numbers written otherwise",
        "lines numbered otherwise", "a renamed item's", "blanks", "billed", "found on a map", "deposited",
    ],
)  # fmt: skip
def test_what_moves_by_itself_leaves_no_trace(entity: str, found: Json, change: Json) -> None:
    assert looks(entity, found | change) == looks(entity, found)


@pytest.mark.parametrize(
    ("entity", "found", "change"),
    [
        ("Invoice", INVOICE, {"DocNumber": "1002"}),
        ("Invoice", INVOICE, {"DueDate": None}),
        ("Invoice", INVOICE, {"CustomerRef": {"value": "62"}}),
        ("Invoice", INVOICE, {"CustomerMemo": {"value": "Thanks"}}),
        ("Invoice", INVOICE, {"Line": line_with(Description="Silver membership")}),
        ("Invoice", INVOICE, {"Line": detail_with(ItemRef={"value": "13"})}),
        ("Invoice", INVOICE, {"Line": detail_with(Qty=2, UnitPrice=175)}),
        ("Invoice", INVOICE, {"Line": detail_with(TaxCodeRef={"value": "TAX"})}),
        ("Invoice", INVOICE, {"Line": [LINE, LINE]}),
        ("Invoice", INVOICE, {"TotalAmt": "a lot"}),
        ("Customer", CUSTOMER, {"Active": False}),
        ("Customer", CUSTOMER, {"PrimaryEmailAddr": {"Address": "office@acme.example"}}),
        ("Payment", PAYMENT, {"Line": TIES[:1]}),
        ("Payment", PAYMENT, {"Line": [TIES[0] | {"LinkedTxn": TIES[1]["LinkedTxn"]}, TIES[1]]}),
        ("Payment", PAYMENT, {"PaymentMethodRef": {"value": "3"}}),
        ("CreditMemo", INVOICE, {"TotalAmt": 50}),
    ],
)
def test_what_we_write_does(entity: str, found: Json, change: Json) -> None:
    assert looks(entity, found | change) != looks(entity, found)


def test_it_says_when_the_books_changed_it_last() -> None:
    imprint = imprint_of("Invoice", INVOICE)
    assert imprint
    assert imprint.at == datetime(2026, 1, 5, 17, 31, tzinfo=UTC)


@pytest.mark.parametrize("time", ["yesterday", "2026-01-05T09:31:00", 7, None])
def test_a_time_that_is_none_is_not_known(time: object) -> None:
    imprint = imprint_of("Invoice", INVOICE | {"MetaData": {"LastUpdatedTime": time}})
    assert imprint
    assert imprint.at is None


@pytest.mark.parametrize(
    ("entity", "found"),
    [("Item", CUSTOMER), ("Invoice", {"status": "Deleted", "Id": "145"}), ("Invoice", "1001")],
    ids=["an item", "what is gone", "no object"],
)
def test_of_nothing_that_we_post_there_is_none(entity: str, found: object) -> None:
    assert imprint_of(entity, found) is None


def test_a_written_and_a_read_object_have_one_imprint() -> None:
    exact = json.loads(json.dumps(INVOICE, default=float), parse_float=Decimal)
    ref, _ = read_written("Invoice", INVOICE)
    (found,) = read_rows("Invoice", {"Invoice": [exact]})
    assert ref.imprint is not None
    assert found.ref.imprint == ref.imprint

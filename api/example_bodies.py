"""The bodies that the contract shows: one small story, as a billing system sends it."""

from __future__ import annotations

from typing import Any, Final

from api.schemas.contacts import ContactIn
from api.schemas.credits import CreditIn
from api.schemas.invoices import InvoiceIn
from api.schemas.payments import PaymentIn
from api.schemas.write_offs import WriteOffIn
from domain.model.records import Contact, Credit, Invoice, Payment, WriteOff

CONTACT: Final[dict[str, Any]] = {
    "source_version": 3,
    "organisation": "Acme Bakery",
    "email": "office@acme.example",
    "phone": "+1 555 0100",
    "currency": "USD",
    "address": {
        "lines": ["1 Main St"],
        "city": "Springfield",
        "region": "IL",
        "postal_code": "62701",
        "country": "US",
    },
}
PERSON: Final[dict[str, Any]] = {
    "source_version": 1,
    "first_name": "Maria",
    "last_name": "Lopez",
    "suffix": "Jr.",
    "currency": "USD",
}
INVOICE: Final[dict[str, Any]] = {
    "source_version": 1,
    "number": "1001",
    "contact": "c-17",
    "txn_date": "2026-01-05",
    "due_date": "2026-02-04",
    "currency": "USD",
    "lines": [
        {
            "fee_item": "dues-gold",
            "description": "Gold membership 2026",
            "quantity": "1",
            "unit_price": "350.00",
            "tax": None,
            "tax_amount": None,
        }
    ],
    "memo": "Thank you",
    "total": "350.00",
}
DISCOUNTED: Final[dict[str, Any]] = {
    **INVOICE,
    "number": "1002",
    "discount": {"key": "early-bird", "amount": "25.00"},
    "total": "325.00",
}
TAXED: Final[dict[str, Any]] = {
    **INVOICE,
    "number": "1003",
    "lines": [
        {
            "fee_item": "directory",
            "description": "Member directory 2026",
            "quantity": "2",
            "unit_price": "25.00",
            "tax": "state",
            "tax_amount": "4.00",
        }
    ],
    "total": "54.00",
}
PAYMENT: Final[dict[str, Any]] = {
    "source_version": 1,
    "reference": "CHK 5521",
    "contact": "c-17",
    "txn_date": "2026-01-20",
    "currency": "USD",
    "method": "check",
    "amount": "350.00",
    "applied_to": [{"invoice": "inv-1001", "amount": "350.00"}],
    "memo": None,
}
BY_REFERENCE: Final[dict[str, Any]] = {"source_version": 4, "by_reference": True}
OLD_PAYMENT: Final[dict[str, Any]] = {
    **PAYMENT,
    "reference": "CHK 5522",
    "applied_to": [{"invoice_number": "998", "amount": "300.00"}],
}
CREDIT: Final[dict[str, Any]] = {
    "source_version": 1,
    "reference": "CR-5",
    "contact": "c-17",
    "txn_date": "2026-02-01",
    "currency": "USD",
    "lines": [
        {
            "fee_item": "dues-gold",
            "description": "Goodwill",
            "quantity": "1",
            "unit_price": "50.00",
            "tax": None,
        }
    ],
    "applied_to": [{"invoice": "inv-1001", "amount": "50.00"}],
    "memo": None,
}
WRITE_OFF: Final[dict[str, Any]] = {
    "source_version": 1,
    "reference": "WO-2",
    "contact": "c-17",
    "txn_date": "2026-06-30",
    "currency": "USD",
    "lines": [
        {"income_account": "4000", "description": "Uncollectable dues", "amount": "100.00", "tax": None}
    ],
    "applied_to": [{"invoice": "inv-1001", "amount": "100.00"}],
    "memo": None,
}
BATCH: Final[dict[str, Any]] = {
    "records": [
        {"kind": "contact", "external_ref": "c-17", **CONTACT},
        {"kind": "invoice", "external_ref": "inv-1001", **INVOICE},
        {"kind": "payment", "external_ref": "pay-77", **PAYMENT},
    ]
}

A_CONTACT: Final[Contact] = ContactIn.model_validate(CONTACT).record("c-17")
AN_INVOICE: Final[Invoice] = InvoiceIn.model_validate(INVOICE).record("inv-1001")
A_PAYMENT: Final[Payment] = PaymentIn.model_validate(PAYMENT).record("pay-77")
A_CREDIT: Final[Credit] = CreditIn.model_validate(CREDIT).record("cr-5")
A_WRITE_OFF: Final[WriteOff] = WriteOffIn.model_validate(WRITE_OFF).record("wo-2")

"""Put a command into QBO's language: the same bytes for the same command.

Fields that are not given are left out, never sent as "" or 0. Updates are sparse, so what
the record does not know, people may keep in QBO. A payment and an invoice carry all their
lines even then: QBO drops those that an update leaves out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal

from adapters.quickbooks.translate.marker import write_note
from domain.model.books import Command, Draft, LedgerRef, PostCustomer, PostInvoice, PostPayment
from domain.model.records import Address, InvoiceLine

ADDRESS_LINES = 5

Body = dict[str, object]


def draft_of(command: Command) -> Draft:
    """The entity and its JSON, keys sorted, ASCII only."""
    match command:
        case PostCustomer():
            return _draft("Customer", _customer(command), command.replaces)
        case PostInvoice():
            return _draft("Invoice", _invoice(command), command.replaces)
        case PostPayment():
            return _draft("Payment", _payment(command), command.replaces)


def _draft(entity: str, body: Body, replaces: LedgerRef | None) -> Draft:
    if replaces:
        body |= {"Id": replaces.id, "SyncToken": replaces.version, "sparse": True}
    return Draft(entity=entity, body=json.dumps(body, sort_keys=True, separators=(",", ":")))


def _customer(command: PostCustomer) -> Body:
    """On an update the notes are left to the people who write them, and the currency is fixed."""
    contact = command.contact
    body = _given(
        DisplayName=None if command.keeps_name else contact.display_name,
        CompanyName=contact.organisation,
        GivenName=contact.first_name,
        FamilyName=contact.last_name,
        Suffix=contact.suffix,
        PrimaryEmailAddr=_given(Address=contact.email),
        PrimaryPhone=_given(FreeFormNumber=contact.phone),
        BillAddr=_address(contact.address) if contact.address else None,
    )
    if command.replaces is None:
        body |= {"CurrencyRef": _ref(contact.currency), "Notes": write_note(command.marker)}
    return body


def _address(address: Address) -> Body:
    """QBO has five lines; what is longer goes on in the fifth."""
    lines = [line for line in address.lines if line]
    first, rest = lines[: ADDRESS_LINES - 1], lines[ADDRESS_LINES - 1 :]
    numbered = enumerate([*first, ", ".join(rest)], start=1)
    return _given(
        **{f"Line{number}": line for number, line in numbered},
        City=address.city,
        CountrySubDivisionCode=address.region,
        PostalCode=address.postal_code,
        Country=address.country,
    )


def _invoice(command: PostInvoice) -> Body:
    """The memo is for the customer to read; the private note is ours."""
    invoice = command.invoice
    lines = zip(invoice.lines, command.items, strict=True)
    return _given(
        DocNumber=invoice.number,
        TxnDate=invoice.txn_date.isoformat(),
        DueDate=invoice.due_date.isoformat() if invoice.due_date else None,
        CustomerRef=_ref(command.customer_id),
        CurrencyRef=_ref(invoice.currency),
        Line=[_invoice_line(line, item_id) for line, item_id in lines],
        CustomerMemo=_given(value=invoice.memo),
        PrivateNote=write_note(command.marker),
    )


def _invoice_line(line: InvoiceLine, item_id: str) -> Body:
    detail = {
        "ItemRef": _ref(item_id),
        "Qty": exact(line.quantity),
        "UnitPrice": exact(line.unit_price),
        "TaxCodeRef": _ref("NON"),  # a taxed line does not get this far yet
    }
    return _given(
        DetailType="SalesItemLineDetail",
        Amount=exact(line.amount),
        Description=line.description,
        SalesItemLineDetail=detail,
    )


def _payment(command: PostPayment) -> Body:
    """The lines are sent even when there are none: that is what un-applies the last one."""
    payment = command.payment
    body = _given(
        PaymentRefNum=payment.reference,
        TxnDate=payment.txn_date.isoformat(),
        CustomerRef=_ref(command.customer_id),
        CurrencyRef=_ref(payment.currency),
        TotalAmt=exact(payment.amount),
        PrivateNote=write_note(command.marker, payment.memo),
    )
    return body | {"Line": [_payment_line(*applied) for applied in _once_each(command.applied)]}


def _payment_line(invoice_id: str, amount: Decimal) -> Body:
    return {"Amount": exact(amount), "LinkedTxn": [{"TxnId": invoice_id, "TxnType": "Invoice"}]}


def _once_each(applied: Iterable[tuple[str, Decimal]]) -> Iterable[tuple[str, Decimal]]:
    """An invoice that is settled in two parts gets one line."""
    sums: dict[str, Decimal] = {}
    for invoice_id, amount in applied:
        sums[invoice_id] = sums.get(invoice_id, Decimal()) + amount
    return sums.items()


def exact(number: Decimal) -> str:
    """Every digit, no exponent; equal numbers look the same. QBO takes numbers as strings."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _ref(value: str) -> Body:
    return {"value": value}


def _given(**fields: object) -> Body:
    return {name: value for name, value in fields.items() if value not in (None, "", {})}

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
from adapters.quickbooks.translate.parts import Body, exact, given, linked_line, ref
from adapters.quickbooks.translate.reliefs import application, credit_memo
from adapters.quickbooks.translate.sales_lines import sales_lines
from adapters.quickbooks.translate.taxes import tax_detail
from domain.model.books import LedgerRef
from domain.model.commands import (
    ApplyCredit,
    Command,
    DeleteCreditMemo,
    Draft,
    DraftOperation,
    PostCreditMemo,
    PostCustomer,
    PostInvoice,
    PostPayment,
    VoidTransaction,
)
from domain.model.records import Address, Discount

ADDRESS_LINES = 5


def draft_of(command: Command) -> Draft:
    """The entity and its JSON, keys sorted, ASCII only."""
    match command:
        case VoidTransaction(target=target):
            return _taken_back(target, DraftOperation.VOID, sparse=target.entity == "Payment")
        case DeleteCreditMemo(target=target):
            return _taken_back(target, DraftOperation.DELETE, sparse=False)
        case ApplyCredit():
            return _draft("Payment", application(command), None)
        case _:
            return _posted(command)


def _posted(command: PostCustomer | PostInvoice | PostPayment | PostCreditMemo) -> Draft:
    match command:
        case PostCustomer():
            return _draft("Customer", _customer(command), command.replaces)
        case PostInvoice():
            return _draft("Invoice", _invoice(command), command.replaces)
        case PostPayment():
            return _draft("Payment", _payment(command), command.replaces)
        case PostCreditMemo():
            return _draft("CreditMemo", credit_memo(command), command.replaces)


def _draft(entity: str, body: Body, replaces: LedgerRef | None) -> Draft:
    if replaces:
        body |= {"Id": replaces.id, "SyncToken": replaces.version, "sparse": True}
    return Draft(entity=entity, body=_json(body))


def _taken_back(target: LedgerRef, operation: DraftOperation, *, sparse: bool) -> Draft:
    """A void or a deletion says no more than what it is about; that of a payment is a sparse update."""
    body: Body = {"Id": target.id, "SyncToken": target.version}
    if sparse:
        body["sparse"] = True
    return Draft(entity=target.entity, body=_json(body), operation=operation)


def _json(body: Body) -> str:
    return json.dumps(body, sort_keys=True, separators=(",", ":"))


def _customer(command: PostCustomer) -> Body:
    """On an update the notes are left to the people who write them, and the currency is fixed."""
    contact = command.contact
    body = given(
        DisplayName=None if command.keeps_name else contact.display_name,
        CompanyName=contact.organisation,
        GivenName=contact.first_name,
        FamilyName=contact.last_name,
        Suffix=contact.suffix,
        PrimaryEmailAddr=given(Address=contact.email),
        PrimaryPhone=given(FreeFormNumber=contact.phone),
        BillAddr=_address(contact.address) if contact.address else None,
    )
    if not contact.active:
        body["Active"] = False
    if command.replaces is None:
        body |= {"CurrencyRef": ref(contact.currency), "Notes": write_note(command.marker)}
    return body


def _address(address: Address) -> Body:
    """QBO has five lines; what is longer goes on in the fifth."""
    lines = [line for line in address.lines if line]
    first, rest = lines[: ADDRESS_LINES - 1], lines[ADDRESS_LINES - 1 :]
    numbered = enumerate([*first, ", ".join(rest)], start=1)
    return given(
        **{f"Line{number}": line for number, line in numbered},
        City=address.city,
        CountrySubDivisionCode=address.region,
        PostalCode=address.postal_code,
        Country=address.country,
    )


def _invoice(command: PostInvoice) -> Body:
    """The memo is for the customer to read; the private note is ours."""
    invoice = command.invoice
    off = invoice.discount
    return given(
        DocNumber=invoice.number,
        TxnDate=invoice.txn_date.isoformat(),
        DueDate=invoice.due_date.isoformat() if invoice.due_date else None,
        CustomerRef=ref(command.customer_id),
        CurrencyRef=ref(invoice.currency),
        Line=[
            *sales_lines(invoice.lines, command.items, command.tax_codes),
            *([_discount_line(off, command.discount_account)] if off else ()),
        ],
        TxnTaxDetail=tax_detail(command.tax_codes, invoice.total_tax, is_update=command.replaces is not None),
        CustomerMemo=given(value=invoice.memo),
        PrivateNote=write_note(command.marker),
    )


def _discount_line(discount: Discount, account_id: str | None) -> Body:
    """Behind the other lines; without an account QBO would choose one."""
    if account_id is None:
        raise ValueError("A discount goes to an account")
    return {
        "DetailType": "DiscountLineDetail",
        "Amount": exact(discount.amount),
        "DiscountLineDetail": {"PercentBased": False, "DiscountAccountRef": ref(account_id)},
    }


def _payment(command: PostPayment) -> Body:
    """The lines are sent even when there are none: that is what un-applies the last one."""
    payment = command.payment
    body = given(
        PaymentRefNum=payment.reference,
        TxnDate=payment.txn_date.isoformat(),
        CustomerRef=ref(command.customer_id),
        CurrencyRef=ref(payment.currency),
        TotalAmt=exact(payment.amount),
        PaymentMethodRef=ref(command.method) if command.method else None,
        PrivateNote=write_note(command.marker, payment.memo),
    )
    return body | {"Line": [linked_line("Invoice", *applied) for applied in _once_each(command.applied)]}


def _once_each(applied: Iterable[tuple[str, Decimal]]) -> Iterable[tuple[str, Decimal]]:
    """An invoice that is settled in two parts gets one line."""
    sums: dict[str, Decimal] = {}
    for invoice_id, amount in applied:
        sums[invoice_id] = sums.get(invoice_id, Decimal()) + amount
    return sums.items()

"""Credits and write-offs in QBO's language: a credit memo, and the payment of nothing that applies it."""

from __future__ import annotations

from decimal import Decimal

from adapters.quickbooks.translate.marker import write_note
from adapters.quickbooks.translate.parts import Body, exact, given, linked_line, ref, sales_line
from domain.model.books import ApplyCredit, PostCreditMemo
from domain.model.records import InvoiceLine, WriteOffLine


def credit_memo(command: PostCreditMemo) -> Body:
    """The memo is for the customer to read; the private note is ours."""
    relief = command.relief
    lines: tuple[InvoiceLine | WriteOffLine, ...] = relief.lines
    return given(
        DocNumber=relief.reference,
        TxnDate=relief.txn_date.isoformat(),
        CustomerRef=ref(command.customer_id),
        CurrencyRef=ref(relief.currency),
        Line=[_line(*line) for line in zip(lines, command.items, strict=True)],
        CustomerMemo=given(value=relief.memo),
        PrivateNote=write_note(command.marker),
    )


def application(command: ApplyCredit) -> Body:
    """QBO applies a credit by a payment of 0 that takes as much from the memo as it settles."""
    relief = command.relief
    used = sum((amount for _, amount in command.applied), Decimal())
    settled = [linked_line("Invoice", invoice_id, amount) for invoice_id, amount in command.applied]
    return {
        "PaymentRefNum": relief.reference,
        "TxnDate": relief.txn_date.isoformat(),
        "CustomerRef": ref(command.customer_id),
        "CurrencyRef": ref(relief.currency),
        "TotalAmt": exact(Decimal()),
        "PrivateNote": write_note(command.marker),
        "Line": [*settled, linked_line("CreditMemo", command.memo_id, used)],
    }


def _line(line: InvoiceLine | WriteOffLine, item_id: str) -> Body:
    return sales_line(
        item_id,
        amount=line.amount,
        quantity=line.quantity,
        unit_price=line.unit_price,
        description=line.description,
    )

"""Credits and write-offs in QBO's language: a credit memo, and the payment of nothing that applies it."""

from __future__ import annotations

from decimal import Decimal

from adapters.quickbooks.translate.marker import write_note
from adapters.quickbooks.translate.parts import Body, exact, given, linked_line, ref
from adapters.quickbooks.translate.sales_lines import sales_lines
from adapters.quickbooks.translate.taxes import tax_detail
from domain.model.commands import ApplyCredit, PostCreditMemo


def credit_memo(command: PostCreditMemo) -> Body:
    """The memo is for the customer to read; the private note is ours."""
    relief = command.relief
    return given(
        DocNumber=relief.reference,
        TxnDate=relief.txn_date.isoformat(),
        CustomerRef=ref(command.customer_id),
        CurrencyRef=ref(relief.currency),
        Line=sales_lines(relief.lines, command.items, command.tax_codes),
        TxnTaxDetail=tax_detail(command.tax_codes, relief.total_tax, is_update=command.replaces is not None),
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

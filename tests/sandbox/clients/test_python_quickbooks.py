"""python-quickbooks as its own integration tests use it: connect, capture, attach, print, void."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from intuitlib.client import AuthClient
from quickbooks.batch import batch_create
from quickbooks.cdc import change_data_capture
from quickbooks.client import QuickBooks
from quickbooks.exceptions import AuthorizationException, QuickbooksException
from quickbooks.objects.account import Account
from quickbooks.objects.attachable import Attachable
from quickbooks.objects.base import AttachableRef, EmailAddress, Ref
from quickbooks.objects.bill import Bill
from quickbooks.objects.billpayment import BillPayment, BillPaymentLine, CheckPayment
from quickbooks.objects.customer import Customer
from quickbooks.objects.detailline import (
    AccountBasedExpenseLine,
    AccountBasedExpenseLineDetail,
    DiscountLine,
    DiscountLineDetail,
    SalesItemLine,
    SalesItemLineDetail,
)
from quickbooks.objects.estimate import Estimate
from quickbooks.objects.invoice import Invoice
from quickbooks.objects.item import Item
from quickbooks.objects.journalentry import JournalEntry, JournalEntryLine, JournalEntryLineDetail
from quickbooks.objects.payment import Payment
from quickbooks.objects.preferences import Preferences
from quickbooks.objects.refundreceipt import RefundReceipt
from quickbooks.objects.salesreceipt import SalesReceipt
from quickbooks.objects.transfer import Transfer
from quickbooks.objects.vendor import Vendor

from tests.sandbox.company import Company


def a_line(qb: QuickBooks, amount: float = 100) -> SalesItemLine:
    line = SalesItemLine()
    line.Amount = amount
    line.SalesItemLineDetail = SalesItemLineDetail()
    line.SalesItemLineDetail.ItemRef = Item.all(max_results=1, qb=qb)[0].to_ref()
    return line


def an_invoice(qb: QuickBooks, amount: float = 100) -> Invoice:
    invoice = Invoice()
    invoice.CustomerRef = Customer.all(max_results=1, qb=qb)[0].to_ref()
    invoice.Line.append(a_line(qb, amount))
    return invoice


def a_bill(qb: QuickBooks) -> Bill:
    line = AccountBasedExpenseLine()
    line.Amount = 200
    line.AccountBasedExpenseLineDetail = AccountBasedExpenseLineDetail()
    line.AccountBasedExpenseLineDetail.AccountRef = account_of("AccountType = 'Expense'", qb).to_ref()
    bill = Bill()
    bill.Line.append(line)
    bill.VendorRef = Vendor.all(max_results=1, qb=qb)[0].to_ref()
    bill.save(qb=qb)
    return bill


def account_of(where: str, qb: QuickBooks) -> Account:
    found: Account = Account.where(where, max_results=1, qb=qb)[0]
    return found


def test_a_client_with_a_refresh_token_connects_by_itself(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # oauthlib's own door for plain HTTP on loopback
    monkeypatch.setattr(QuickBooks, "sandbox_api_url_v3", f"{company.url}/v3")
    credentials = (company.opened["client_id"], company.opened["client_secret"])
    document = f"{company.url}/.well-known/openid_sandbox_configuration/"
    auth = AuthClient(*credentials, redirect_uri="http://localhost:8000/callback", environment=document)
    auth.environment = "sandbox"
    client = QuickBooks(
        auth_client=auth,
        refresh_token=company.opened["refresh_token"],
        company_id=company.realm_id,
        minorversion=75,
    )
    client.sandbox = True
    assert len(Customer.all(qb=client)) == Customer.count(qb=client)


def test_a_revoked_client_meets_an_authorization_exception(qb: QuickBooks, company: Company) -> None:
    company.settings(connected=False)
    with pytest.raises(AuthorizationException):
        Customer.all(qb=qb)


def test_a_throttled_client_meets_xml(qb: QuickBooks, company: Company) -> None:
    company.fault({"kind": "throttle"}, times=1)
    with pytest.raises(QuickbooksException, match="ThrottleExceeded"):
        Customer.all(qb=qb)


@pytest.mark.parametrize(
    "told", [lambda moment: moment, lambda moment: moment.isoformat()], ids=["time", "text"]
)
def test_changes_are_captured(qb: QuickBooks, told: Callable[[datetime], object]) -> None:
    moment = datetime.now(UTC).replace(tzinfo=None) - timedelta(seconds=5)
    invoice = an_invoice(qb).save(qb=qb)
    captured = change_data_capture([Invoice, Payment, Customer], told(moment), qb=qb)
    assert [each.Id for each in captured.Invoice._object_list] == [invoice.Id]  # noqa: SLF001 - its only way to them
    assert captured.Invoice.totalCount == 1
    assert not hasattr(captured, "Payment")


def test_a_note_is_attached_and_changed(qb: QuickBooks) -> None:
    vendor = Vendor.all(max_results=1, qb=qb)[0]
    note, tie = Attachable(), AttachableRef()
    tie.EntityRef = vendor.to_ref()
    note.AttachableRef.append(tie)
    note.Note = "first"
    note.save(qb=qb)
    read = Attachable.get(note.Id, qb=qb)
    assert (read.Note, read.AttachableRef[0].EntityRef.value) == ("first", vendor.Id)
    read.Note = "second"
    read.save(qb=qb)
    assert Attachable.get(note.Id, qb=qb).Note == "second"
    Attachable.get(note.Id, qb=qb).delete(qb=qb)
    assert Attachable.count(qb=qb) == 0


@pytest.mark.parametrize("how", ["bytes", "path"])
def test_a_file_is_attached(qb: QuickBooks, tmp_path: Path, how: str) -> None:
    content = base64.b64encode(b"\x00\xff" * 500)
    (tmp_path / "dues.bin").write_bytes(content)
    file, tie = Attachable(), AttachableRef()
    tie.EntityRef = Vendor.all(max_results=1, qb=qb)[0].to_ref()
    file.AttachableRef.append(tie)
    file.FileName, file.ContentType = "dues.bin", "application/octet-stream"
    if how == "path":
        file._FilePath = str(tmp_path / "dues.bin")  # noqa: SLF001 - as its README shows
    else:
        file._FileBytes = content  # noqa: SLF001 - as its README shows
    file.save(qb=qb)
    read = Attachable.get(file.Id, qb=qb)
    assert (read.FileName, read.ContentType) == ("dues.bin", "application/octet-stream")
    assert read.AttachableRef[0].EntityRef.type == "Vendor"


def test_an_invoice_is_printed_and_sent(qb: QuickBooks) -> None:
    invoice = an_invoice(qb)
    invoice.BillEmail = EmailAddress()
    invoice.BillEmail.Address = "a@example.com"
    invoice.save(qb=qb)
    assert invoice.download_pdf(qb=qb).startswith(b"%PDF")
    invoice.send(qb=qb)
    assert Invoice.get(invoice.Id, qb=qb).EmailStatus == "EmailSent"
    invoice.send(qb=qb, send_to="b@example.com")
    assert Invoice.get(invoice.Id, qb=qb).BillEmail.Address == "b@example.com"


def test_a_batch_of_more_than_thirty_goes_in_several(qb: QuickBooks, company: Company) -> None:
    made = batch_create([an_invoice(qb, amount) for amount in range(1, 36)], qb=qb)
    assert len(made.successes) == 35
    assert company.control("GET", "/calls")["batches"] == 2


def test_a_discount_comes_behind_the_subtotal(qb: QuickBooks) -> None:
    estimate = Estimate()
    estimate.CustomerRef = Customer.all(max_results=1, qb=qb)[0].to_ref()
    discount = DiscountLine()
    discount.Amount = 3.5
    discount.DiscountLineDetail = DiscountLineDetail()
    discount.DiscountLineDetail.PercentBased = True
    discount.DiscountLineDetail.DiscountPercent = 10
    discount.DiscountLineDetail.DiscountAccountRef = account_of(
        "AccountSubType = 'DiscountsRefundsGiven'", qb
    ).to_ref()
    estimate.Line = [a_line(qb, 35), discount]
    estimate.save(qb=qb)
    read = Estimate.get(estimate.Id, qb=qb)
    assert read.TotalAmt == 31.5
    assert [each.DetailType for each in read.Line] == [
        "SalesItemLineDetail", "SubTotalLineDetail", "DiscountLineDetail"
    ]  # fmt: skip


def test_a_sales_receipt_is_voided(qb: QuickBooks) -> None:
    receipt = SalesReceipt()
    receipt.CustomerRef = Customer.all(max_results=1, qb=qb)[0].to_ref()
    receipt.Line = [a_line(qb)]
    receipt = receipt.save(qb=qb)
    receipt.void(qb=qb)
    read = SalesReceipt.get(receipt.Id, qb=qb)
    assert read.TotalAmt == 0
    assert "Voided" in read.PrivateNote


def test_a_refund_needs_no_customer(qb: QuickBooks) -> None:
    refund = RefundReceipt()
    refund.Line = [a_line(qb, 200)]
    refund.DepositToAccountRef = account_of("AccountSubType = 'Checking'", qb).to_ref()
    refund.save(qb=qb)
    assert RefundReceipt.get(refund.Id, qb=qb).TotalAmt == 200


def test_a_bill_is_paid_and_the_payment_voided(qb: QuickBooks) -> None:
    bill = a_bill(qb)
    payment = BillPayment()
    payment.PayType, payment.TotalAmt, payment.PrivateNote = "Check", 200, "Private Note"
    payment.VendorRef = bill.VendorRef
    payment.CheckPayment = CheckPayment()
    payment.CheckPayment.BankAccountRef = account_of("AccountSubType = 'Checking'", qb).to_ref()
    line = BillPaymentLine()
    line.LinkedTxn.append(bill.to_linked_txn())
    line.Amount = 200
    payment.Line.append(line)
    payment.save(qb=qb)
    assert Bill.get(bill.Id, qb=qb).Balance == 0
    payment.void(qb=qb)
    read = BillPayment.get(payment.Id, qb=qb)
    assert read.TotalAmt == 0
    assert "Voided" in read.PrivateNote
    assert Bill.get(bill.Id, qb=qb).Balance == 200


def test_money_is_transferred_between_what_a_query_finds(qb: QuickBooks) -> None:
    where = "Classification = 'Asset' AND FullyQualifiedName != 'Accounts Receivable (A/R)'"
    source, target = Account.where(where, max_results=2, qb=qb)
    transfer = Transfer()
    transfer.Amount = 100
    transfer.FromAccountRef, transfer.ToAccountRef = source.to_ref(), target.to_ref()
    transfer.save(qb=qb)
    read = Transfer.all(max_results=1, qb=qb)[0]
    read.Amount += 1
    read.save(qb=qb)
    assert Transfer.get(transfer.Id, qb=qb).Amount == 101


def test_a_journal_entry_has_two_sides(qb: QuickBooks) -> None:
    entry = JournalEntry()
    for side, where in (("Debit", "AccountType = 'Expense'"), ("Credit", "AccountType = 'Bank'")):
        line = JournalEntryLine()
        line.Amount = 50
        line.JournalEntryLineDetail = JournalEntryLineDetail()
        line.JournalEntryLineDetail.PostingType = side
        line.JournalEntryLineDetail.AccountRef = Ref()
        line.JournalEntryLineDetail.AccountRef.value = account_of(where, qb).Id
        entry.Line.append(line)
    entry.save(qb=qb)
    assert len(JournalEntry.get(entry.Id, qb=qb).Line) == 2


def test_preferences_are_as_its_own_tests_find_them(qb: QuickBooks) -> None:
    preferences = Preferences.get(qb=qb)
    assert preferences.AccountingInfoPrefs.TaxYearMonth == "January"
    assert preferences.OtherPrefs.NameValue[0].Name == "SalesFormsPrefs.DefaultCustomerMessage"
    preferences.EmailMessagesPrefs.EstimateMessage.Subject = "changed"
    preferences.save(qb=qb)
    assert Preferences.get(qb=qb).EmailMessagesPrefs.EstimateMessage.Subject == "changed"

"""The published library with the entities of the other side of the books, as its own tests use them."""

from datetime import datetime
from typing import Any, TypeAlias

import pytest
from quickbooks.client import QuickBooks
from quickbooks.exceptions import ObjectNotFoundException
from quickbooks.helpers import qb_datetime_utc_offset_format
from quickbooks.objects.account import Account
from quickbooks.objects.attachable import Attachable
from quickbooks.objects.bill import Bill
from quickbooks.objects.billpayment import BillPayment
from quickbooks.objects.budget import Budget
from quickbooks.objects.creditmemo import CreditMemo
from quickbooks.objects.customer import Customer
from quickbooks.objects.department import Department
from quickbooks.objects.deposit import Deposit, DepositLine, DepositLineDetail
from quickbooks.objects.detailline import (
    AccountBasedExpenseLine,
    AccountBasedExpenseLineDetail,
    ItemBasedExpenseLine,
    ItemBasedExpenseLineDetail,
)
from quickbooks.objects.employee import Employee
from quickbooks.objects.estimate import Estimate
from quickbooks.objects.exchangerate import ExchangeRate
from quickbooks.objects.invoice import Invoice
from quickbooks.objects.item import Item
from quickbooks.objects.journalentry import JournalEntry
from quickbooks.objects.payment import Payment
from quickbooks.objects.purchase import Purchase
from quickbooks.objects.purchaseorder import PurchaseOrder
from quickbooks.objects.refundreceipt import RefundReceipt
from quickbooks.objects.salesreceipt import SalesReceipt
from quickbooks.objects.taxagency import TaxAgency
from quickbooks.objects.taxcode import TaxCode
from quickbooks.objects.taxrate import TaxRate
from quickbooks.objects.taxservice import TaxRateDetails, TaxService
from quickbooks.objects.timeactivity import TimeActivity
from quickbooks.objects.trackingclass import Class
from quickbooks.objects.transfer import Transfer
from quickbooks.objects.vendor import Vendor
from quickbooks.objects.vendorcredit import VendorCredit

Named: TypeAlias = Any
"""A QuickbooksManagedObject: the library has no types."""


def first(kind: type[Named], qb: QuickBooks) -> Named:
    found: Named = kind.all(max_results=1, qb=qb)[0]
    return found


def an_expense_line(qb: QuickBooks, amount: float = 200) -> AccountBasedExpenseLine:
    line = AccountBasedExpenseLine()
    line.Amount = amount
    line.AccountBasedExpenseLineDetail = AccountBasedExpenseLineDetail()
    line.AccountBasedExpenseLineDetail.AccountRef = Account.where("AccountType = 'Expense'", qb=qb)[
        0
    ].to_ref()
    return line


def an_item_line(qb: QuickBooks) -> ItemBasedExpenseLine:
    line = ItemBasedExpenseLine()
    line.Amount = 100
    detail = line.ItemBasedExpenseLineDetail = ItemBasedExpenseLineDetail()
    detail.BillableStatus, detail.UnitPrice, detail.Qty = "NotBillable", 100, 1
    detail.CustomerRef = first(Customer, qb).to_ref()
    detail.TaxCodeRef = first(TaxCode, qb).to_ref()
    detail.ItemRef = Item.filter(Type="Inventory", max_results=1, qb=qb)[0].to_ref()
    return line


def a_bill(qb: QuickBooks) -> Bill:
    bill = Bill()
    bill.Line.append(an_expense_line(qb))
    bill.VendorRef = first(Vendor, qb).to_ref()
    bill.save(qb=qb)
    return bill


@pytest.mark.parametrize(
    "kind",
    [
        Attachable, Bill, BillPayment, Budget, Class, CreditMemo, Department, Deposit, Estimate,
        ExchangeRate, Invoice, JournalEntry, Payment, Purchase, PurchaseOrder, RefundReceipt,
        SalesReceipt, TaxAgency, TaxRate, TimeActivity, Transfer, VendorCredit,
    ],
    ids=lambda each: each.__name__,
)  # fmt: skip
def test_every_entity_is_there_to_be_listed(qb: QuickBooks, kind: type[Named]) -> None:
    assert len(kind.all(qb=qb)) == kind.count(qb=qb)


def test_a_bill_is_created_and_read(qb: QuickBooks) -> None:
    read = Bill.get(a_bill(qb).Id, qb=qb)
    assert (len(read.Line), read.Line[0].Amount, read.Balance) == (1, 200.0, 200.0)


def test_a_vendor_credit_is_created_and_deleted(qb: QuickBooks) -> None:
    credit = VendorCredit()
    credit.VendorRef = first(Vendor, qb).to_ref()
    credit.Line.append(an_expense_line(qb))
    saved = credit.save(qb=qb)
    assert VendorCredit.get(credit.Id, qb=qb).TotalAmt == 200
    saved.delete(qb=qb)
    with pytest.raises(ObjectNotFoundException):
        VendorCredit.get(credit.Id, qb=qb)


def test_a_purchase_on_the_card_is_created(qb: QuickBooks) -> None:
    purchase = Purchase()
    purchase.DocNumber, purchase.PaymentType, purchase.TotalAmt = "Doc123", "CreditCard", 100
    purchase.AccountRef = Account.filter(AccountType="Credit Card", qb=qb)[0].to_ref()
    purchase.Line.append(an_item_line(qb))
    purchase.save(qb=qb, params={"include": "allowduplicatedocnum"})
    read = Purchase.get(purchase.Id, qb=qb)
    detail = read.Line[0].ItemBasedExpenseLineDetail
    assert (read.DocNumber, read.TotalAmt, read.AccountRef.value) == ("Doc123", 100, "42")
    assert (detail.UnitPrice, detail.Qty, detail.TaxCodeRef.value) == (100, 1, "TAX")
    assert detail.CustomerRef.value == first(Customer, qb).Id


def test_an_order_is_created(qb: QuickBooks) -> None:
    order = PurchaseOrder()
    order.VendorRef = first(Vendor, qb).to_ref()
    order.APAccountRef = first(Account, qb).to_ref()
    order.Line.append(an_item_line(qb))
    order.save(qb=qb)
    read = PurchaseOrder.get(order.Id, qb=qb)
    assert (read.TotalAmt, read.APAccountRef.value) == (100, first(Account, qb).Id)


def test_a_deposit_and_a_transfer_between_two_banks(qb: QuickBooks) -> None:
    one, other = Account.filter(AccountType="Bank", max_results=2, qb=qb)
    deposit = Deposit()
    line = DepositLine()
    line.Amount = 20.00
    line.DepositLineDetail = DepositLineDetail()
    line.DepositLineDetail.AccountRef = one.to_ref()
    deposit.DepositToAccountRef = other.to_ref()
    deposit.Line.append(line)
    deposit.save(qb=qb)
    assert Deposit.get(deposit.Id, qb=qb).TotalAmt == 20

    transfer = Transfer()
    transfer.Amount = 100
    transfer.FromAccountRef, transfer.ToAccountRef = one.to_ref(), other.to_ref()
    transfer.save(qb=qb)
    stored = Transfer.get(transfer.Id, qb=qb)
    stored.Amount += 1
    stored.save(qb=qb)
    assert Transfer.get(transfer.Id, qb=qb).Amount == 101
    assert Account.get(other.Id, qb=qb).CurrentBalance == 121


def test_hours_are_recorded_and_changed(qb: QuickBooks) -> None:
    activity = TimeActivity()
    activity.NameOf = "Employee"
    activity.EmployeeRef = first(Employee, qb).to_ref()
    activity.Description, activity.CostRate = "Test description", 50.0
    activity.StartTime = qb_datetime_utc_offset_format(datetime(2016, 7, 22, 10, 0), "-07:00")  # noqa: DTZ001 - its helper wants it so
    activity.EndTime = qb_datetime_utc_offset_format(datetime(2016, 7, 22, 11, 0), "-07:00")  # noqa: DTZ001 - the same
    activity.save(qb=qb)
    stored = first(TimeActivity, qb)
    assert (stored.NameOf, stored.Description, stored.CostRate) == ("Employee", "Test description", 50.0)
    stored.CostRate = 75.0
    stored.save(qb=qb)
    assert TimeActivity.get(activity.Id, qb=qb).CostRate == 75.0


@pytest.mark.parametrize("kind", [Class, Department, TaxAgency], ids=lambda each: each.__name__)
def test_the_short_lists_can_be_added_to(qb: QuickBooks, kind: type[Named]) -> None:
    made = kind()
    field = "DisplayName" if kind is TaxAgency else "Name"
    setattr(made, field, "Board of Equalization")
    made.save(qb=qb)
    assert getattr(kind.get(made.Id, qb=qb), field) == "Board of Equalization"


def test_a_tax_code_is_set_up_by_its_service(qb: QuickBooks) -> None:
    service = TaxService()
    service.TaxCode = "TaxCode 231410"
    rate = TaxRateDetails()
    rate.TaxRateName, rate.RateValue, rate.TaxAgencyId, rate.TaxApplicableOn = (
        "TaxCode 231410",
        10,
        1,
        "Sales",
    )
    service.TaxRateDetails.append(rate)
    made = service.save(qb=qb)
    assert made.TaxCode == "TaxCode 231410"
    (detail,) = made.TaxRateDetails
    assert (detail.TaxRateName, detail.RateValue, detail.TaxAgencyId) == ("TaxCode 231410", 10, "1")
    assert TaxCode.get(made.TaxCodeId, qb=qb).Taxable is True

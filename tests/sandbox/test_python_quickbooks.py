"""The published library, used as its own integration tests use it against the real QuickBooks."""

from uuid import uuid4

import pytest
from quickbooks.batch import batch_create, batch_delete, batch_update
from quickbooks.client import QuickBooks
from quickbooks.exceptions import ObjectNotFoundException, QuickbooksException, ValidationException
from quickbooks.objects.account import Account
from quickbooks.objects.base import (
    Address,
    CustomerMemo,
    EmailAddress,
    LinkedTxn,
    PhoneNumber,
    QuickbooksManagedObject,
)
from quickbooks.objects.company_info import CompanyInfo
from quickbooks.objects.creditmemo import CreditMemo
from quickbooks.objects.customer import Customer
from quickbooks.objects.detailline import SalesItemLine, SalesItemLineDetail
from quickbooks.objects.employee import Employee
from quickbooks.objects.invoice import Invoice
from quickbooks.objects.item import Item
from quickbooks.objects.payment import Payment, PaymentLine
from quickbooks.objects.paymentmethod import PaymentMethod
from quickbooks.objects.preferences import Preferences
from quickbooks.objects.taxcode import TaxCode
from quickbooks.objects.term import Term
from quickbooks.objects.vendor import Vendor


def a_line(item: Item, amount: float = 100) -> SalesItemLine:
    line = SalesItemLine()
    line.LineNum = 1
    line.Description = "description"
    line.Amount = amount
    line.SalesItemLineDetail = SalesItemLineDetail()
    line.SalesItemLineDetail.ItemRef = item.to_ref()
    return line


def an_invoice(qb: QuickBooks, amount: float = 100) -> Invoice:
    invoice = Invoice()
    invoice.CustomerRef = Customer.all(max_results=1, qb=qb)[0].to_ref()
    invoice.Line.append(a_line(Item.all(max_results=1, qb=qb)[0], amount))
    invoice.CustomerMemo = CustomerMemo()
    invoice.CustomerMemo.value = "Customer Memo"
    return invoice


@pytest.mark.parametrize(
    "entity",
    [Account, Customer, Employee, Item, PaymentMethod, TaxCode, Term, Vendor],
    ids=lambda each: each.__name__,
)
def test_every_list_can_be_listed_counted_and_read(
    qb: QuickBooks, entity: type[QuickbooksManagedObject]
) -> None:
    listed = entity.all(qb=qb)
    assert len(listed) == entity.count(qb=qb)
    assert entity.get(listed[0].Id, qb=qb).Id == listed[0].Id


@pytest.mark.parametrize(
    "entity", [Account, Customer, Employee, Item, PaymentMethod, Term, Vendor], ids=lambda each: each.__name__
)
def test_what_was_read_can_be_saved_again(qb: QuickBooks, entity: type[QuickbooksManagedObject]) -> None:
    stored = entity.all(qb=qb)[0]
    saved = stored.save(qb=qb)
    assert saved.Id == stored.Id
    assert int(saved.SyncToken) == int(stored.SyncToken) + 1


def test_the_company_introduces_itself(qb: QuickBooks) -> None:
    assert CompanyInfo.get(qb.company_id, qb=qb).CompanyName == "Bayside Chamber of Commerce"
    assert CompanyInfo.all(qb=qb)[0].Country == "US"


def test_preferences_are_read_and_saved(qb: QuickBooks) -> None:
    preferences = Preferences.get(qb=qb)
    assert preferences.SalesFormsPrefs.CustomTxnNumbers is True
    preferences.SalesFormsPrefs.CustomTxnNumbers = False
    preferences.save(qb=qb)
    assert Preferences.get(qb=qb).SalesFormsPrefs.CustomTxnNumbers is False


def test_a_customer_is_created_with_all_its_parts(qb: QuickBooks) -> None:
    customer = Customer()
    customer.Title, customer.GivenName, customer.MiddleName = "Mr", "James", "B"
    customer.FamilyName, customer.Suffix, customer.DisplayName = "King", "Jr", "James King of Bayside"
    customer.BillAddr = Address()
    customer.BillAddr.Line1, customer.BillAddr.City, customer.BillAddr.PostalCode = (
        "123 Main",
        "City",
        "94030",
    )
    customer.PrimaryPhone = PhoneNumber()
    customer.PrimaryPhone.FreeFormNumber = "555-555-5555"
    customer.PrimaryEmailAddr = EmailAddress()
    customer.PrimaryEmailAddr.Address = "test@email.com"
    customer.save(qb=qb)

    read = Customer.get(customer.Id, qb=qb)
    assert read.GivenName == "James"
    assert read.FullyQualifiedName == "James King of Bayside"
    assert read.BillAddr.PostalCode == "94030"
    assert read.PrimaryPhone.FreeFormNumber == "555-555-5555"
    assert read.PrimaryEmailAddr.Address == "test@email.com"


def test_an_invoice_is_created_and_read(qb: QuickBooks) -> None:
    invoice = an_invoice(qb)
    invoice.save(qb=qb)

    read = Invoice.get(invoice.Id, qb=qb)
    assert read.CustomerRef.name == Customer.all(max_results=1, qb=qb)[0].DisplayName
    assert read.CustomerMemo.value == "Customer Memo"
    assert read.Line[0].Description == "description"
    assert (read.Line[0].Amount, read.TotalAmt, read.Balance) == (100.0, 100.0, 100.0)


def test_the_same_request_id_makes_one_invoice(qb: QuickBooks) -> None:
    request_id = str(uuid4())
    first, second = an_invoice(qb), an_invoice(qb)
    first.save(qb=qb, request_id=request_id)
    second.save(qb=qb, request_id=request_id)
    assert first.Id == second.Id
    assert Invoice.count(qb=qb) == 1


def test_a_deleted_invoice_is_gone(qb: QuickBooks) -> None:
    invoice = an_invoice(qb)
    invoice.save(qb=qb).delete(qb=qb)
    assert Invoice.filter(Id=invoice.Id, qb=qb) == []
    with pytest.raises(ObjectNotFoundException):
        Invoice.get(invoice.Id, qb=qb)


def test_a_voided_invoice_is_worth_nothing(qb: QuickBooks) -> None:
    invoice = an_invoice(qb).save(qb=qb)
    invoice.void(qb=qb)
    read = Invoice.get(invoice.Id, qb=qb)
    assert (read.TotalAmt, read.Balance) == (0, 0)
    assert "Voided" in read.PrivateNote


def test_a_payment_is_created_voided_and_worth_nothing(qb: QuickBooks) -> None:
    payment = Payment()
    payment.TotalAmt = 140.0
    payment.CustomerRef = Customer.all(max_results=1, qb=qb)[0].to_ref()
    method = PaymentMethod.all(max_results=1, qb=qb)[0]
    payment.PaymentMethodRef = method.to_ref()
    payment.save(qb=qb)
    read = Payment.get(payment.Id, qb=qb)
    assert (read.TotalAmt, read.UnappliedAmt, read.PaymentMethodRef.value) == (140.0, 140.0, method.Id)

    read.void(qb=qb)
    read = Payment.get(payment.Id, qb=qb)
    assert read.TotalAmt == 0.0
    assert "Voided" in read.PrivateNote


def test_a_payment_that_was_read_can_be_saved_again(qb: QuickBooks) -> None:
    invoice = an_invoice(qb).save(qb=qb)
    payment = Payment()
    payment.TotalAmt = 100
    payment.CustomerRef = invoice.CustomerRef
    line = PaymentLine()
    line.Amount = 100
    line.LinkedTxn = [LinkedTxn()]
    line.LinkedTxn[0].TxnId, line.LinkedTxn[0].TxnType = invoice.Id, "Invoice"
    payment.Line.append(line)
    payment.save(qb=qb)
    assert Invoice.get(invoice.Id, qb=qb).Balance == 0

    read = Payment.get(payment.Id, qb=qb)
    read.PrivateNote = "checked"
    read.save(qb=qb)
    assert Payment.get(payment.Id, qb=qb).UnappliedAmt == 0
    assert Invoice.get(invoice.Id, qb=qb).Balance == 0


def test_a_credit_memo_is_created_and_updated(qb: QuickBooks) -> None:
    item = Item.all(max_results=1, qb=qb)[0]
    memo = CreditMemo()
    memo.CustomerRef = Customer.all(max_results=1, qb=qb)[0].to_ref()
    memo.Line.append(a_line(item))
    memo.save(qb=qb)
    read = CreditMemo.get(memo.Id, qb=qb)
    assert read.Line[0].SalesItemLineDetail.ItemRef.value == item.Id
    assert read.RemainingCredit == 100
    read.PrivateNote = "Test"
    read.save(qb=qb)
    assert CreditMemo.get(memo.Id, qb=qb).PrivateNote == "Test"


def test_an_item_of_the_stock_is_created(qb: QuickBooks) -> None:
    income = Account.where("AccountType = 'Income' and AccountSubType = 'SalesOfProductIncome'", qb=qb)[0]
    item = Item()
    item.Name, item.Type, item.TrackQtyOnHand, item.QtyOnHand = "Badge", "Inventory", True, 10
    item.InvStartDate = "2015-01-01"
    item.IncomeAccountRef = income.to_ref()
    item.ExpenseAccountRef = Account.where("AccountSubType = 'SuppliesMaterialsCogs'", qb=qb)[0].to_ref()
    item.AssetAccountRef = Account.where("AccountSubType = 'Inventory'", qb=qb)[0].to_ref()
    item.save(qb=qb)
    assert Item.get(item.Id, qb=qb).IncomeAccountRef.value == income.Id


def test_a_filter_finds_a_name_with_an_apostrophe(qb: QuickBooks) -> None:
    customer = Customer()
    customer.DisplayName = "O'Neil & Sons"
    customer.save(qb=qb)
    assert [each.Id for each in Customer.filter(DisplayName="O'Neil & Sons", qb=qb)] == [customer.Id]
    assert [each.Id for each in Customer.choose(["O'Neil & Sons"], field="DisplayName", qb=qb)] == [
        customer.Id
    ]
    assert [each.Id for each in Customer.where("DisplayName LIKE 'o\\'neil%'", qb=qb)] == [customer.Id]


def test_a_batch_creates_updates_and_deletes(qb: QuickBooks) -> None:
    made = batch_create([an_invoice(qb, amount) for amount in (10, 20, 30)], qb=qb)
    assert [each.TotalAmt for each in made.successes] == [10, 20, 30]
    for invoice in made.successes:
        invoice.PrivateNote = "batched"
    changed = batch_update(list(made.successes), qb=qb)
    assert [each.PrivateNote for each in changed.successes] == ["batched"] * 3
    gone = batch_delete(list(changed.successes), qb=qb)
    assert gone.faults == []
    assert Invoice.count(qb=qb) == 0


def test_a_batch_tells_its_good_items_from_its_bad_ones(qb: QuickBooks) -> None:
    names = []
    for name in ("Fresh Name", "Harbour Cafe"):
        customer = Customer()
        customer.DisplayName = name
        names.append(customer)
    answer = batch_create(names, qb=qb)
    assert [each.DisplayName for each in answer.successes] == ["Fresh Name"]
    assert answer.faults[0].Error[0].code == "6240"


def test_a_taken_name_is_an_exception_with_qbos_code(qb: QuickBooks) -> None:
    customer = Customer()
    customer.DisplayName = "Printworks & Co"
    with pytest.raises(QuickbooksException) as caught:
        customer.save(qb=qb)
    assert caught.value.error_code == 6240


def test_a_bad_query_is_a_validation_exception(qb: QuickBooks) -> None:
    with pytest.raises(ValidationException) as caught:
        Customer.where("Nonsense = 'x'", qb=qb)
    assert caught.value.error_code == 4001

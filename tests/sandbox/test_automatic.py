"""What QBO does by itself: it applies credits, opens balances, works out sales tax, counts the stock."""

import pytest

from tests.sandbox.company import Body, Company, held, line, ref

NOTE = "Created by QB Online to link credits to charges."


@pytest.fixture
def generous(company: Company) -> Company:
    """A company that applies credits by itself."""
    company.settings(preferences={"SalesFormsPrefs": {"AutoApplyCredit": True}})
    return company


def own_payments(company: Company) -> list[Body]:
    return list(company.query("select * from Payment").get("Payment", []))


def test_an_invoice_uses_the_credits_there_are_by_a_payment_of_nothing(generous: Company) -> None:
    first, second = generous.credit_memo(30), generous.credit_memo(90)
    invoice = generous.invoice(100)
    assert (invoice["Balance"], invoice["SyncToken"]) == (0, "1")
    (payment,) = own_payments(generous)
    assert (payment["TotalAmt"], payment["UnappliedAmt"], payment["PrivateNote"]) == (0, 0, NOTE)
    ties = [(each["LinkedTxn"][0]["TxnType"], each["Amount"]) for each in payment["Line"]]
    assert ties == [("Invoice", 100), ("CreditMemo", 30), ("CreditMemo", 70)]
    assert generous.read("CreditMemo", first["Id"])["RemainingCredit"] == 0
    assert generous.read("CreditMemo", second["Id"])["RemainingCredit"] == 20


def test_a_credit_memo_pays_the_oldest_invoices_first(generous: Company) -> None:
    younger = generous.invoice(50, TxnDate="2026-02-01")
    older = generous.invoice(50, TxnDate="2026-01-01")
    generous.credit_memo(60)
    assert generous.read("Invoice", older["Id"])["Balance"] == 0
    assert generous.read("Invoice", younger["Id"])["Balance"] == 40


def test_what_qbo_does_by_itself_is_in_the_ledger(generous: Company) -> None:
    generous.invoice(50)
    generous.credit_memo(60)
    ours = [(each["entity"], each["by"]) for each in generous.ledger()]
    assert ours[1:] == [("Invoice", "api"), ("CreditMemo", "api"), ("Payment", "quickbooks")]
    assert generous.ledger()[2]["object"]["Balance"] == 60


def test_credits_of_another_customer_or_of_nobody_are_left_alone(generous: Company) -> None:
    generous.credit_memo(30, customer="2")
    assert generous.invoice(100)["Balance"] == 100
    assert own_payments(generous) == []


def test_credits_wait_where_the_company_does_not_apply_them(company: Company) -> None:
    company.credit_memo(30)
    assert company.invoice(100)["Balance"] == 100


def test_a_customers_opening_balance_is_an_invoice(company: Company) -> None:
    customer = company.customer("Old Friends", Balance=75, OpenBalanceDate="2026-01-05")
    assert (customer["Balance"], "OpenBalanceDate" in customer) == (75, False)
    (invoice,) = company.query(f"select * from Invoice where CustomerRef = '{customer['Id']}'")["Invoice"]  # noqa: S608 - QBO's language
    assert (invoice["TxnDate"], invoice["PrivateNote"]) == ("2026-01-05", "Opening Balance")
    again = company.post("Customer", held(customer, Balance=500, Notes="kept"))
    assert again["Balance"] == 75


def test_a_vendors_opening_balance_is_a_bill(company: Company) -> None:
    vendor = company.post("Vendor", {"DisplayName": "Old Debts Ltd", "Balance": 60})
    assert vendor["Balance"] == 60
    assert company.balances() == {"Accounts Payable (A/P)": -60, "Opening Balance Equity": 60}


@pytest.mark.parametrize(
    ("fields", "made", "equity"),
    [
        ({"AccountSubType": "CashOnHand", "OpeningBalance": 40}, "Deposit", -40),
        ({"AccountSubType": "Buildings", "OpeningBalance": 40}, "JournalEntry", -40),
        ({"AccountSubType": "NotesPayable", "OpeningBalance": 40}, "JournalEntry", 40),
        ({"AccountSubType": "CashOnHand", "OpeningBalance": -40}, "JournalEntry", 40),
    ],
    ids=["a bank", "an asset", "a liability", "an overdraft"],
)
def test_an_accounts_opening_balance_is_posted(
    company: Company, fields: Body, made: str, equity: float
) -> None:
    account = company.post("Account", {"Name": "New", "OpeningBalanceDate": "2026-01-01", **fields})
    assert account["CurrentBalance"] == fields["OpeningBalance"]
    assert company.balances()["Opening Balance Equity"] == equity
    assert company.query(f"select count(*) from {made}") == {"totalCount": 1}  # noqa: S608 - QBO's language


def test_an_opening_balance_wants_a_date(company: Company) -> None:
    body = {"Name": "New", "AccountSubType": "CashOnHand", "OpeningBalance": 40}
    assert company.refused("Account", body)["code"] == "6060"


def test_tax_is_worked_out_anew_where_the_client_does_not_speak_of_it(company: Company) -> None:
    invoice = company.invoice(
        Line=[line(50, item="10")], customer="1", TxnTaxDetail={"TxnTaxCodeRef": ref("2")}
    )
    assert invoice["TxnTaxDetail"]["TotalTax"] == 4
    changed = company.post("Invoice", held(invoice, Line=[line(100, item="10")]))
    assert (changed["TxnTaxDetail"]["TotalTax"], changed["TotalAmt"]) == (8, 108)


def test_automated_sales_tax_overrides_the_clients(company: Company) -> None:
    company.settings(preferences={"TaxPrefs": {"PartnerTaxEnabled": True}})
    taxable, exempt = line(50, item="10"), line(100)
    invoice = company.invoice(Line=[taxable, exempt], customer="1", TxnTaxDetail={"TotalTax": 1.5})
    assert (invoice["TxnTaxDetail"]["TotalTax"], invoice["TotalAmt"]) == (4, 154)
    assert invoice["TxnTaxDetail"]["TaxLine"][0]["TaxLineDetail"]["NetAmountTaxable"] == 50
    assert company.invoice(100, TxnTaxDetail={"TotalTax": 1.5})["TotalAmt"] == 100


def a_badge(company: Company, **fields: object) -> Body:
    accounts = {"IncomeAccountRef": "16", "ExpenseAccountRef": "23", "AssetAccountRef": "24"}
    body = {
        "Name": "Pin",
        "Type": "Inventory",
        "QtyOnHand": 10,
        "PurchaseCost": 2,
        "InvStartDate": "2026-01-01",
    }
    return company.post("Item", {**body, **{name: ref(each) for name, each in accounts.items()}, **fields})


def test_stock_is_counted_and_costed_as_it_is_bought_and_sold(company: Company) -> None:
    pin = a_badge(company)
    assert company.balances() == {"Inventory Asset": 20, "Opening Balance Equity": -20}
    sold = company.invoice(Line=[line(15, item=pin["Id"], Qty=3, UnitPrice=5)], customer="1")
    assert company.read("Item", pin["Id"])["QtyOnHand"] == 7
    assert company.balances()["Cost of Goods Sold"] == 6
    kind = "ItemBasedExpenseLineDetail"
    bought = {"Amount": 8, "DetailType": kind, kind: {"ItemRef": ref(pin["Id"]), "Qty": 4, "UnitPrice": 2}}
    company.post("Bill", {"VendorRef": ref("7"), "Line": [bought]})
    assert company.read("Item", pin["Id"])["QtyOnHand"] == 11
    company.post("Invoice", held(company.read("Invoice", sold["Id"])), operation="void")
    assert company.read("Item", pin["Id"])["QtyOnHand"] == 14
    assert company.balances()["Inventory Asset"] == 28


def test_the_quantity_is_written_once(company: Company) -> None:
    pin = a_badge(company)
    changed = company.post("Item", held(pin, QtyOnHand=500, UnitPrice=6))
    assert (changed["QtyOnHand"], changed["UnitPrice"]) == (10, 6)


def test_stock_without_a_quantity_is_refused(company: Company) -> None:
    accounts = {"IncomeAccountRef": ref("16"), "ExpenseAccountRef": ref("23"), "AssetAccountRef": ref("24")}
    body = {"Name": "Pin", "Type": "Inventory", "InvStartDate": "2026-01-01", **accounts}
    assert company.refused("Item", body)["code"] == "6520"


A_RATE = {"TaxRateName": "Bayside", "RateValue": "1.5", "TaxAgencyId": "1", "TaxApplicableOn": "Sales"}


def test_a_tax_code_is_set_up_with_its_rates_and_charged(company: Company) -> None:
    body = {"TaxCode": "California and Bayside", "TaxRateDetails": [{"TaxRateId": "1"}, A_RATE]}
    made = company.call("POST", "taxservice/taxcode", json=body).json()
    assert (made["TaxCode"], made["TaxRateDetails"][0]["RateValue"]) == ("California and Bayside", 8)
    code = {"TxnTaxCodeRef": ref(made["TaxCodeId"])}
    invoice = company.invoice(Line=[line(100, item="10")], customer="1", TxnTaxDetail=code)
    assert [each["Amount"] for each in invoice["TxnTaxDetail"]["TaxLine"]] == [8, 1.5]
    assert company.read("TaxRate", made["TaxRateDetails"][1]["TaxRateId"])["AgencyRef"]["value"] == "1"
    first = company.ledger()[0]
    assert (first["operation"], first["entity"]) == ("create", "TaxCode")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "2020"),
        ({"TaxCode": "California", "TaxRateDetails": [{"TaxRateId": "1"}]}, "6240"),
        ({"TaxCode": "New", "TaxRateDetails": [{"TaxRateId": "9"}]}, "2500"),
        ({"TaxCode": "New", "TaxRateDetails": [{**A_RATE, "RateValue": 101}]}, "2140"),
        ({"TaxCode": "New", "TaxRateDetails": [{**A_RATE, "TaxAgencyId": "7"}]}, "2500"),
        ({"TaxCode": "New", "TaxRateDetails": [{"TaxRateName": "X"}]}, "2020"),
    ],
    ids=str,
)  # fmt: skip
def test_a_tax_code_is_refused(company: Company, body: Body, code: str) -> None:
    answer = company.call("POST", "taxservice/taxcode", json=body)
    assert (answer.status_code, answer.json()["Fault"]["Error"][0]["code"]) == (400, code)
    assert company.ledger() == []

"""Reports of what is owed, and of transactions one by one."""

from tests.sandbox.company import Company, applied, line, ref
from tests.sandbox.reports import a_bill, amounts, report, titles


def test_what_customers_owe_is_told(company: Company) -> None:
    company.invoice(100)
    company.invoice(30, customer="2")
    company.payment(10, customer="2")
    made = report(company, "CustomerBalance")
    told = amounts(made)
    assert (told["Harbour Cafe"], told["Northside Dental Group"]) == (["100.00"], ["20.00"])
    assert told["TOTAL"] == ["120.00"]
    assert amounts(report(company, "CustomerBalance", customer="2"))["TOTAL"] == ["20.00"]


def test_what_customers_owe_has_an_age(company: Company) -> None:
    for due in ("2026-06-30", "2026-06-15", "2026-05-20", "2026-04-20", "2026-01-01"):
        company.invoice(10, TxnDate="2025-12-01", DueDate=due)
    made = report(company, "AgedReceivables", report_date="2026-06-30")
    assert titles(made) == ["", "Current", "1 - 30", "31 - 60", "61 - 90", "91 and over", "Total"]
    assert amounts(made)["TOTAL"] == ["10.00", "10.00", "10.00", "10.00", "10.00", "50.00"]
    coarse = report(company, "AgedReceivables", report_date="2026-06-30", aging_period="90", num_periods="2")
    assert titles(coarse) == ["", "Current", "1 - 90", "91 and over", "Total"]
    assert amounts(coarse)["TOTAL"] == ["10.00", "30.00", "10.00", "50.00"]


def test_what_was_paid_is_owed_no_more_and_what_was_paid_later_still_was(company: Company) -> None:
    old = company.invoice(100, TxnDate="2026-01-01", DueDate="2026-01-31")
    memo = company.credit_memo(20, TxnDate="2026-02-01")
    company.payment(30, TxnDate="2026-02-10", Line=[applied(old, 30)])
    company.payment(0, TxnDate="2026-02-11", Line=[applied(old, 20), applied(memo, 20)])
    company.payment(5, TxnDate="2026-03-20")
    told = amounts(report(company, "AgedReceivables", report_date="2026-02-28"))
    assert told["Harbour Cafe"] == ["", "50.00", "", "", "", "50.00"]
    told = amounts(report(company, "AgedReceivables", report_date="2026-03-21"))
    assert told["Harbour Cafe"] == ["", "-5.00", "50.00", "", "", "45.00"]
    assert "TOTAL" not in amounts(report(company, "AgedReceivables", report_date="2025-12-31"))


def test_what_vendors_are_owed_is_told(company: Company) -> None:
    bill = a_bill(company, 45, TxnDate="2026-02-15", DueDate="2026-03-01")
    tie = {"Amount": 15, "LinkedTxn": [{"TxnId": bill["Id"], "TxnType": "Bill"}]}
    check = {"PayType": "Check", "CheckPayment": {"BankAccountRef": ref("1")}}
    paid = {"VendorRef": ref("7"), "TotalAmt": 15, "Line": [tie], "TxnDate": "2026-02-20", **check}
    company.post("BillPayment", paid)
    assert amounts(report(company, "VendorBalance"))["Printworks & Co"] == ["30.00"]
    told = amounts(report(company, "AgedPayables", report_date="2026-03-02"))
    assert told["TOTAL"] == ["0.00", "30.00", "0.00", "0.00", "0.00", "30.00"]


def test_transactions_are_listed_by_date(company: Company) -> None:
    second = company.invoice(100, TxnDate="2026-02-02", DocNumber="7", PrivateNote="dues")
    first = company.payment(30, TxnDate="2026-02-01", customer="2")
    a_bill(company, 45, TxnDate="2026-03-01")
    made = report(company, "TransactionList", start_date="2026-02-01", end_date="2026-02-28")
    assert titles(made)[:4] == ["Date", "Transaction Type", "Num", "Posting"]
    listed = [[each["value"] for each in row["ColData"]] for row in made["Rows"]["Row"]]
    receivable, income = "Accounts Receivable (A/R)", "Membership Dues"
    assert listed == [
        ["2026-02-01", "Payment", "", "Yes", "Northside Dental Group", "", "Undeposited Funds", receivable,
            "30.00"],
        ["2026-02-02", "Invoice", "7", "Yes", "Harbour Cafe", "dues", receivable, income, "100.00"],
    ]  # fmt: skip
    assert [row["ColData"][1]["id"] for row in made["Rows"]["Row"]] == [first["Id"], second["Id"]]
    narrow = report(company, "TransactionList", date_macro="all", vendor="7")
    assert [row["ColData"][1]["value"] for row in narrow["Rows"]["Row"]] == ["Bill"]


def test_the_general_ledger_tells_how_each_account_came_to_its_balance(company: Company) -> None:
    company.invoice(100, TxnDate="2025-06-01")
    company.invoice(70, TxnDate="2026-02-01")
    company.payment(30, TxnDate="2026-02-02")
    asked = {"start_date": "2026-01-01", "end_date": "2026-12-31"}
    sections = {
        each["Header"]["ColData"][0]["value"]: each
        for each in report(company, "GeneralLedger", **asked)["Rows"]["Row"]
    }
    owed = [[each["value"] for each in row["ColData"]] for row in
        sections["Accounts Receivable (A/R)"]["Rows"]["Row"]]  # fmt: skip
    assert [(row[0], row[-2], row[-1]) for row in owed] == [
        ("Beginning Balance", "", "100.00"),
        ("2026-02-01", "70.00", "170.00"),
        ("2026-02-02", "-30.00", "140.00"),
    ]
    earned = sections["Membership Dues"]["Rows"]["Row"]
    assert [row["ColData"][-1]["value"] for row in earned] == ["70.00"]
    total = sections["Accounts Receivable (A/R)"]["Summary"]["ColData"]
    assert (total[0]["value"], total[-2]["value"]) == ("Total for Accounts Receivable (A/R)", "40.00")
    one = report(company, "GeneralLedger", account="10", **asked)
    assert [each["Header"]["ColData"][0]["id"] for each in one["Rows"]["Row"]] == ["10"]


def test_every_kind_of_transaction_is_listed(company: Company) -> None:
    company.post("SalesReceipt", {"Line": [line(10)]})
    company.credit_memo(5)
    expense = {"Amount": 5, "DetailType": "AccountBasedExpenseLineDetail",
        "AccountBasedExpenseLineDetail": {"AccountRef": ref("21")}}  # fmt: skip
    company.post("Purchase", {"PaymentType": "Check", "AccountRef": ref("1"), "Line": [expense]})
    company.post("Transfer", {"FromAccountRef": ref("1"), "ToAccountRef": ref("2"), "Amount": 5})
    card = {"BankAccountRef": ref("1"), "CreditCardAccountRef": ref("42"), "Amount": 3}
    company.call("POST", "creditcardpayment", json=card)
    company.post("Item", {"Name": "Cap", "Type": "Inventory", "TrackQtyOnHand": True, "QtyOnHand": 2,
        "PurchaseCost": 3, "InvStartDate": "2026-01-01", "IncomeAccountRef": ref("16"),
        "ExpenseAccountRef": ref("23"), "AssetAccountRef": ref("24")})  # fmt: skip
    made = report(company, "TransactionList", date_macro="all")
    kinds = {row["ColData"][1]["value"] for row in made["Rows"]["Row"]}
    assert kinds == {"Sales Receipt", "Credit Memo", "Check", "Transfer", "Credit Card Payment",
        "Inventory Starting Value"}  # fmt: skip
    assert company.call("GET", "reports/GeneralLedger", params={"date_macro": "all"}).status_code == 200

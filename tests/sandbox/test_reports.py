"""Reports: made from the general ledger, in QBO's shape of header, columns and rows."""

import pytest
from quickbooks.client import QuickBooks

from tests.sandbox.company import Company, held, line, ref
from tests.sandbox.elements import QBO
from tests.sandbox.reports import a_bill, amounts, report, titles, walked

STATEMENTS = ["BalanceSheet", "GeneralLedger", "ProfitAndLoss", "TransactionList", "TrialBalance"]
OWED = ["AgedPayables", "AgedReceivables", "CustomerBalance", "VendorBalance"]


def test_profit_and_loss_is_what_was_earned_and_spent(company: Company) -> None:
    company.invoice(100, TxnDate="2026-02-01")
    company.post("Invoice", {"CustomerRef": ref("1"), "Line": [line(30, "6")], "TxnDate": "2026-03-01"})
    a_bill(company, 45, TxnDate="2026-02-15")
    made = report(company, "ProfitAndLoss", start_date="2026-01-01", end_date="2026-12-31")
    told = amounts(made)
    assert (told["Membership Dues"], told["Event Income"]) == (["100.00"], ["30.00"])
    assert (told["Total Income"], told["Total Expenses"]) == (["130.00"], ["45.00"])
    assert (told["Gross Profit"], told["Net Income"]) == (["130.00"], ["85.00"])
    groups = [each.get("group") for each in made["Rows"]["Row"]]
    assert groups == ["Income", "GrossProfit", "Expenses", "NetOperatingIncome", "NetIncome"]
    head = made["Header"]
    assert (head["StartPeriod"], head["EndPeriod"]) == ("2026-01-01", "2026-12-31")
    assert (head["ReportName"], head["ReportBasis"], head["Currency"]) == ("ProfitAndLoss", "Accrual", "USD")
    assert {"Name": "NoReportData", "Value": "false"} in head["Option"]
    assert "time" not in made


def test_an_account_is_named_with_its_id(company: Company) -> None:
    company.invoice(100)
    rows = walked(report(company, "ProfitAndLoss")["Rows"])
    assert {"value": "Membership Dues", "id": "10"} in [
        each["ColData"][0] for each in rows if "ColData" in each
    ]


def test_what_is_of_another_period_does_not_count(company: Company) -> None:
    company.invoice(100, TxnDate="2025-12-31")
    made = report(company, "ProfitAndLoss", start_date="2026-01-01", end_date="2026-12-31")
    assert amounts(made)["Net Income"] == ["0.00"]


def test_months_stand_side_by_side(company: Company) -> None:
    company.invoice(100, TxnDate="2026-01-31")
    company.invoice(50, TxnDate="2026-03-01")
    asked = {"start_date": "2026-01-01", "end_date": "2026-03-15", "summarize_column_by": "Month"}
    made = report(company, "ProfitAndLoss", **asked)
    assert titles(made) == ["", "Jan 2026", "Feb 2026", "Mar 2026", "Total"]
    assert amounts(made)["Membership Dues"] == ["100.00", "", "50.00", "150.00"]
    assert amounts(made)["Net Income"] == ["100.00", "0.00", "50.00", "150.00"]
    dates = {each["Name"]: each["Value"] for each in made["Columns"]["Column"][3]["MetaData"]}
    assert (dates["StartDate"], dates["EndDate"]) == ("2026-03-01", "2026-03-15")


@pytest.mark.parametrize(
    ("unit", "count"), [("Total", 1), ("Days", 365), ("Week", 53), ("Month", 12), ("Quarter", 4), ("Year", 1)]
)
def test_a_year_has_so_many_columns(company: Company, unit: str, count: int) -> None:
    asked = {"start_date": "2026-01-01", "end_date": "2026-12-31", "summarize_column_by": unit}
    assert len(titles(report(company, "BalanceSheet", **asked))) == count + 1


def test_the_balance_sheet_balances(company: Company) -> None:
    invoice = company.invoice(100, TxnDate="2025-06-01")
    company.invoice(70, TxnDate="2026-02-01")
    company.payment(100, on=[invoice], TxnDate="2026-02-02", DepositToAccountRef=ref("1"))
    a_bill(company, 45, TxnDate="2026-02-15")
    told = amounts(report(company, "BalanceSheet", start_date="2026-01-01", end_date="2026-12-31"))
    assert told["TOTAL ASSETS"] == told["TOTAL LIABILITIES AND EQUITY"] == ["170.00"]
    assert (told["Checking"], told["Accounts Receivable (A/R)"]) == (["100.00"], ["70.00"])
    assert (told["Retained Earnings"], told["Net Income"]) == (["100.00"], ["25.00"])
    assert told["Total Liabilities"] == ["45.00"]


def test_the_trial_balance_has_two_sides(company: Company) -> None:
    company.invoice(100, TxnDate="2025-06-01")
    company.invoice(70, TxnDate="2026-02-01")
    made = report(company, "TrialBalance", start_date="2026-01-01", end_date="2026-12-31")
    told = amounts(made)
    assert told["Accounts Receivable (A/R)"] == ["170.00", ""]
    assert (told["Membership Dues"], told["Retained Earnings"]) == (["", "70.00"], ["", "100.00"])
    assert told["TOTAL"] == ["170.00", "170.00"]
    assert titles(made) == ["", "Debit", "Credit"]


def test_an_account_below_another_is_shown_below_it(company: Company) -> None:
    company.edit("create", entity="Account", fields={"Name": "Juniors", "AccountType": "Income",
        "SubAccount": True, "ParentRef": ref("10")})  # fmt: skip
    child = company.query("select Id from Account where Name = 'Juniors'")["Account"][0]["Id"]
    company.edit("update", entity="Item", id="4", fields={"IncomeAccountRef": ref(child)})
    company.invoice(100)
    company.post("Invoice", {"CustomerRef": ref("1"), "Line": [line(30, "4")]})
    told = amounts(report(company, "ProfitAndLoss"))
    assert (told["Membership Dues"], told["Juniors"]) == (["100.00"], ["30.00"])
    assert told["Total Membership Dues"] == told["Total Income"] == ["130.00"]


def test_reports_agree_with_the_ledger(company: Company) -> None:
    invoice = company.invoice(100)
    company.payment(150, on=[invoice])
    company.credit_memo(20)
    company.post("Invoice", held(company.invoice(10)), operation="void")
    receivable = f"{company.balances()['Accounts Receivable (A/R)']:.2f}"
    assert amounts(report(company, "CustomerBalance"))["TOTAL"] == [receivable]
    assert amounts(report(company, "AgedReceivables"))["TOTAL"][-1] == receivable
    assert amounts(report(company, "BalanceSheet"))["Accounts Receivable (A/R)"] == [receivable]


@pytest.mark.parametrize("name", [*STATEMENTS, *OWED])
def test_without_data_a_report_says_so_or_shows_zeros(company: Company, name: str) -> None:
    made = report(company, name, start_date="2020-01-01", end_date="2020-12-31", report_date="2020-12-31")
    empty = {"Name": "NoReportData", "Value": "true"} in made["Header"]["Option"]
    assert empty == (made["Rows"] == {})


@pytest.mark.parametrize(
    ("macro", "start", "end"),
    [
        ("Last Fiscal Year", "-01-01", "-12-31"),
        ("this month-to-date", "-01", ""),
        ("This Fiscal Quarter", "-01", "-3"),
        ("all", "0001-01-01", ""),
    ],
)
def test_a_period_may_be_named(company: Company, macro: str, start: str, end: str) -> None:
    head = report(company, "ProfitAndLoss", date_macro=macro)["Header"]
    assert head["DateMacro"] == macro.lower()
    assert head["StartPeriod"].endswith(start)
    assert end in head["EndPeriod"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"start_date": "tomorrow"}, "2060"),
        ({"end_date": "2026-02-30"}, "2070"),
        ({"date_macro": "Some Year"}, "2170"),
        ({"start_date": "0001-01-01", "end_date": "9999-12-31", "summarize_column_by": "Days"}, "6000"),
    ],
)
def test_what_cannot_be_a_period_is_refused(company: Company, asked: dict[str, str], code: str) -> None:
    answer = company.call("GET", "reports/ProfitAndLoss", params=asked)
    assert (answer.status_code, answer.json()["Fault"]["Error"][0]["code"]) == (400, code)


@pytest.mark.parametrize("name", ["Unicorn", "profitandloss", ""])
def test_an_unknown_report_is_denied(company: Company, name: str) -> None:
    answer = company.call("GET", f"reports/{name}")
    error = answer.json()["Fault"]["Error"][0]
    assert (answer.status_code, error["code"], error["element"]) == (400, "5020", "ReportName")
    assert answer.json()["Fault"]["type"] == "ValidationFault"


def test_what_is_not_heeded_is_told_in_a_header(company: Company) -> None:
    asked = {"accounting_method": "Cash", "department": "1", "minorversion": "75"}
    answer = company.call("GET", "reports/ProfitAndLoss", params=asked)
    assert answer.headers["x-sandbox-note"] == "not heeded: 'accounting_method', 'department'"
    asked = {"accounting_method": "Accrual", "minorversion": "75"}
    assert "x-sandbox-note" not in company.call("GET", "reports/ProfitAndLoss", params=asked).headers


def test_a_report_is_a_read(company: Company) -> None:
    report(company, "ProfitAndLoss")
    assert company.control("GET", "/calls")["reads"] == 1
    assert company.call("POST", "reports/ProfitAndLoss", json={}).status_code == 400


def test_a_fault_rule_finds_a_report(company: Company) -> None:
    company.fault({"kind": "fault", "code": "10000"}, match={"operation": "report"})
    assert company.call("GET", "reports/ProfitAndLoss").status_code == 500


def test_a_report_is_had_in_xml(company: Company) -> None:
    company.invoice(100)
    answer = company.call("GET", "reports/CustomerBalance", headers={"Accept": "application/xml"})
    assert f'<Report xmlns="{QBO}"><Header>' in answer.text
    assert '<ColData value="Harbour Cafe" id="1"/><ColData value="100.00"/>' in answer.text
    assert '<Row type="Section" group="GrandTotal"><Summary>' in answer.text


def test_python_quickbooks_gets_a_report(company: Company, qb: QuickBooks) -> None:
    company.invoice(100)
    made = qb.get_report("ProfitAndLoss", {"date_macro": "This Fiscal Year"})
    assert made["Header"]["ReportName"] == "ProfitAndLoss"
    assert amounts(made)["Net Income"] == ["100.00"]

"""Journal entries, transfers and deposits: an accountant's own postings."""

import pytest

from tests.sandbox.company import Body, Company, held, ref

BANK, SAVINGS, RECEIVABLES, PAYABLES = "1", "2", "3", "5"


def posted(amount: float, posting: str, account: str, party: Body | None = None) -> Body:
    entity = {"Entity": party} if party else {}
    detail = {"PostingType": posting, "AccountRef": ref(account), **entity}
    return {"Amount": amount, "DetailType": "JournalEntryLineDetail", "JournalEntryLineDetail": detail}


def customer(object_id: str) -> Body:
    return {"Type": "Customer", "EntityRef": ref(object_id)}


def test_a_journal_entry_posts_what_it_says(company: Company) -> None:
    entry = company.post("JournalEntry", {"Line": [posted(50, "Debit", "21"), posted(50, "Credit", BANK)]})
    assert (entry["TotalAmt"], entry["Adjustment"]) == (50, False)
    assert [each["Id"] for each in entry["Line"]] == ["1", "2"]
    assert company.balances() == {"Office Expenses": 50, "Checking": -50}
    company.post("JournalEntry", held(entry), operation="delete")
    assert company.balances() == {}


def test_a_receivable_of_a_journal_entry_is_its_customers(company: Company) -> None:
    lines = [posted(50, "Debit", RECEIVABLES, customer("1")), posted(50, "Credit", "7")]
    entry = company.post("JournalEntry", {"Line": lines})
    entity = entry["Line"][0]["JournalEntryLineDetail"]["Entity"]
    assert (entity["Type"], entity["EntityRef"]["name"]) == ("Customer", "Harbour Cafe")
    assert company.read("Customer", "1")["Balance"] == 50


@pytest.mark.parametrize(
    ("lines", "code", "detail"),
    [
        ([posted(50, "Debit", "21"), posted(49, "Credit", BANK)], "2300", "balance your debits and credits"),
        ([posted(50, "Debit", "21")], "6000", "Fill out at least two detail lines to continue."),
        ([], "2020", "Required parameter Line is missing in the request"),
        (
            [posted(5, "Debit", RECEIVABLES), posted(5, "Credit", BANK)],
            "6000",
            "When you use Accounts Receivable, you must choose a customer in the Name field.",
        ),
        (
            [posted(5, "Debit", PAYABLES, customer("1")), posted(5, "Credit", BANK)],
            "6000",
            "When you use Accounts Payable, you must choose a vendor in the Name field.",
        ),
        ([posted(-5, "Debit", "21"), posted(-5, "Credit", BANK)], "2290", "Negative amounts"),
        ([posted(5, "Debit", "999"), posted(5, "Credit", BANK)], "2500", "Accounts element id 999 not found"),
        (
            [posted(5, "Debit", "21", customer("999")), posted(5, "Credit", BANK)],
            "2500",
            "Names element id 999 not found",
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_a_journal_entry_is_refused(company: Company, lines: list[Body], code: str, detail: str) -> None:
    error = company.refused("JournalEntry", {"Line": lines})
    assert error["code"] == code
    assert detail in error["Detail"]


def test_a_number_taken_by_a_journal_entry_is_told_in_qbos_words(company: Company) -> None:
    body = {"Line": [posted(5, "Debit", "21"), posted(5, "Credit", BANK)], "DocNumber": "AA_2025-07"}
    first = company.post("JournalEntry", body)
    told = f"DocNumber=AA_2025-07 is assigned to TxnType=Journal Entry with TxnId={first['Id']}"
    assert company.refused("JournalEntry", body)["Detail"].endswith(told)


def test_a_transfer_moves_money_between_accounts(company: Company) -> None:
    body = {"FromAccountRef": ref(BANK), "ToAccountRef": ref(SAVINGS), "Amount": 25}
    transfer = company.post("Transfer", body)
    assert company.balances() == {"Checking": -25, "Savings": 25}
    company.post("Transfer", held(transfer, Amount=26))
    assert company.balances() == {"Checking": -26, "Savings": 26}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"Amount": None}, "2020"),
        ({"Amount": -1}, "6000"),
        ({"ToAccountRef": ref(BANK)}, "6000"),
        ({"ToAccountRef": ref("21")}, "6430"),
        ({"ToAccountRef": ref(RECEIVABLES)}, "6430"),
    ],
    ids=str,
)
def test_a_transfer_is_refused(company: Company, fields: Body, code: str) -> None:
    body = {"FromAccountRef": ref(BANK), "ToAccountRef": ref(SAVINGS), "Amount": 25, **fields}
    assert company.refused("Transfer", body)["code"] == code


def money(amount: float, account: str, **detail: object) -> Body:
    return {
        "Amount": amount,
        "DetailType": "DepositLineDetail",
        "DepositLineDetail": {"AccountRef": ref(account), **detail},
    }


def test_a_deposit_takes_what_it_is_told_to_the_bank(company: Company) -> None:
    back = {"AccountRef": ref(SAVINGS), "Amount": 20}
    body = {"DepositToAccountRef": ref(BANK), "Line": [money(70, "14"), money(30, "7")], "CashBack": back}
    deposit = company.post("Deposit", body)
    assert deposit["TotalAmt"] == 80
    assert company.balances() == {
        "Checking": 80,
        "Savings": 20,
        "Services": -70,
        "Opening Balance Equity": -30,
    }


def test_a_deposit_line_against_the_receivables_names_its_customer(company: Company) -> None:
    body = {"DepositToAccountRef": ref(BANK), "Line": [money(70, RECEIVABLES)]}
    assert "you must choose a customer" in company.refused("Deposit", body)["Detail"]
    named = money(70, RECEIVABLES, Entity={"value": "1", "type": "CUSTOMER"})
    company.post("Deposit", {**body, "Line": [named]})
    assert company.read("Customer", "1")["Balance"] == -70


def test_a_payment_leaves_its_deposit_when_the_deposit_does_without_it(company: Company) -> None:
    first, second = company.payment(100), company.payment(50)
    deposit = company.edit("deposit", payments=[first["Id"], second["Id"]])
    company.post("Deposit", held(deposit, Line=deposit["Line"][:1]))
    assert company.read("Payment", second["Id"])["LinkedTxn"] == []
    assert company.balances()["Checking"] == 100
    deposited = company.read("Payment", first["Id"])
    assert company.refused("Payment", held(deposited), operation="delete")["code"] == "6540"


def test_a_payment_is_deposited_once_and_whole(company: Company) -> None:
    payment = company.payment(100)
    tie = [{"TxnId": payment["Id"], "TxnType": "Payment"}]
    body = {"DepositToAccountRef": ref(BANK), "Line": [{"Amount": 99, "LinkedTxn": tie}]}
    assert company.refused("Deposit", body)["code"] == "6000"
    company.edit("deposit", payments=[payment["Id"]])
    assert company.refused("Deposit", {**body, "Line": [{"LinkedTxn": tie}]})["code"] == "6000"

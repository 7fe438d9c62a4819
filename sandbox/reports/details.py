"""Transactions one by one: in a list, and account by account."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sandbox.books.company import Company
from sandbox.books.general_ledger import Entry
from sandbox.entities.account import DEBIT_KINDS
from sandbox.reports.balances import Balances, dated
from sandbox.reports.inquiry import Inquiry
from sandbox.reports.layout import Sheet
from sandbox.reports.period import Period
from sandbox.reports.statement import BASIS, YEAR
from sandbox.rules.money import ZERO
from sandbox.shapes import NOTHING, JsonObject

LISTED: Final = {
    "tx_date": "Date",
    "txn_type": "Transaction Type",
    "doc_num": "Num",
    "is_no_post": "Posting",
    "name": "Name",
    "memo": "Memo/Description",
    "account_name": "Account",
    "other_account": "Split",
    "subt_nat_amount": "Amount",
}
KEPT: Final = {
    "tx_date": "Date",
    "txn_type": "Transaction Type",
    "doc_num": "Num",
    "name": "Name",
    "memo": "Memo/Description",
    "split_acc": "Split",
    "subt_nat_amount": "Amount",
    "rbal_nat_amount": "Balance",
}
SPLIT: Final = "-Split-"
_PAID: Final = {"Cash": "Expense", "Check": "Check", "CreditCard": "Credit Card Expense"}
_PARTIES: Final = ("CustomerRef", "VendorRef", "EntityRef", "EmployeeRef")


@dataclass(frozen=True, slots=True)
class Entered:
    """A transaction with all that it posts."""

    day: str
    entity: str
    txn: JsonObject
    entries: Sequence[Entry]


def transaction_list(inquiry: Inquiry) -> Sheet:
    """Every transaction that posts, by date, with its first account."""
    period = inquiry.period(YEAR)
    company, wanted = inquiry.company, inquiry.ids("customer") | inquiry.ids("vendor")
    rows = [
        _listed(company, each)
        for each in _entered(company)
        if _within(each, period) and (not wanted or _party(each.txn).get("value") in wanted)
    ]
    return _sheet("TransactionList", LISTED, rows, period)


def general_ledger(inquiry: Inquiry) -> Sheet:
    """Account by account: what stood on it, what went through it, and what stands on it."""
    period, wanted = inquiry.period(YEAR), inquiry.ids("account")
    inquiry.chosen("accounting_method", "Accrual")
    balances = Balances(inquiry.company, inquiry.first_month)
    entered = [each for each in _entered(inquiry.company) if _within(each, period)]
    accounts = sorted(balances.accounts.values(), key=lambda each: each["FullyQualifiedName"].casefold())
    rows: list[JsonObject] = []
    for account in accounts:
        if not wanted or account["Id"] in wanted:
            rows += _section(inquiry.company, account, balances.before(account["Id"], period), entered)
    return _sheet("GeneralLedger", KEPT, rows, period)


def _entered(company: Company) -> list[Entered]:
    """By date, and those of one day as they were made."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for entity, txn_id, entry in company.general_ledger.entries():
        found.setdefault((entity, txn_id), []).append(entry)
    made = []
    for (entity, txn_id), entries in found.items():
        txn = company.find(entity, txn_id) or NOTHING
        made.append(Entered(dated(txn), entity, txn, entries))
    return sorted(made, key=lambda each: (each.day, int(each.txn["Id"])))


def _within(entered: Entered, period: Period) -> bool:
    return period.start.isoformat() <= entered.day <= period.end.isoformat()


def _listed(company: Company, entered: Entered) -> JsonObject:
    own = entered.entries[0].account
    account = company.find("Account", own) or NOTHING
    amount = sum((each.amount for each in entered.entries if each.account == own), start=ZERO)
    cells = [
        *_head(company, entered),
        {"value": account["FullyQualifiedName"], "id": own},
        _other(company, entered.entries, own),
        {"value": f"{_natural(account, amount):.2f}"},
    ]
    cells.insert(3, {"value": "Yes"})
    return {"ColData": cells, "type": "Data"}


def _section(
    company: Company, account: JsonObject, before: Decimal, entered: Iterable[Entered]
) -> Iterator[JsonObject]:
    """The account, unless nothing stood on it and nothing went through it."""
    stands, rows = before, []
    for each in entered:
        for entry in each.entries:
            if entry.account == account["Id"]:
                stands += entry.amount
                rows.append(_kept(company, account, each, (entry.amount, stands)))
    if not rows and not before:
        return
    blank = [{"value": ""}] * (len(KEPT) - 2)
    begins = [{"value": "Beginning Balance"}, *blank, {"value": f"{_natural(account, before):.2f}"}]
    opening = [{"ColData": begins, "type": "Data"}] if before else []
    name, moved = account["FullyQualifiedName"], f"{_natural(account, stands - before):.2f}"
    yield {
        "Header": {"ColData": [{"value": name, "id": account["Id"]}, *blank, {"value": ""}]},
        "Rows": {"Row": [*opening, *rows]},
        "Summary": {"ColData": [{"value": f"Total for {name}"}, *blank[1:], {"value": moved}, {"value": ""}]},
        "type": "Section",
    }


def _kept(
    company: Company, account: JsonObject, entered: Entered, amounts: tuple[Decimal, Decimal]
) -> JsonObject:
    shown = [{"value": f"{_natural(account, each):.2f}"} for each in amounts]
    other = _other(company, entered.entries, account["Id"])
    return {"ColData": [*_head(company, entered), other, *shown], "type": "Data"}


def _head(company: Company, entered: Entered) -> list[JsonObject]:
    """Date, type, number, name and note."""
    txn, party = entered.txn, _party(entered.txn)
    return [
        {"value": entered.day},
        {"value": _type(company, entered), "id": txn["Id"]},
        {"value": txn.get("DocNumber", "")},
        {"value": party.get("name", ""), "id": party.get("value", "")},
        {"value": txn.get("PrivateNote", "")},
    ]


def _type(company: Company, entered: Entered) -> str:
    """What QBO calls it in its pages."""
    match entered.entity:
        case "Purchase":
            return _PAID[entered.txn["PaymentType"]]
        case "BillPayment":
            return f"Bill Payment ({entered.txn['PayType']})"
        case "Item":
            return "Inventory Starting Value"
    return company.entities[entered.entity].type_name


def _party(txn: JsonObject) -> JsonObject:
    return next((txn[each] for each in _PARTIES if each in txn), NOTHING)


def _other(company: Company, entries: Sequence[Entry], own: str) -> JsonObject:
    others = {each.account for each in entries if each.account != own}
    if len(others) != 1:
        return {"value": SPLIT, "id": ""}
    (other,) = others
    return {"value": (company.find("Account", other) or NOTHING)["FullyQualifiedName"], "id": other}


def _natural(account: JsonObject, amount: Decimal) -> Decimal:
    """In the account's own sign."""
    return amount if account["Classification"] in DEBIT_KINDS else ZERO - amount


def _sheet(name: str, titles: dict[str, str], rows: list[JsonObject], period: Period) -> Sheet:
    columns = [{"ColTitle": title, "ColType": key} for key, title in titles.items()]
    return Sheet(name=name, columns=columns, rows=rows, period=period, head=BASIS, options={})

"""Balance sheet: what there is and whose it is, at the end of each column."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sandbox.reports.balances import Balances
from sandbox.reports.inquiry import Inquiry
from sandbox.reports.layout import Amounts, Sheet, section, summed, total
from sandbox.reports.period import Period
from sandbox.reports.statement import BASIS, GAAP, Measure, column, cut_by, rows_of, signed
from sandbox.shapes import JsonObject


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the balance sheet: blocks below it, or the accounts of its type.

    `sign` -1 shows credits as they are; `income` is a row beside the accounts; `end` the total's title.
    """

    title: str
    group: str
    inner: Sequence["Block"] = ()
    kind: str = ""
    sign: int = 1
    end: str = ""
    income: Sequence[Decimal] = ()


def balance_sheet(inquiry: Inquiry) -> Sheet:
    """What there is and whose it is, at the end of each column."""
    period, unit, cut = cut_by(inquiry)
    balances = Balances(inquiry.company, inquiry.first_month)

    def stands(account: str) -> list[Decimal]:
        return [balances.standing(account, each.end) for each in cut]

    rows = [_side(balances, stands, each, len(cut)) for each in _assets_and_claims(balances, cut)]
    shown = [column(each, several=len(cut) > 1) for each in cut]
    head = {**BASIS, "SummarizeColumnsBy": unit}
    return Sheet(
        name="BalanceSheet", of="Account", columns=shown, rows=rows, period=period, head=head, options=GAAP
    )


def _assets_and_claims(balances: Balances, cut: Sequence[Period]) -> tuple[Block, Block]:
    income = [balances.income(each.end) for each in cut]
    current = (
        Block("Bank Accounts", "BankAccounts", kind="Bank"),
        Block("Accounts Receivable", "AR", kind="Accounts Receivable"),
        Block("Other Current Assets", "OtherCurrentAssets", kind="Other Current Asset"),
    )
    assets = (
        Block("Current Assets", "CurrentAssets", current),
        Block("Fixed Assets", "FixedAssets", kind="Fixed Asset"),
        Block("Other Assets", "OtherAssets", kind="Other Asset"),
    )
    owed = (
        Block("Accounts Payable", "AP", kind="Accounts Payable", sign=-1),
        Block("Credit Cards", "CreditCards", kind="Credit Card", sign=-1),
        Block(
            "Other Current Liabilities", "OtherCurrentLiabilities", kind="Other Current Liability", sign=-1
        ),
    )
    liabilities = (
        Block("Current Liabilities", "CurrentLiabilities", owed),
        Block("Long-Term Liabilities", "LongTermLiabilities", kind="Long Term Liability", sign=-1),
    )
    claims = (
        Block("Liabilities", "Liabilities", liabilities),
        Block("Equity", "Equity", kind="Equity", sign=-1, income=income),
    )
    return (
        Block("ASSETS", "TotalAssets", assets, end="TOTAL ASSETS"),
        Block(
            "LIABILITIES AND EQUITY",
            "TotalLiabilitiesAndEquity",
            claims,
            end="TOTAL LIABILITIES AND EQUITY",
        ),
    )


def _side(balances: Balances, measured: Measure, block: Block, width: int) -> JsonObject:
    rows, amounts = _block(balances, measured, block, width)
    return section(block.title, block.group, rows, amounts, end=block.end)


def _block(
    balances: Balances, measured: Measure, block: Block, width: int
) -> tuple[list[JsonObject], Amounts]:
    """Its rows and their total. A block of nothing is left out."""
    if not block.inner:
        rows, amounts = rows_of(
            balances, {block.kind}, lambda each: signed(measured(each), block.sign), width
        )
        if any(block.income):
            shown = summed("Net Income", block.income)["Summary"]
            rows = [*rows, {**shown, "type": "Data", "group": "NetIncome"}]
            amounts = total([amounts, block.income], width)
        return rows, amounts
    found = [(each, *_block(balances, measured, each, width)) for each in block.inner]
    rows = [section(each.title, each.group, inner, amounts) for each, inner, amounts in found if inner]
    return rows, total([amounts for _, _, amounts in found], width)

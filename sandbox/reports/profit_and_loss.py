"""Profit and loss: what was earned and spent in a period."""

from decimal import Decimal

from sandbox.reports.balances import Balances
from sandbox.reports.inquiry import Inquiry
from sandbox.reports.layout import Sheet, money, result, section, total
from sandbox.reports.statement import BASIS, GAAP, Measure, column, cut_by, less, rows_of, signed
from sandbox.rules.money import ZERO
from sandbox.shapes import JsonObject


def profit_and_loss(inquiry: Inquiry) -> Sheet:
    """What was earned and spent in a period."""
    period, unit, cut = cut_by(inquiry)
    balances = Balances(inquiry.company, inquiry.first_month)
    several = len(cut) > 1

    def measured(account: str) -> list[Decimal]:
        flows = [balances.flow(account, each) for each in cut]
        return [*flows, sum(flows, start=ZERO)] if several else flows

    rows = _earnings(balances, measured, len(cut) + several)
    shown = [column(each, several=several) for each in cut] + ([money("Total", "total")] if several else [])
    head = {**BASIS, "SummarizeColumnsBy": unit}
    return Sheet(
        name="ProfitAndLoss", of="Account", columns=shown, rows=rows, period=period, head=head, options=GAAP
    )


def _earnings(balances: Balances, measured: Measure, width: int) -> list[JsonObject]:
    """Income, what it cost, and what is left, in QBO's order. Other income only where there is any."""

    def part(title: str, group: str, kind: str, sign: int) -> tuple[JsonObject, list[Decimal], bool]:
        rows, amounts = rows_of(balances, {kind}, lambda each: signed(measured(each), sign), width)
        return section(title, group, rows, amounts), amounts, bool(rows)

    income, earned, _ = part("Income", "Income", "Income", -1)
    cogs, cost, sold = part("Cost of Goods Sold", "COGS", "Cost of Goods Sold", 1)
    expenses, spent, _ = part("Expenses", "Expenses", "Expense", 1)
    other, gained, gains = part("Other Income", "OtherIncome", "Other Income", -1)
    extra, lost, losses = part("Other Expenses", "OtherExpenses", "Other Expense", 1)
    gross = less(earned, cost)
    operating = less(gross, spent)
    beside = less(gained, lost)
    return [
        income,
        *([cogs] if sold else []),
        result("Gross Profit", "GrossProfit", gross),
        expenses,
        result("Net Operating Income", "NetOperatingIncome", operating),
        *([other] if gains else []),
        *([extra] if losses else []),
        *([result("Net Other Income", "NetOtherIncome", beside)] if gains or losses else []),
        result("Net Income", "NetIncome", total([operating, beside], width)),
    ]

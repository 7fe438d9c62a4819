"""Trial balance: every account with what stands on it, to the left or to the right."""

from decimal import Decimal

from sandbox.reports.balances import Balances
from sandbox.reports.inquiry import Inquiry
from sandbox.reports.layout import Leaf, Sheet, leaf, money, nested, result, total
from sandbox.reports.statement import BASIS, YEAR
from sandbox.rules.money import ZERO
from sandbox.rules.postings import BALANCE_SHEET
from sandbox.shapes import JsonObject


def trial_balance(inquiry: Inquiry) -> Sheet:
    """Every account with what stands on it, to the left or to the right."""
    period = inquiry.period(YEAR)
    balances = Balances(inquiry.company, inquiry.first_month)
    rows, sums = [], [ZERO, ZERO]
    for account in sorted(balances.accounts.values(), key=_place):
        stands = balances.standing(account["Id"], period.end)
        sides = [max(stands, ZERO), max(-stands, ZERO)]
        if stands:
            rows += [{"ColData": row["ColData"]} for row in nested([_root(account, sides)])]
            sums = total([sums, sides], 2)
    if rows:
        rows.append(result("TOTAL", "GrandTotal", sums))
    shown = [money("Debit", "debit"), money("Credit", "credit")]
    inquiry.chosen("accounting_method", "Accrual")
    return Sheet(
        name="TrialBalance", of="Account", columns=shown, rows=rows, period=period, head=BASIS, options={}
    )


def _root(account: JsonObject, amounts: list[Decimal]) -> Leaf:
    return leaf({"Id": account["Id"], "Name": account["FullyQualifiedName"]}, amounts)


def _place(account: JsonObject) -> tuple[bool, str]:
    """Those of the balance sheet first."""
    return account["Classification"] not in BALANCE_SHEET, account["FullyQualifiedName"].casefold()

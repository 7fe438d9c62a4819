"""Entities that these companies have none of: asked for, the answer is empty, as QBO gives it then."""

from sandbox.entities.entity import Behaviour, name_list
from sandbox.entities.fields import choice, day, number, opaque, text

BUDGET = name_list(
    "Budget",
    [
        text("Name", 100),
        day("StartDate"),
        day("EndDate"),
        choice("BudgetType", "ProfitAndLoss"),
        choice("BudgetEntryType", "Monthly", "Quarterly", "Annually"),
        opaque("BudgetDetail"),
    ],
    behaviour=Behaviour(),
    operations=frozenset({"read", "query"}),
)

EXCHANGE_RATE = name_list(
    "ExchangeRate",
    [
        text("SourceCurrencyCode", 3),
        text("TargetCurrencyCode", 3),
        number("Rate"),
        day("AsOfDate"),
    ],
    behaviour=Behaviour(),
    operations=frozenset({"read", "query"}),
)
"""One currency, so no rates."""

"""Entities that these companies have none of: asked for, the answer is empty, as QBO gives it then."""

from typing import Final

from sandbox.entities.entity import Behaviour, name_list
from sandbox.entities.fields import choice, day, named, number, opaque, text

_READ: Final = frozenset({"read", "query"})

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
    operations=_READ,
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
    operations=_READ,
)
"""One currency, so no rates."""

COMPANY_CURRENCY = name_list(
    "CompanyCurrency",
    [text("Code", 3), named("Name"), opaque("CustomField")],
    behaviour=Behaviour(),
    operations=_READ,
)

CUSTOMER_TYPE = name_list("CustomerType", [named("Name")], behaviour=Behaviour(), operations=_READ)

JOURNAL_CODE = name_list(
    "JournalCode",
    [named("Name"), text("Type", 50), text("Description", 4000)],
    behaviour=Behaviour(),
    operations=_READ,
)
"""France's."""

"""Entities that these companies have none of: asked for, the answer is empty, as QBO gives it then."""

from typing import Final

from sandbox.entities.entity import Behaviour, name_list
from sandbox.entities.fields import choice, day, named, opaque, text

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

CUSTOMER_TYPE = name_list("CustomerType", [named("Name")], behaviour=Behaviour(), operations=_READ)

JOURNAL_CODE = name_list(
    "JournalCode",
    [named("Name"), text("Type", 50), text("Description", 4000)],
    behaviour=Behaviour(),
    operations=_READ,
)
"""France's."""

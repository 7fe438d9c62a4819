"""The short lists: terms, payment methods, classes, departments, customer types."""

from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.entities.entity import Behaviour, name_list
from sandbox.entities.fields import choice, computed, flag, named, percent, ref, whole
from sandbox.rules.names import Nested
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


class TermBehaviour(Nested):
    """A term counts days, or names a day of the month."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        super().complete(changes, draft, before)
        draft["Type"] = "DATE_DRIVEN" if "DayOfMonthDue" in draft else "STANDARD"


TERM = name_list(
    "Term",
    [
        named("Name", 31, required=True),
        choice("Type", "STANDARD", "DATE_DRIVEN"),
        percent("DiscountPercent"),
        whole("DueDays"),
        whole("DiscountDays"),
        whole("DayOfMonthDue"),
        whole("DueNextMonthDays"),
        whole("DiscountDayOfMonth"),
    ],
    behaviour=TermBehaviour(),
    indexes=("Name",),
)

PAYMENT_METHOD = name_list(
    "PaymentMethod",
    [
        named("Name", 31, required=True),
        choice("Type", "CREDIT_CARD", "NON_CREDIT_CARD", default="NON_CREDIT_CARD"),
    ],
    behaviour=Nested(),
    indexes=("Name",),
)

CLASS = name_list(
    "Class",
    [
        named("Name", required=True),
        flag("SubClass"),
        ref("ParentRef", "Class"),
        computed("FullyQualifiedName"),
    ],
    behaviour=Nested(child_flag="SubClass"),
    space="Classes",
    unique_field="FullyQualifiedName",
    indexes=("Name", "FullyQualifiedName", "ParentRef"),
)

CUSTOMER_TYPE = name_list(
    "CustomerType",
    [named("Name", required=True)],
    behaviour=Behaviour(),
    indexes=("Name",),
    operations=frozenset({"read", "query"}),
)
"""Made by a person in QBO's pages; the API reads them."""

DEPARTMENT = name_list(
    "Department",
    [
        named("Name", required=True),
        flag("SubDepartment"),
        ref("ParentRef", "Department"),
        computed("FullyQualifiedName"),
    ],
    behaviour=Nested(child_flag="SubDepartment"),
    unique_field="FullyQualifiedName",
    indexes=("Name", "FullyQualifiedName", "ParentRef"),
)

"""Employee. Shares its names with customers and vendors."""

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.entities.entity import name_list
from sandbox.entities.fields import computed, day, email, flag, named, number, text, unused
from sandbox.entities.parts import address, phone
from sandbox.rules.people import Person
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

MASKED: Final = "XXX-XX-XXXX"


class EmployeeBehaviour(Person):
    """A social security number is taken, and never shown."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        super().complete(changes, draft, before)
        if "SSN" in draft:
            draft["SSN"] = MASKED


EMPLOYEE = name_list(
    "Employee",
    [
        named("Title", 16),
        named("GivenName"),
        named("MiddleName"),
        named("FamilyName"),
        named("Suffix", 16),
        named("DisplayName", 500),
        text("PrintOnCheckName", 110),
        text("EmployeeNumber", 100),
        text("SSN", 100),
        text("Gender", 10),
        day("BirthDate"),
        day("HiredDate"),
        day("ReleasedDate"),
        number("BillRate"),
        number("CostRate"),
        flag("BillableTime", default=False),
        flag("Organization"),
        address("PrimaryAddr"),
        phone("PrimaryPhone"),
        phone("Mobile"),
        email("PrimaryEmailAddr"),
        computed("V4IDPseudonym", queryable=False),
        *unused(
            "IntuitId", "UserId", "FullyQualifiedName", "CompanyName", "AlternatePhone", "Fax", "WebAddr"
        ),
        *unused("OtherContactInfo", "DefaultTaxCodeRef", "EmployeeType", "OtherAddr", "UseTimeEntry"),
        *unused("EmployeeEx", "CustomField", "AttachableRef"),
    ],
    behaviour=EmployeeBehaviour(),
    name_field="DisplayName",
    space="Names",
    indexes=("DisplayName",),
)

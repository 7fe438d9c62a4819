"""Short words to write an entity's fields with."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from sandbox.entities.kinds import Choice, Day, Email, Flag, Moment, Number, Opaque, Ref, Text, Whole
from sandbox.entities.schema import Field, Many, Part

NAME_FORBIDDEN: Final = ":\t\n\r"
"""QBO keeps the colon for sub-names: `Parent:Child`."""
ASKED_BY: Final = frozenset(
    {"APAccountRef", "CustomerRef", "EmployeeRef", "ParentRef", "SalesTermRef", "VendorRef"}
)
"""The references a query may name. QBO: 4001 for `DepartmentRef`, `ClassRef`, `CurrencyRef` and the like."""


def text(name: str, limit: int, *, required: bool = False, queryable: bool = True) -> Field:
    """A string of at most `limit` characters."""
    return Field(name=name, kind=Text(limit), required=required, queryable=queryable)


def named(name: str, limit: int = 100, *, required: bool = False) -> Field:
    """A part of a name."""
    return Field(name=name, kind=Text(limit, NAME_FORBIDDEN), required=required)


def email(name: str, *, queryable: bool = False) -> Field:
    """An address inside its object, as QBO has it."""
    labels = unused("Id", "Default", "Tag")
    return part(name, [Field(name="Address", kind=Email()), *labels], queryable=queryable)


def flag(name: str, *, default: bool | None = None) -> Field:
    """True or false."""
    return Field(name=name, kind=Flag(), default=default)


def amount(name: str, *, required: bool = False, queryable: bool = True) -> Field:
    """Money, to the cent."""
    return Field(name=name, kind=Number(places=2), required=required, queryable=queryable)


def number(name: str, *, required: bool = False) -> Field:
    """A quantity, a price or a rate, to seven places."""
    return Field(name=name, kind=Number(), required=required)


def percent(name: str) -> Field:
    """Between 0 and 100."""
    return Field(name=name, kind=Number(least=Decimal(0), most=Decimal(100)))


def whole(name: str) -> Field:
    """An integer."""
    return Field(name=name, kind=Whole())


def day(name: str) -> Field:
    """A date."""
    return Field(name=name, kind=Day())


def choice(
    name: str, *options: str, default: str | None = None, required: bool = False, restated: bool = False
) -> Field:
    """One of a list."""
    kind = Choice(frozenset(options))
    return Field(name=name, kind=kind, default=default, required=required, restated=restated)


def ref(name: str, to: str = "", *, required: bool = False, restated: bool = False) -> Field:
    """A reference to an object of entity `to`."""
    return Field(name=name, kind=Ref(to), required=required, restated=restated, queryable=name in ASKED_BY)


def moment(name: str) -> Field:
    """A date and time."""
    return Field(name=name, kind=Moment())


def part(name: str, fields: Iterable[Field], *, queryable: bool = False) -> Field:
    """An object of its own fields."""
    return Field(name=name, kind=Part({each.name: each for each in fields}), queryable=queryable)


def many(name: str, fields: Iterable[Field], *, required: bool = False, queryable: bool = False) -> Field:
    """A list of objects; hardly any query looks into one."""
    of = Part({each.name: each for each in fields})
    return Field(name=name, kind=Many(of), required=required, queryable=queryable)


def opaque(name: str) -> Field:
    """Kept as it came."""
    return Field(name=name, kind=Opaque(), queryable=False)


def computed(name: str, *, number: bool = False, queryable: bool = True) -> Field:
    """QBO's own: accepted from a client, and ignored."""
    return Field(name=name, kind=_MONEY if number else _LONG, computed=True, queryable=queryable)


def unused(*names: str) -> list[Field]:
    """What QBO's schema has and this QBO has no use for: its SDKs may send it, and it is gone."""
    return [computed(name, queryable=False) for name in names]


_MONEY: Final = Number(places=2)
_LONG: Final = Text(4000)

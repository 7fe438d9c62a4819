"""Short words to write an entity's fields with."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from sandbox.entities.kinds import Choice, Day, Email, Flag, Number, Opaque, Ref, Text, Whole
from sandbox.entities.schema import Field, Many, Part

NAME_FORBIDDEN: Final = ":\t\n\r"
"""QBO keeps the colon for sub-names: `Parent:Child`."""


def text(name: str, limit: int, *, required: bool = False, queryable: bool = True) -> Field:
    """A string of at most `limit` characters."""
    return Field(name=name, kind=Text(limit), required=required, queryable=queryable)


def named(name: str, limit: int = 100, *, required: bool = False) -> Field:
    """A part of a name."""
    return Field(name=name, kind=Text(limit, NAME_FORBIDDEN), required=required)


def email(name: str) -> Field:
    """An address inside its object, as QBO has it."""
    return part(name, [Field(name="Address", kind=Email())])


def flag(name: str, *, default: bool | None = None) -> Field:
    """True or false."""
    return Field(name=name, kind=Flag(), default=default)


def amount(name: str, *, required: bool = False) -> Field:
    """Money, to the cent."""
    return Field(name=name, kind=Number(places=2), required=required)


def number(name: str) -> Field:
    """A quantity, a price or a rate, to seven places."""
    return Field(name=name, kind=Number())


def percent(name: str) -> Field:
    """Between 0 and 100."""
    return Field(name=name, kind=Number(least=Decimal(0), most=Decimal(100)))


def whole(name: str) -> Field:
    """An integer."""
    return Field(name=name, kind=Whole())


def day(name: str) -> Field:
    """A date."""
    return Field(name=name, kind=Day())


def choice(name: str, *options: str, default: str | None = None) -> Field:
    """One of a list."""
    return Field(name=name, kind=Choice(frozenset(options)), default=default)


def ref(name: str, to: str = "", *, required: bool = False) -> Field:
    """A reference to an object of entity `to`."""
    return Field(name=name, kind=Ref(to), required=required)


def part(name: str, fields: Iterable[Field], *, queryable: bool = False) -> Field:
    """An object of its own fields."""
    return Field(name=name, kind=Part({each.name: each for each in fields}), queryable=queryable)


def many(name: str, fields: Iterable[Field], *, required: bool = False) -> Field:
    """A list of objects; no query looks into it."""
    of = Part({each.name: each for each in fields})
    return Field(name=name, kind=Many(of), required=required, queryable=False)


def opaque(name: str) -> Field:
    """Kept as it came."""
    return Field(name=name, kind=Opaque(), queryable=False)


def computed(name: str, *, number: bool = False, queryable: bool = True) -> Field:
    """QBO's own: accepted from a client, and ignored."""
    kind = Number(places=2) if number else Text(4000)
    return Field(name=name, kind=kind, computed=True, queryable=queryable)

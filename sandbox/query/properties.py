"""The properties a query may name: where they lie in an object, and how their values compare."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, TypeAlias

from sandbox.books.shelf import key_of
from sandbox.clock import PACIFIC
from sandbox.entities.entity import Entity
from sandbox.entities.kinds import Choice, Day, Flag, Kind, Moment, Number, Ref, Whole
from sandbox.entities.schema import Field, Many, Part
from sandbox.faults import QboFault, fault
from sandbox.shapes import JsonObject

Sortable: TypeAlias = str | Decimal | bool | date | tuple[int, str]

EQUALS: Final = frozenset({"=", "!=", "IN"})
COMPARES: Final = EQUALS | {"<", ">", "<=", ">="}
LIKENS: Final = EQUALS | {"LIKE"}


@dataclass(frozen=True, slots=True)
class Property:
    """One queryable property. `read` makes a value comparable, be it stored or written in a query.

    `presented`: the books compute it on reading; `operators`: what QBO compares such a property by;
    `several`: it lies in a list of parts, and so an object may have several values of it.
    """

    name: str
    path: tuple[str, ...]
    read: Callable[[object], Sortable]
    operators: frozenset[str]
    presented: bool
    several: bool

    def values(self, held: JsonObject) -> list[Sortable]:
        """Its values in an object, part by part."""
        found: list[object] = [held]
        for step in self.path:
            found = [each[step] for each in _flat(found) if isinstance(each, dict) and step in each]
        return [self.read(each["value"] if isinstance(each, dict) else each) for each in _flat(found)]

    def of(self, held: JsonObject) -> Sortable | None:
        """Its value in an object, None if the object has none."""
        if self.several:
            return next(iter(self.values(held)), None)
        value: object = held
        for step in self.path:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, dict):
            value = value.get("value")
        return None if value is None else self.read(value)


def _flat(values: list[object]) -> list[object]:
    return [each for value in values for each in (value if isinstance(value, list) else [value])]


@lru_cache(maxsize=4096)
def property_of(entity: Entity, name: str) -> Property:
    """The property of that name in any case. QBO: 4001 if there is none, or none that can be asked for."""
    first, *rest = name.split(".")
    top = _field(entity.fields, first, entity, name)
    if not top.queryable and not (rest and top.name == "MetaData"):
        raise _not_queryable(name)
    path, kind = [top.name], top.kind
    for step in rest:
        path, kind = _stepped(path, kind, step, entity, name)
    if isinstance(kind, Part) and "Address" in kind.fields:
        path, kind = [*path, "Address"], kind.fields["Address"].kind
    if isinstance(kind, Part | Many):
        raise _not_queryable(name)
    reader, operators = (_as_id, COMPARES) if path == ["Id"] else _reading(kind)
    presented = top.name in entity.behaviour.computes
    return Property(name, tuple(path), reader, operators, presented, isinstance(top.kind, Many))


def _stepped(
    path: list[str], kind: Kind | Part | Many, step: str, entity: Entity, name: str
) -> tuple[list[str], Kind | Part | Many]:
    """One step into a part: `MetaData.LastUpdatedTime`, `AttachableRef.EntityRef.Type`."""
    if isinstance(kind, Ref):
        if step.lower() == "value":
            return path, kind
        if step.lower() == "type":
            return [*path, "type"], Choice(frozenset())
    part = kind.of if isinstance(kind, Many) else kind
    found = _field(part.fields if isinstance(part, Part) else {}, step, entity, name)
    return [*path, found.name], found.kind


def _field(fields: Mapping[str, Field], step: str, entity: Entity, name: str) -> Field:
    found = next((each for each in fields.values() if each.name.lower() == step.lower()), None)
    if found is None:
        raise fault("4001", f"QueryValidationError: Property {name} not found for Entity {entity.name}")
    return found


def _not_queryable(name: str) -> QboFault:
    return fault("4001", f"QueryValidationError: property '{name}' is not queryable")


def _reading(kind: Kind | Part | Many) -> tuple[Callable[[object], Sortable], frozenset[str]]:
    match kind:
        case Number() | Whole():
            return _as_number, COMPARES
        case Flag():
            return _as_flag, EQUALS
        case Moment():
            return _as_moment, COMPARES
        case Day():
            return _as_day, COMPARES
        case Ref() | Choice():
            return _as_text, LIKENS
        case _:
            return _as_text, COMPARES | LIKENS


def _as_text(value: object) -> str:
    return key_of(str(value))


def _as_id(value: object) -> tuple[int, str]:
    text = str(value).strip()
    return (int(text), "") if text.isdecimal() else (0, text.casefold())


def _as_number(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise fault("4001", f"QueryValidationError: invalid number '{value}'") from None


def _as_flag(value: object) -> bool:
    text = str(value).lower()
    if text not in {"true", "false"}:
        raise fault("4001", f"QueryValidationError: invalid boolean '{value}'")
    return text == "true"


@lru_cache(maxsize=65_536)
def _as_moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise fault("4001", f"QueryValidationError: invalid date '{value}'") from None
    return moment.replace(tzinfo=moment.tzinfo or PACIFIC).astimezone(UTC)


@lru_cache(maxsize=65_536)
def _as_day(value: object) -> date:
    """A time behind the date does not count."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise fault("4001", f"QueryValidationError: invalid date '{value}'") from None

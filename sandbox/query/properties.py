"""The properties a query may name: where they lie in an object, and how their values compare."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TypeAlias

from sandbox.books.shelf import key_of
from sandbox.clock import PACIFIC
from sandbox.entities.entity import Entity
from sandbox.entities.kinds import Flag, Kind, Moment, Number, Whole
from sandbox.entities.schema import Field, Many, Part
from sandbox.faults import fault
from sandbox.shapes import JsonObject

Sortable: TypeAlias = str | Decimal | bool | datetime | tuple[int, str]


@dataclass(frozen=True, slots=True)
class Property:
    """One queryable property. `read` makes a value comparable, be it stored or written in a query."""

    path: tuple[str, ...]
    read: Callable[[object], Sortable]

    def of(self, held: JsonObject) -> Sortable | None:
        """Its value in an object, None if the object has none."""
        value: object = held
        for step in self.path:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, dict):
            value = value.get("value")
        return None if value is None else self.read(value)


@lru_cache(maxsize=4096)
def property_of(entity: Entity, name: str) -> Property:
    """The property of that name in any case. QBO: 4001 if there is none, or none that can be asked for."""
    fields = entity.fields
    path: list[str] = []
    found: Field | None = None
    for step in name.split("."):
        found = next((each for each in fields.values() if each.name.lower() == step.lower()), None)
        if found is None:
            if path and step.lower() == "value":
                break
            raise fault("4001", f"QueryValidationError: Property {name} not found for Entity {entity.name}")
        path.append(found.name)
        fields = found.kind.fields if isinstance(found.kind, Part) else {}
    if found is not None and (not found.queryable or isinstance(found.kind, Part)) and len(path) == 1:
        raise fault("4001", f"QueryValidationError: property '{name}' is not queryable")
    reader = _as_id if path == ["Id"] else _reader(found.kind if found else None)
    return Property(tuple(path), reader)


def _reader(kind: Kind | Part | Many | None) -> Callable[[object], Sortable]:
    match kind:
        case Number() | Whole():
            return _as_number
        case Flag():
            return _as_flag
        case Moment():
            return _as_moment
        case _:
            return _as_text


def _as_text(value: object) -> str:
    return key_of(str(value))


def _as_id(value: object) -> tuple[int, str]:
    text = str(value).strip()
    return (int(text), "") if text.isdecimal() else (0, text.casefold())


def _as_number(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise fault("4001", f"QueryValidationError: invalid number '{value}'") from None


def _as_flag(value: object) -> bool:
    return str(value).lower() == "true"


def _as_moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise fault("4001", f"QueryValidationError: invalid date '{value}'") from None
    return moment.replace(tzinfo=moment.tzinfo or PACIFIC).astimezone(UTC)

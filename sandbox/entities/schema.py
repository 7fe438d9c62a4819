"""Fields and the objects they make up: reading a client's body by them, every problem of it at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.entities.kinds import UNPARSEABLE, Kind, Refused
from sandbox.faults import Problem
from sandbox.shapes import JsonObject


@dataclass(frozen=True, slots=True)
class Part:
    """An object of its own fields."""

    fields: Mapping[str, "Field"]


@dataclass(frozen=True, slots=True)
class Many:
    """A list of such objects."""

    of: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of an object.

    `computed` ones are QBO's: taken from no client. `restated` ones are required of a sparse update too.
    """

    name: str
    kind: Kind | Part | Many
    required: bool = False
    restated: bool = False
    computed: bool = False
    queryable: bool = True
    default: object = None


def read_fields(
    fields: Mapping[str, Field], body: JsonObject, path: str, problems: list[Problem]
) -> JsonObject:
    """The known fields of `body`, read; what is empty is left out, what is wrong goes to `problems`."""
    kept: JsonObject = {}
    for name, value in body.items():
        known = fields.get(name)
        if known is None:
            problems.append(Problem("2010", UNPARSEABLE, name))
        elif not known.computed and value is not None and value != "":
            where = f"{path}.{name}" if path else name
            try:
                read = _read(known.kind, value, where, problems)
            except Refused as refused:
                problems.append(Problem(refused.code, refused.detail, where))
                continue
            if read is not None:
                kept[known.name] = read
    return kept


def _read(kind: Kind | Part | Many, value: object, path: str, problems: list[Problem]) -> object:
    """An empty part is no part; a single object counts as a list of one, as XML clients send it."""
    if isinstance(kind, Part):
        if not isinstance(value, dict):
            raise Refused("2010", UNPARSEABLE)
        return read_fields(kind.fields, value, path, problems) or None
    if isinstance(kind, Many):
        items = value if isinstance(value, list) else [value]
        read = [_read(kind.of, item, path, problems) for item in items]
        return [item for item in read if item is not None]
    return kind.read(value)

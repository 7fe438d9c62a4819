"""The conditions of a query, as tests of one object; and the objects an index says they are about."""

import operator
import re
from collections.abc import Callable, Iterable
from typing import Final

from sandbox.books.shelf import Shelf
from sandbox.entities.entity import Entity
from sandbox.faults import fault
from sandbox.query.properties import Property, Sortable, property_of
from sandbox.query.statement import Comparison
from sandbox.shapes import JsonObject

Test = Callable[[JsonObject], bool]
_COMPARE: Final[dict[str, Callable[[Sortable, Sortable], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def test_of(entity: Entity, comparison: Comparison) -> Test:
    """Whether an object fulfils the condition. QBO: 4001 for an operator the property does not have."""
    asked = property_of(entity, comparison.property)
    if comparison.operator not in asked.operators:
        detail = f"operator {comparison.operator} is not supported for property '{comparison.property}'"
        raise fault("4001", f"QueryValidationError: {detail}")
    if comparison.operator == "LIKE":
        return _over(asked, _like(comparison.values[0]))
    wanted = [asked.read(each) for each in comparison.values]
    if comparison.operator == "IN":
        return _over(asked, frozenset(wanted).__contains__)
    compare, value = _COMPARE[comparison.operator], wanted[0]
    return _over(asked, lambda own: compare(own, value))


def _over(asked: Property, fits: Callable[[Sortable], bool]) -> Test:
    if asked.several:
        return lambda held: any(fits(own) for own in asked.values(held))
    of = asked.of

    def test(held: JsonObject) -> bool:
        own = of(held)
        return own is not None and fits(own)

    return test


def _like(pattern: str) -> Callable[[Sortable], bool]:
    """`%` stands for anything; a backslash takes its meaning away."""
    pieces = re.split(r"(\\.|%)", pattern)
    source = "".join(".*" if piece == "%" else re.escape(_unescaped(piece)) for piece in pieces)
    matches = re.compile(source, re.IGNORECASE | re.DOTALL).fullmatch
    return lambda own: matches(str(own)) is not None


def _unescaped(piece: str) -> str:
    return piece[1:] if piece.startswith("\\") and len(piece) > 1 else piece


def candidates(shelf: Shelf, where: Iterable[Comparison]) -> Iterable[JsonObject]:
    """As few objects as an index can name, oldest first; all of them if none can."""
    named = [ids for ids in (_indexed(shelf, each) for each in where) if ids is not None]
    if not named:
        return shelf.all()
    found = (shelf.get(each) for each in min(named, key=len))
    return sorted((each for each in found if each is not None), key=_age)


def _indexed(shelf: Shelf, comparison: Comparison) -> set[str] | None:
    if comparison.operator not in {"=", "IN"}:
        return None
    asked = comparison.property.lower()
    if asked == "id":
        return {each.strip() for each in comparison.values}
    field = next((each for each in shelf.entity.indexes if each.lower() == asked), None)
    if field is None:
        return None
    return {each for value in comparison.values for each in shelf.ids_by(field, value)}


def _age(held: JsonObject) -> tuple[int, str]:
    """Ids are given in the order of making."""
    object_id: str = held["Id"]
    return (int(object_id), "") if object_id.isdecimal() else (0, object_id)

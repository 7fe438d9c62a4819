"""Answer a statement from a company's objects."""

import operator
import re
from collections.abc import Callable, Iterable
from typing import Final

from sandbox.books.company import Company
from sandbox.books.shelf import Shelf, in_order
from sandbox.entities.entity import Entity, Family
from sandbox.entities.registry import entity_named
from sandbox.faults import fault
from sandbox.query.parser import parse
from sandbox.query.properties import Property, Sortable, property_of
from sandbox.query.statement import Comparison, Ordering, Statement
from sandbox.shapes import JsonObject

Test = Callable[[JsonObject], bool]
_OPERATORS: Final[dict[str, Callable[[Sortable, Sortable], bool]]] = {
    "=": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_ALWAYS_SHOWN: Final = ("Id", "domain", "sparse")


def execute(company: Company, text: str) -> JsonObject:
    """The value of `QueryResponse`. An empty result is an empty object."""
    statement = parse(text)
    entity = entity_named(statement.entity)
    if entity is None or "query" not in entity.operations:
        raise fault("4001", f"QueryValidationError: Metadata not found for Entity: {statement.entity}")
    for name in statement.fields:
        _selectable(entity, name)
    found = _found(company, entity, statement)
    if statement.count:
        return {"totalCount": len(found)}
    page = found[statement.start - 1 : statement.start - 1 + statement.most]
    if not page:
        return {}
    shown = [_selected(each, statement.fields) for each in page]
    return {entity.name: shown, "startPosition": statement.start, "maxResults": len(shown)}


def _found(company: Company, entity: Entity, statement: Statement) -> list[JsonObject]:
    shelf = company.shelf(entity.name)
    tests = [_test(entity, each) for each in statement.where]
    if entity.family is Family.NAME_LIST and not any(
        each.property.lower() == "active" for each in statement.where
    ):
        tests.append(_is_active)
    present = entity.behaviour.present
    candidates = (present(company, each) for each in _candidates(shelf, statement.where))
    found = [each for each in candidates if all(test(each) for test in tests)]
    return _ordered(entity, found, statement.order)


def _candidates(shelf: Shelf, where: Iterable[Comparison]) -> Iterable[JsonObject]:
    """As few objects as an index can name; all of them if none can."""
    for comparison in where:
        if comparison.operator not in {"=", "IN"}:
            continue
        if comparison.property.lower() == "id":
            return in_order(shelf, dict.fromkeys(comparison.values))
        field = next(
            (each for each in shelf.entity.indexes if each.lower() == comparison.property.lower()), None
        )
        if field is not None:
            ids = [each for value in dict.fromkeys(comparison.values) for each in shelf.ids_by(field, value)]
            return in_order(shelf, dict.fromkeys(ids))
    return shelf.all()


def _test(entity: Entity, comparison: Comparison) -> Test:
    asked = property_of(entity, comparison.property)
    if comparison.operator == "LIKE":
        return _like(asked, comparison.values[0])
    wanted = [asked.read(each) for each in comparison.values]
    if comparison.operator == "IN":
        return lambda held: asked.of(held) in wanted
    compare, value = _OPERATORS[comparison.operator], wanted[0]

    def test(held: JsonObject) -> bool:
        own = asked.of(held)
        return own is not None and compare(own, value)

    return test


def _like(asked: Property, pattern: str) -> Test:
    """`%` stands for anything; a backslash takes its meaning away."""
    pieces = re.split(r"(\\.|%)", pattern)
    source = "".join(".*" if piece == "%" else re.escape(_unescaped(piece)) for piece in pieces)
    matches = re.compile(source, re.IGNORECASE | re.DOTALL).fullmatch

    def test(held: JsonObject) -> bool:
        own = asked.of(held)
        return own is not None and matches(str(own)) is not None

    return test


def _unescaped(piece: str) -> str:
    return piece[1:] if piece.startswith("\\") and len(piece) > 1 else piece


def _is_active(held: JsonObject) -> bool:
    return bool(held["Active"])


def _ordered(entity: Entity, found: list[JsonObject], order: Iterable[Ordering]) -> list[JsonObject]:
    """Lists come oldest first, transactions newest first, unless the query says otherwise."""
    if entity.family is Family.TRANSACTION:
        found.reverse()
    for each in reversed(tuple(order)):
        by = property_of(entity, each.property)
        with_value = [held for held in found if by.of(held) is not None]
        without = [held for held in found if by.of(held) is None]
        with_value.sort(key=lambda held, by=by: by.of(held), reverse=each.descending)  # type: ignore[misc]
        found = with_value + without if each.descending else without + with_value
    return found


def _selectable(entity: Entity, name: str) -> None:
    """A field list may name what no WHERE may: lines, addresses."""
    first = name.split(".", maxsplit=1)[0]
    if first != "*" and first.lower() not in {each.lower() for each in entity.fields}:
        raise fault("4001", f"QueryValidationError: Property {name} not found for Entity {entity.name}")


def _selected(held: JsonObject, fields: tuple[str, ...]) -> JsonObject:
    if not fields:
        return held
    wanted = {name.split(".")[0].lower() for name in fields}
    kept = {key: value for key, value in held.items() if key.lower() in wanted or key in _ALWAYS_SHOWN}
    return {**kept, "sparse": True}

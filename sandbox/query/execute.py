"""Answer a statement from a company's objects."""

from collections.abc import Iterable
from zlib import crc32

from sandbox.books.company import Company
from sandbox.entities.entity import Entity, Family
from sandbox.entities.registry import entity_named
from sandbox.faults import fault
from sandbox.query.conditions import candidates, test_of
from sandbox.query.parser import parse
from sandbox.query.properties import property_of
from sandbox.query.statement import Ordering, Statement
from sandbox.shapes import JsonObject

_ALWAYS_SHOWN = frozenset({"Id", "domain", "sparse"})


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
    page = _page(entity, found, statement)
    if not page:
        return {}
    present = entity.behaviour.present
    shown = [_selected(present(company, each), statement.fields) for each in page]
    return {entity.name: shown, "startPosition": statement.start, "maxResults": len(shown)}


def _page(entity: Entity, found: list[JsonObject], statement: Statement) -> list[JsonObject]:
    first, unpaged = statement.start - 1, entity.behaviour.unpaged
    if not unpaged:
        return found[first : first + statement.most]
    paged = [each for each in found if each["Id"] not in unpaged]
    on_top = [each for each in found if each["Id"] in unpaged] if first == 0 else []
    return [*on_top, *paged[first : first + statement.most]]


def _found(company: Company, entity: Entity, statement: Statement) -> list[JsonObject]:
    """All that fit, in order. Only what must be computed to be compared is computed."""
    tests = [test_of(entity, each) for each in statement.where]
    if entity.family is Family.NAME_LIST and not any(
        each.property.lower() == "active" for each in statement.where
    ):
        tests.append(_is_active)
    if not entity.behaviour.kept_by(company):
        return []
    held = candidates(company.shelf(entity.name), statement.where)
    asked = [*(each.property for each in statement.where), *(each.property for each in statement.order)]
    if any(property_of(entity, each).presented for each in asked):
        held = (entity.behaviour.present(company, each) for each in held)
    for test in tests:
        held = filter(test, held)
    unordered = _laid_out(entity, list(held), company.settings.query_order)
    return _ordered(entity, unordered, statement.order)


def _is_active(held: JsonObject) -> bool:
    return bool(held["Active"])


def _laid_out(entity: Entity, found: list[JsonObject], order: str) -> list[JsonObject]:
    """As QBO has them where the query says nothing: lists oldest first, transactions newest first."""
    if order == "shuffled":
        return sorted(found, key=lambda held: crc32(held["Id"].encode()))
    usual = entity.family is Family.TRANSACTION
    newest_first = usual if order == "usual" else order == "newest_first"
    return found[::-1] if newest_first else found


def _ordered(entity: Entity, found: list[JsonObject], order: Iterable[Ordering]) -> list[JsonObject]:
    """As the query says; what it says nothing about stays as it is."""
    for each in reversed(tuple(order)):
        by = property_of(entity, each.property).of
        keyed = [(by(held), held) for held in found]
        with_value = [(key, held) for key, held in keyed if key is not None]
        without = [held for key, held in keyed if key is None]
        with_value.sort(key=lambda pair: pair[0], reverse=each.descending)
        ordered = [held for _, held in with_value]
        found = ordered + without if each.descending else without + ordered
    return found


def _selectable(entity: Entity, name: str) -> None:
    """A field list may name what no WHERE may: lines, addresses."""
    first = name.split(".", maxsplit=1)[0]
    if first != "*" and first.lower() not in {each.lower() for each in entity.fields}:
        raise fault("4001", f"QueryValidationError: Property {name} not found for Entity {entity.name}")


def _selected(held: JsonObject, fields: tuple[str, ...]) -> JsonObject:
    if not fields or "*" in fields:
        return held
    wanted = {name.split(".")[0].lower() for name in fields}
    kept = {key: value for key, value in held.items() if key.lower() in wanted or key in _ALWAYS_SHOWN}
    return {**kept, "sparse": True}

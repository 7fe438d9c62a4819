"""Change data capture: what was made, changed or deleted since a moment."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sandbox.books.company import Company
from sandbox.clock import PACIFIC
from sandbox.entities.entity import Entity, Family
from sandbox.entities.registry import entity_named
from sandbox.faults import Problem, QboFault, fault, missing
from sandbox.shapes import JsonObject

MOST: Final = 1000
"""Objects in one answer, all entities together."""
FURTHEST: Final = timedelta(days=30)
NOT_CAPTURED: Final = frozenset({"JournalCode", "TaxAgency", "TaxCode", "TaxRate", "TimeActivity"})


def captured(company: Company, listed: str | None, since: str | None, names: tuple[str, str]) -> JsonObject:
    """A `CDCResponse`, of entities and a moment as a client writes them; `names` is what it calls them.

    QBO: 2020 for what is missing, 2000 for an entity that is not captured, 2060 for no date, 500 for one too
    long ago.
    """
    lacking = [missing(name) for name, text in zip(names, (listed, since), strict=True) if not text]
    if not listed or not since:
        raise QboFault(lacking)
    entities = _entities(listed, names[0])
    moment = _moment(company, since, names[1])
    if moment < company.clock.now() - FURTHEST:
        asked = f"cdc with changedSince date {since} which is older than fixed days"
        raise fault("500", f"Operation {asked} is not supported.")
    return {"QueryResponse": _changes_since(company, entities, moment)}


def _entities(listed: str, name: str) -> list[Entity]:
    found = {each: entity_named(each) for each in (part.strip() for part in listed.split(","))}
    strangers = [each for each, entity in found.items() if entity is None or not _is_captured(entity)]
    if strangers:
        detail = "Invalid or unsupported object name. Object Name: "
        raise QboFault([Problem("2000", f"{detail}{each}", name) for each in strangers])
    return [entity for entity in found.values() if entity is not None]


def _is_captured(entity: Entity) -> bool:
    """Whether QBO tells the changes of that entity."""
    return entity.family is not Family.SINGLE and entity.name not in NOT_CAPTURED


def _moment(company: Company, text: str, name: str) -> datetime:
    """A date or a moment. A plus sign that was sent as it is came as a space."""
    try:
        moment = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError:
        raise fault("2060", f"Invalid date format. Supplied value:{text}", name) from None
    zone = UTC if company.settings.cdc.zone == "utc" else PACIFIC
    return moment.replace(tzinfo=moment.tzinfo or zone)


def _changes_since(company: Company, entities: Sequence[Entity], moment: datetime) -> list[JsonObject]:
    """A `QueryResponse` for each entity, empty where nothing changed; what was deleted comes last."""
    responses: list[JsonObject] = []
    room = MOST
    for entity in entities:
        found = _changed(company, entity, moment)[:room]
        room -= len(found)
        page = {"startPosition": 1, "maxResults": len(found), "totalCount": len(found)}
        responses.append({entity.name: found, **page} if found else {})
    return responses


def _changed(company: Company, entity: Entity, moment: datetime) -> list[JsonObject]:
    if not entity.behaviour.kept_by(company):
        return []
    shelf = company.shelf(entity.name)
    least = company.settings.cdc.boundary == "inclusive"
    living = _since(shelf.all(), moment, inclusive=least)
    deleted = _since(shelf.deleted.values(), moment, inclusive=least)
    return [*(entity.behaviour.present(company, each) for each in living), *deleted]


def _since(objects: Iterable[JsonObject], moment: datetime, *, inclusive: bool) -> list[JsonObject]:
    """In the order of their change."""
    dated = [(datetime.fromisoformat(each["MetaData"]["LastUpdatedTime"]), each) for each in objects]
    fit = [pair for pair in dated if pair[0] > moment or (inclusive and pair[0] == moment)]
    return [each for _, each in sorted(fit, key=lambda pair: pair[0])]

"""Change data capture: what was made, changed or deleted since a moment."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sandbox.books.company import Company
from sandbox.entities.entity import Entity, Family
from sandbox.entities.registry import entity_named
from sandbox.faults import Problem, QboFault, fault
from sandbox.shapes import JsonObject

FURTHEST: Final = timedelta(days=30)
MOST: Final = 1000
"""Objects in one answer, all entities together."""
NOT_CAPTURED: Final = frozenset({"JournalCode", "TaxAgency", "TaxCode", "TaxRate", "TimeActivity"})


def changes_asked(company: Company, listed: str, since: str) -> list[JsonObject]:
    """A `QueryResponse` for each entity listed; raises `QboFault` for an unknown one, or no recent moment."""
    entities = _entities(listed)
    moment = _moment(since)
    if moment < company.clock.now() - FURTHEST:
        raise fault(
            "500",
            f"Operation cdc with changedSince date {since} which is older than fixed days is not supported.",
        )
    return changes_since(company, entities, moment)


def captured(entity: Entity) -> bool:
    """Whether QBO tells the changes of that entity."""
    return entity.family is not Family.SINGLE and entity.name not in NOT_CAPTURED


def changes_since(company: Company, entities: Sequence[Entity], moment: datetime) -> list[JsonObject]:
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
    shelf = company.shelf(entity.name)
    living = _since(shelf.all(), moment)
    deleted = _since(shelf.deleted.values(), moment)
    return [*(entity.behaviour.present(company, each) for each in living), *deleted]


def _since(objects: Iterable[JsonObject], moment: datetime) -> list[JsonObject]:
    """In the order of their change."""
    dated = [(datetime.fromisoformat(each["MetaData"]["LastUpdatedTime"]), each) for each in objects]
    return [each for changed, each in sorted(dated, key=lambda pair: pair[0]) if changed >= moment]


def _entities(listed: str) -> list[Entity]:
    names = [each.strip() for each in listed.split(",")]
    found = {name: entity_named(name) for name in names}
    strangers = [name for name, entity in found.items() if entity is None or not captured(entity)]
    if strangers:
        detail = "Invalid or unsupported object name. Object Name: "
        raise QboFault([Problem("2000", f"{detail}{name}", "entities") for name in strangers])
    return [entity for entity in found.values() if entity is not None]


def _moment(text: str) -> datetime:
    """A date or a moment, without a zone in UTC. A plus sign that was sent as it is came as a space."""
    try:
        moment = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError:
        raise fault("2060", f"Invalid date format. Supplied value:{text}", "changedSince") from None
    return moment.replace(tzinfo=moment.tzinfo or UTC)

"""Change data capture: what was made, changed or deleted since a moment."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sandbox.books.company import Company
from sandbox.entities.entity import Entity, Family
from sandbox.shapes import JsonObject

MOST: Final = 1000
"""Objects in one answer, all entities together."""
NOT_CAPTURED: Final = frozenset(
    {
        "CompanyCurrency",
        "ExchangeRate",
        "JournalCode",
        "RecurringTransaction",
        "TaxAgency",
        "TaxCode",
        "TaxRate",
        "TimeActivity",
    }
)


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

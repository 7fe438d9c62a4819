"""A company as it starts: from a file of objects with their ids written down."""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from sandbox.books.company import Company
from sandbox.books.writing import merged, plant
from sandbox.entities.registry import ENTITIES
from sandbox.shapes import JsonObject, copied

_FOLDER: Final = Path(__file__).parent.parent / "seeds"


def seeded(realm_id: str, name: str, seed: str, preferences: JsonObject) -> Company:
    """A new company with the objects of the seed, and `preferences` laid over the seed's."""
    company = Company(realm_id, ENTITIES)
    planted = copied(_objects(seed))
    planted["Preferences"] = [merged(each, preferences) for each in planted["Preferences"]]
    for entity, objects in planted.items():
        for body in objects:
            plant(company, ENTITIES[entity], body)
    info = company.shelf("CompanyInfo")
    info.put({**company.info, "CompanyName": name or company.info["CompanyName"]})
    return company


@cache
def _objects(seed: str) -> dict[str, list[JsonObject]]:
    """The seed's objects by entity, in an order in which references come after what they name."""
    text = (_FOLDER / f"{seed}.json").read_text(encoding="utf-8")
    objects: dict[str, list[JsonObject]] = json.loads(text, parse_float=Decimal)
    return objects

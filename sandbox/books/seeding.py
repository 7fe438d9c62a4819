"""A company as it starts: from a file of objects with their ids written down."""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from sandbox.books.company import Company
from sandbox.books.drafting import merged
from sandbox.books.writing import plant
from sandbox.entities.registry import ENTITIES
from sandbox.shapes import JsonObject

_FOLDER: Final = Path(__file__).parent.parent / "seeds"


def seeded(realm_id: str, name: str, seed: str, preferences: JsonObject) -> Company:
    """A new company with the objects of the seed, and `preferences` laid over the seed's."""
    company = Company(realm_id, ENTITIES)
    said = {"Preferences": preferences, "CompanyInfo": {"CompanyName": name} if name else {}}
    for entity, objects in _objects(seed).items():
        for body in objects:
            plant(company, ENTITIES[entity], merged(body, said.get(entity, {})))
    return company


@cache
def _objects(seed: str) -> dict[str, list[JsonObject]]:
    """The seed's objects by entity, in an order in which references come after what they name."""
    text = (_FOLDER / f"{seed}.json").read_text(encoding="utf-8")
    objects: dict[str, list[JsonObject]] = json.loads(text, parse_float=Decimal)
    return objects

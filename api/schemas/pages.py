"""Lists come in pages."""

from __future__ import annotations

from typing import Annotated, Final, Generic, TypeVar

from fastapi import Query
from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.schemas.shown import Out, shown

MOST_ITEMS: Final = 200
LONGEST_CURSOR: Final = 1000

ItemT = TypeVar("ItemT")


def _limit(value: object) -> int:
    text = value if isinstance(value, str) else str(value)
    if text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= MOST_ITEMS:
        return int(text)
    raise PydanticCustomError("out_of_range", "Must be an integer from 1 to 200.")


Limit = Annotated[
    int,
    BeforeValidator(_limit),
    WithJsonSchema(
        {"type": "integer", "format": "int32", "minimum": 1, "maximum": MOST_ITEMS, "default": 50}
    ),
    Query(description="How many at most."),
]
Cursor = Annotated[
    str | None,
    StringConstraints(min_length=1, max_length=LONGEST_CURSOR, pattern=r"^[A-Za-z0-9_-]+$"),
    Query(description="`next` of the page before; for the same list and filter only."),
]


class Page(Out, Generic[ItemT]):
    """One page of a list."""

    items: Annotated[list[ItemT], Field(max_length=MOST_ITEMS)]
    next: Annotated[
        Annotated[str, shown(LONGEST_CURSOR)] | None,
        Field(
            description="The `cursor` of the next page; null on the last. The header Link has its address."
        ),
    ]

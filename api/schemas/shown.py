"""The scalars of answers: their bounds are promises to readers, and are not checked again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema

from api.schemas.fields import MAX_INTEGER


class Out(BaseModel):
    """An answered object: open, so that it can grow; every field is always there."""

    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)


def shown(maximum: int, **more: Any) -> WithJsonSchema:  # noqa: ANN401  # keywords of JSON schema
    """A string of at most so many characters."""
    return WithJsonSchema({"type": "string", "maxLength": maximum, **more})


def _z(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _cents(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _plain(number: Decimal) -> str:
    """Without an exponent, and without zeros that nobody wrote: 1.500000 is 1.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _price(number: Decimal) -> str:
    """With cents, and with as many more places as it has: 0.125."""
    return max(_plain(number), _cents(number), key=lambda text: len(text.partition(".")[2]))


Shown = Annotated[str, shown(4000)]
ShownText = Annotated[str, shown(20_000)]
ShownUri = Annotated[str, shown(2000, format="uri-reference")]
ShownId = Annotated[UUID, shown(36, format="uuid")]
Code = Annotated[str, shown(64, pattern="^[a-z0-9_]+$")]
ShownInteger = Annotated[
    int, WithJsonSchema({"type": "integer", "format": "int64", "minimum": 0, "maximum": MAX_INTEGER})
]
Moment = Annotated[datetime, PlainSerializer(_z), shown(40, format="date-time")]
ShownDay = Annotated[date, shown(10, format="date")]
Amount = Annotated[Decimal, PlainSerializer(_cents), shown(24, pattern=r"^-?[0-9]+\.[0-9]{2}$")]
Number = Annotated[Decimal, PlainSerializer(_plain), shown(40, pattern=r"^-?[0-9]+(\.[0-9]+)?$")]
Price = Annotated[Decimal, PlainSerializer(_price), shown(40, pattern=r"^-?[0-9]+\.[0-9]{2,}$")]

"""The scalars of requests: each takes what its JSON schema says, and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

MAX_INTEGER: Final = 2**53 - 1  # beyond it, JavaScript rounds
LONGEST_MOMENT: Final = 40

_ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
_MANY_LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
_VISIBLE = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
_EMAIL = r"^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+$"

_UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})", re.ASCII | re.IGNORECASE
)


class In(BaseModel):
    """A request object: closed, so that a misspelt field is not lost in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def visible(maximum: int) -> StringConstraints:
    """One line of text in which something can be seen."""
    return StringConstraints(min_length=1, max_length=maximum, pattern=_VISIBLE)


def line(maximum: int) -> StringConstraints:
    """One line of text."""
    return StringConstraints(min_length=1, max_length=maximum, pattern=_ONE_LINE)


def lines(maximum: int) -> StringConstraints:
    """Text in which lines and tabs are welcome, and other control characters are not."""
    return StringConstraints(min_length=1, max_length=maximum, pattern=_MANY_LINES)


def _refuse(code: str, message: str) -> PydanticCustomError:
    return PydanticCustomError(code, message)


def _integer(value: object) -> int:
    """1.0 is an integer in JSON; "1" and true are not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refuse("wrong_type", "Must be an integer.")
    if isinstance(value, float) and not value.is_integer():
        raise _refuse("wrong_type", "Must be an integer.")
    if not 0 <= value <= MAX_INTEGER:
        raise _refuse("out_of_range", f"Must be from 0 to {MAX_INTEGER}.")
    return int(value)


def _day(value: object) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _refuse("date_invalid", "Must be a date: YYYY-MM-DD.")


def _moment(value: object) -> datetime:
    if isinstance(value, str) and len(value) <= LONGEST_MOMENT and _DATE_TIME.fullmatch(value):
        try:
            return datetime.fromisoformat(value.upper())
        except ValueError:
            pass
    raise _refuse("date_time_invalid", "Must be an RFC 3339 date-time with an offset (a + is %2B in a URL).")


def _instant(value: object) -> datetime:
    moment = _moment(value)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise _refuse("date_time_invalid", "Must be a time that there is in UTC.") from None


def _day_or_moment(value: object) -> date | datetime:
    is_day = isinstance(value, str) and _DATE.fullmatch(value)
    return _day(value) if is_day else _moment(value)


def _uuid(value: object) -> UUID:
    if isinstance(value, str) and _UUID.fullmatch(value):
        return UUID(value)
    raise _refuse("uuid_invalid", "Must be an id, as it was answered.")


def _number(*, places: int) -> str:
    return rf"^(0|[1-9][0-9]{{0,14}})(\.[0-9]{{1,{places}}})?$"


_MONEY = _number(places=2)
_MONEY_OVER_ZERO = r"^([1-9][0-9]{0,14}(\.[0-9]{1,2})?|0\.(0[1-9]|[1-9][0-9]?))$"


class Decimals:
    """A decimal number in a string: a JSON number is a float in most languages."""

    def __init__(self, pattern: str, rule: str) -> None:
        self._pattern = pattern
        self._rule = rule
        self._shape = re.compile(pattern.removeprefix("^").removesuffix("$"), re.ASCII)

    def read(self, value: object) -> Decimal:
        """Take a string of the right shape, and nothing else."""
        if isinstance(value, str) and self._shape.fullmatch(value):
            return Decimal(value)
        raise _refuse("decimal_invalid", self._rule)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "pattern": self._pattern, "maxLength": 23}


Whole = Annotated[
    int,
    BeforeValidator(_integer),
    WithJsonSchema({"type": "integer", "format": "int64", "minimum": 0, "maximum": MAX_INTEGER}),
]
Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "maxLength": 10})
]
Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    WithJsonSchema({"type": "string", "format": "date-time", "maxLength": LONGEST_MOMENT}),
]
DayOrMoment = Annotated[
    date | datetime,
    BeforeValidator(_day_or_moment),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "format": "date", "maxLength": 10},
                {"type": "string", "format": "date-time", "maxLength": 40},
            ]
        }
    ),
]
Id = Annotated[
    UUID, BeforeValidator(_uuid), WithJsonSchema({"type": "string", "format": "uuid", "maxLength": 36})
]

MoneyIn = Annotated[
    Decimal, Decimals(_MONEY, "Must be a string of up to 15 digits, with 1 or 2 more after a point.")
]
MoneyOverZero = Annotated[
    Decimal,
    Decimals(
        _MONEY_OVER_ZERO, "Must be a string over 0, of up to 15 digits, with 1 or 2 more after a point."
    ),
]
Quantity = Annotated[
    Decimal,
    Decimals(_number(places=6), "Must be a string of up to 15 digits, with 1 to 6 more after a point."),
]
UnitPrice = Annotated[
    Decimal,
    Decimals(_number(places=7), "Must be a string of up to 15 digits, with 1 to 7 more after a point."),
]
Currency = Annotated[str, StringConstraints(min_length=3, max_length=3, pattern=r"^[A-Z]{3}$")]
Email = Annotated[str, StringConstraints(min_length=3, max_length=254, pattern=_EMAIL)]
ExternalRef = Annotated[
    str, visible(100), Field(description="The billing system's own reference; a slash in an address is %2F.")
]
SourceVersion = Annotated[
    Whole,
    Field(description="Grows with each change. A newer version replaces an older one, never the reverse."),
]

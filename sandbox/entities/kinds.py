"""What a field may hold: how one value is read, and the fault a wrong one earns."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from sys import intern
from typing import Final, Protocol

from typing_extensions import override

from sandbox.shapes import JsonObject

CENT: Final = Decimal("0.01")
UNPARSEABLE: Final = (
    "Property Name:failed to parse json object; a property specified is unsupported or invalid"
)
_FLAGS: Final = {"true": True, "false": False}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_EMAIL = re.compile(r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+$")


class Refused(Exception):
    """A value its kind does not take."""

    def __init__(self, code: str, detail: str) -> None:
        self.code, self.detail = code, detail
        super().__init__(detail)


class Kind(Protocol):
    """Reads one value; raises `Refused`."""

    def read(self, value: object) -> object:
        """The value as it is stored."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """Up to `limit` characters; `forbidden` ones are refused as an invalid string."""

    limit: int
    forbidden: str = ""

    def read(self, value: object) -> str:
        """Nothing is ever cut: too long is a fault that names limit and length."""
        if isinstance(value, dict | list):
            raise Refused("2010", UNPARSEABLE)
        text = _plain(value)
        if len(text) > self.limit:
            raise Refused(
                "2050",
                "String length specified does not match the supported length. "
                f"Min:0 Max:{self.limit:,} supported. Supplied length:{len(text):,}",
            )
        if _CONTROL.search(text) or any(character in text for character in self.forbidden):
            raise Refused("2040", f"Property has an invalid character. Supplied value:{text}")
        return text


@dataclass(frozen=True, slots=True)
class Email:
    """One address, or several with commas between."""

    limit: int = 100

    def read(self, value: object) -> str:
        """QBO: 2210."""
        text = Text(self.limit).read(value)
        if not all(_EMAIL.match(part.strip()) for part in text.split(",")):
            raise Refused("2210", f"Email Address format is invalid. Supplied value:{text}")
        return text


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal, also as a string. `places` rounds; QBO answers JSON numbers."""

    places: int = 7
    least: Decimal = Decimal(-99999999999)
    most: Decimal = Decimal(99999999999)

    def read(self, value: object) -> Decimal:
        """QBO: 2090 for what is no number, 2140 for one it does not support."""
        number = _decimal(value)
        if not self.least <= number <= self.most:
            raise Refused("2140", f"Amount is not supported. Supplied value:{value}")
        return _rounded(number, self.places)


@dataclass(frozen=True, slots=True)
class Whole:
    """An integer."""

    def read(self, value: object) -> int:
        """QBO: 2090."""
        number = _decimal(value)
        if number != number.to_integral_value() or abs(number) > 2**31:
            raise Refused("2090", f"Invalid Number. Supplied value:{value}")
        return int(number)


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false, also as a string."""

    def read(self, value: object) -> bool:
        """QBO: 2230."""
        match value:
            case bool():
                return value
            case str() if value.lower() in _FLAGS:
                return _FLAGS[value.lower()]
            case _:
                raise Refused("2230", f"Invalid Boolean. Supplied value:{value}")


@dataclass(frozen=True, slots=True)
class Day:
    """A date, `YYYY-MM-DD`; a time behind it is dropped, as QBO does."""

    def read(self, value: object) -> str:
        """QBO: 2060 for what is no date, 2070 for one no calendar has."""
        text = str(value)[:10]
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise Refused("2060", f"Invalid date format. Supplied value:{value}")
        try:
            return intern(date.fromisoformat(text).isoformat())
        except ValueError:
            raise Refused("2070", f"Invalid date. Supplied value:{value}") from None


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and time."""

    def read(self, value: object) -> str:
        """QBO: 2060."""
        try:
            return datetime.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise Refused("2060", f"Invalid date format. Supplied value:{value}") from None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a list; QBO compares exactly."""

    options: frozenset[str]

    def read(self, value: object) -> str:
        """QBO: 2170."""
        if not isinstance(value, str) or value not in self.options:
            raise Refused("2170", f"Invalid Enumeration : {value}")
        return value


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference; `to` names the entity, empty where any value goes (a currency, say)."""

    to: str = ""

    def read(self, value: object) -> JsonObject | None:
        """Only `value` counts: the name is the books' own, whatever the client thinks it is."""
        if isinstance(value, str | int):
            value = {"value": value}
        if not isinstance(value, dict):
            raise Refused("2010", UNPARSEABLE)
        target = _plain(value.get("value"))
        if not target:
            return None
        kept: JsonObject = {"value": target}
        if not self.to and value.get("name"):
            kept["name"] = _plain(value["name"])
        if value.get("type"):
            kept["type"] = _plain(value["type"])
        return kept


@dataclass(frozen=True, slots=True)
class Opaque:
    """Kept as it came: what QBO stores and never looks at."""

    def read(self, value: object) -> object:
        """Any value."""
        return value


class Preferences(Opaque):
    """A group of preferences: kept as they came, but a flag may be a string, as everywhere."""

    @override
    def read(self, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {name: _flag_in(each) for name, each in value.items()}


def _flag_in(value: object) -> object:
    return _FLAGS.get(value.strip().lower(), value) if isinstance(value, str) else value


def _plain(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return str(value).strip()


@lru_cache(maxsize=16_384)
def _rounded(number: Decimal, places: int) -> Decimal:
    """Halves up, as QBO rounds, and without needless zeros. The same amount is the same object."""
    if number != number.to_integral_value():
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return Decimal(int(number)) if number == number.to_integral_value() else number.normalize()


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool | dict | list):
        raise Refused("2010", UNPARSEABLE)
    if isinstance(value, int):
        return Decimal(value)
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise Refused("2090", f"Invalid Number. Supplied value:{value}") from None
    if not number.is_finite():
        raise Refused("2090", f"Invalid Number. Supplied value:{value}")
    return number

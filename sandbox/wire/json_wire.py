"""JSON in and out: amounts exact inside, numbers outside."""

import json
from decimal import Decimal
from typing import Any, Final

from sandbox.entities.kinds import UNPARSEABLE
from sandbox.faults import fault
from sandbox.shapes import JsonObject

DEEPEST: Final = 40
_LARGEST: Final = 40


def dumped(value: object) -> bytes:
    """JSON as QBO writes it: amounts are numbers."""
    return json.dumps(value, default=_number, ensure_ascii=False, separators=(",", ":")).encode()


def loaded(content: bytes) -> JsonObject:
    """The JSON object in a body, amounts exact. QBO: 2010 for anything else."""
    try:
        value: Any = json.loads(content, parse_float=_decimal, parse_constant=_refuse_constant)
        if rb"\ud" in content.lower():
            dumped(value)
    except (ValueError, RecursionError):
        raise fault("2010", UNPARSEABLE) from None
    if not isinstance(value, dict) or _too_deep(value):
        raise fault("2010", UNPARSEABLE)
    return value


def _too_deep(value: object) -> bool:
    """Level by level: nothing that comes later walks down further than this."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for each in level
            for inner in (each.values() if isinstance(each, dict) else each)  # type: ignore[attr-defined]
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if abs(number.adjusted()) > _LARGEST:
        raise ValueError(text)
    return number


def _number(value: object) -> float | int:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer")


def _refuse_constant(name: str) -> float:
    raise ValueError(name)

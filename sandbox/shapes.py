"""The one shape everything inside speaks: QBO's JSON, as plain dicts."""

from typing import Any, TypeAlias, TypeVar

JsonObject: TypeAlias = dict[str, Any]
"""A QBO object, or a part of one. Amounts are `Decimal`; once stored it is never changed in place."""

Value = TypeVar("Value")


def copied(value: Value) -> Value:
    """The same value, free to be changed: dicts and lists are new all the way down."""
    if isinstance(value, dict):
        return {key: copied(each) for key, each in value.items()}  # type: ignore[return-value]
    if isinstance(value, list):
        return [copied(each) for each in value]  # type: ignore[return-value]
    return value

"""The one shape everything inside speaks: QBO's JSON, as plain dicts."""

from typing import Any, Final, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
"""A QBO object, or a part of one. Amounts are `Decimal`; once stored it is never changed in place."""

NOTHING: Final[JsonObject] = {}
"""The empty object that all who have one share."""
NONE_OF_THEM: Final[list[JsonObject]] = []
"""The empty list that all who have one share."""

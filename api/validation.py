"""Say where a request breaks the contract, and which rule; never what was sent there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

from pydantic_core.core_schema import ErrorType

from api.refusals import BrokenRule

MOST_ERRORS: Final = 50
LONGEST_POINTER: Final = 500

_TYPE = "wrong_type"
_RULES: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("required", "Is required."),
    "extra_forbidden": ("unknown", "There is no such field."),
    "unknown_parameter": ("unknown", "There is no such parameter."),
    "repeated_parameter": ("repeated", "May be given once."),
    "string_type": (_TYPE, "Must be a string."),
    "string_too_short": ("too_short", "Must have at least {min_length} characters."),
    "string_too_long": ("too_long", "Must have at most {max_length} characters."),
    "string_pattern_mismatch": ("pattern", "Must match {pattern}"),
    "less_than_equal": ("out_of_range", "Must be at most {le}."),
    "list_type": (_TYPE, "Must be an array."),
    "too_short": ("too_short", "Must have at least {min_length} items."),
    "too_long": ("too_long", "Must have at most {max_length} items."),
    "model_type": (_TYPE, "Must be an object."),
    "model_attributes_type": (_TYPE, "Must be an object."),
    "enum": ("not_allowed", "Must be {expected}."),
    "literal_error": ("not_allowed", "Must be {expected}."),
    "union_tag_invalid": ("not_allowed", "Must be {expected_tags}."),
    "union_tag_not_found": ("required", "Is required, and says which kind of object this is."),
}

_PYDANTICS: Final = frozenset(get_args(ErrorType))


def broken_rules(errors: Sequence[Mapping[str, Any]], body: object) -> list[BrokenRule]:
    """Translate pydantic's errors; `body` tells the names in it from pydantic's own."""
    return [_broken_rule(error, body) for error in errors[:MOST_ERRORS]]


def _broken_rule(error: Mapping[str, Any], body: object) -> BrokenRule:
    code, message = _rule(error)
    is_there = error["type"] != "missing"
    return BrokenRule(pointer=pointer_to(error["loc"], body, is_there=is_there), code=code, message=message)


def _rule(error: Mapping[str, Any]) -> tuple[str, str]:
    kind = error["type"]
    if kind in _RULES:
        code, message = _RULES[kind]
        return code, message.format_map(error.get("ctx", {}))
    if kind in _PYDANTICS:
        return "invalid", "Is not valid."  # its own words may repeat the value
    return kind, error["msg"]


def pointer_to(place: Sequence[str | int], body: object, *, is_there: bool = False) -> str:
    """A JSON pointer into the request, seen as {path, query, header, body}.

    What `is_there` for certain shows that a last part which is not is the tag of a union.
    """
    root, *rest = place
    parts = [root, *(_parts_in(body, rest, is_there=is_there) if root == "body" else rest)]
    return "".join(f"/{_escape(str(part))}" for part in parts)[:LONGEST_POINTER]


def _parts_in(body: object, place: Sequence[str | int], *, is_there: bool) -> list[str | int]:
    """Leave out the tags of unions: pydantic puts them into the place, but nobody sent them."""
    parts: list[str | int] = []
    for depth, part in enumerate(place, start=1):
        match body, part:
            case dict(), str() if part in body:
                body = body[part]
            case list(), int() if part < len(body):
                body = body[part]
            case _ if is_there or depth < len(place):
                continue
        parts.append(part)
    return parts


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")

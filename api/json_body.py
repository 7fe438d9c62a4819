"""Read a JSON body as strictly as RFC 8259 and I-JSON mean it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NoReturn


class MalformedJson(ValueError):
    """The body is no JSON, or JSON that two readers would read differently."""


def read_json(body: bytes) -> Any:  # noqa: ANN401  # JSON is any of its types
    """Return what the body says.

    Raises MalformedJson for anything but UTF-8, for duplicate keys, NaN and infinities,
    lone surrogates, and numbers or nesting that no reader takes.
    """
    try:
        text = body.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
        if "\\u" in text:
            _refuse_lone_surrogates(value)
    except UnicodeDecodeError:
        raise MalformedJson("The body is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise MalformedJson(f"The body is not JSON, from character {error.pos} on.") from None
    except RecursionError:
        raise MalformedJson("The body is nested too deeply.") from None
    except MalformedJson:
        raise
    except ValueError:  # Python's own bound on the digits of an integer
        raise MalformedJson("A number in the body has too many digits.") from None
    return value


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise MalformedJson("An object in the body has a name twice.")
        members[name] = value
    return members


def _refuse_constant(_: str) -> NoReturn:
    raise MalformedJson("NaN and infinities are not JSON.")


def _refuse_lone_surrogates(value: object) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise MalformedJson("A string in the body has half a character (a lone surrogate).") from None

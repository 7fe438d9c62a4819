"""What a caller sends, and what it takes."""

from __future__ import annotations

from collections.abc import Sequence

_TAKEN = {"*/*": 1, "application/*": 2, "application/json": 3}


def is_json(content_type: str) -> bool:
    """Whether it says JSON; a charset may only be UTF-8."""
    media, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charsets = [each.partition("=")[2].strip('"') for each in parameters if each.startswith("charset=")]
    return media == "application/json" and charsets in ([], ["utf-8"])


def accepts_json(accept: Sequence[str]) -> bool:
    """Whether an `Accept` takes JSON: its most specific range that fits decides."""
    ranges = [each.strip() for header in accept for each in header.split(",") if each.strip()]
    if not ranges:
        return True
    fitting = [(_TAKEN[media], weight) for media, weight in map(_range, ranges) if media in _TAKEN]
    return bool(fitting) and max(fitting)[1] > 0


def _range(text: str) -> tuple[str, float]:
    media, *parameters = (part.strip().lower() for part in text.split(";"))
    weights = [each[2:] for each in parameters if each.startswith("q=")]
    return media, _weight(weights[0]) if weights else 1.0


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0

"""Words as the log's free-text search knows them."""

from __future__ import annotations

import re

_RUN = re.compile(r"[^\W_]+")


def search_words(text: str) -> tuple[str, ...]:
    """Lower-case runs of letters and digits, each once, in the order of their first appearance."""
    return tuple(dict.fromkeys(_RUN.findall(text.casefold())))

"""Our tag on what we wrote, in a note that people may read and write around.

`PrivateNote` of a transaction, `Notes` of a customer; QBO cannot be queried by either.
"""

from __future__ import annotations

import re
from uuid import UUID

from domain.model.books import Marker

LIMIT = 4000
TAG = re.compile(r"\[synclog (?P<record>[0-9a-f-]{36}) v(?P<version>\d{1,19})\]")


def tag_of(marker: Marker) -> str:
    """The tag: `[synclog 0192… v3]`, at most 72 characters."""
    return f"[synclog {marker.record_id} v{marker.source_version}]"


def write_note(marker: Marker, memo: str | None = None) -> str:
    """The memo with the tag on a line behind it.

    The domain refuses a memo that leaves no room for a tag; should one come here all the
    same, the tag is what must survive.
    """
    tag = tag_of(marker)
    return f"{memo[: LIMIT - len(tag) - 1]}\n{tag}" if memo else tag


def read_note(note: str | None) -> Marker | None:
    """The last tag in a note: a memo may quote an older one before it."""
    marker = None
    for tag in TAG.finditer(note or ""):
        marker = _marker(tag) or marker
    return marker


def _marker(tag: re.Match[str]) -> Marker | None:
    try:
        return Marker(record_id=UUID(tag["record"]), source_version=int(tag["version"]))
    except ValueError:  # dashes and digits that are no UUID
        return None

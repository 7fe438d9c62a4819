"""The files that were uploaded to a company: their bytes, as long as there is room."""

import secrets
from dataclasses import dataclass
from typing import Final

ROOM: Final = 20 * 1024 * 1024
"""Bytes, of all files of a company together."""


@dataclass(frozen=True, slots=True)
class File:
    """One file, and the key it is fetched by. `base` is where this server was when the file came."""

    content: bytes
    content_type: str
    base: str
    key: str


class Files:
    """By the ids of their Attachables."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._used = 0

    def keep(self, attachable: str, content: bytes, content_type: str, base: str) -> bool:
        """Keep a file, if there is room for it."""
        if self._used + len(content) > ROOM:
            return False
        self._files[attachable] = File(content, content_type, base, secrets.token_urlsafe(24))
        self._used += len(content)
        return True

    def get(self, attachable: str) -> File | None:
        """The file of an Attachable."""
        return self._files.get(attachable)

    def by_key(self, key: str) -> File | None:
        """The file that has the key."""
        given = key.encode("utf-8", "replace")
        held = self._files.values()
        return next((each for each in held if secrets.compare_digest(each.key.encode(), given)), None)

    def forget(self, attachable: str) -> None:
        """The Attachable is gone, and its file makes room."""
        held = self._files.pop(attachable, None)
        self._used -= len(held.content) if held else 0

"""The vault: keeps secrets sealed while they lie in the database."""

from __future__ import annotations

from typing import Protocol


class Vault(Protocol):
    """Authenticated encryption of short texts."""

    def seal(self, secret: str) -> str:
        """Return the secret, encrypted."""
        ...

    def open(self, sealed: str) -> str:
        """Return the secret again; raises ValueError when it was not sealed with our key."""
        ...

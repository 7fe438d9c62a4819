"""The vault: keeps secrets sealed while they lie in the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from domain.model.seals import SealedFor, SealedText


class Vault(Protocol):
    """Authenticated encryption of short texts, each bound to what it is for.

    Several keys may open, one seals; each has an id that is no secret.
    """

    @property
    def key_id(self) -> str:
        """The id of the key that seals."""
        ...

    def seal(self, secret: str, about: SealedFor) -> str:
        """Return the secret, encrypted; the same secret never looks the same twice."""
        ...

    def open(self, sealed: str, about: SealedFor) -> str:
        """Return the secret again; raises ValueError when we did not seal it, or for something else."""
        ...

    def key_id_of(self, sealed: str) -> str:
        """Return the id of the key that sealed it, known or not; what is no seal has that of no key."""
        ...


class SealedTexts(Protocol):
    """Everything that lies sealed, in whichever table."""

    async def under_older_keys(self, company_id: UUID) -> Sequence[SealedText]:
        """Return what a company has that is not sealed with the key that seals now."""
        ...

    async def reseal(self, text: SealedText) -> bool:
        """Seal it with that key; False when it has changed meanwhile. Raises ValueError as `open` does."""
        ...

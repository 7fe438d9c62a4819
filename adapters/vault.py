"""The vault on Fernet: AES-128-CBC with HMAC-SHA-256, and a time stamp."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class FernetVault:
    """Seals with the first key and opens with any, so that keys can be rotated.

    To rotate: put a new key in front, and take the last one away when nothing is sealed with it
    any more. Raises ValueError for no key at all, or one that is not 32 bytes in URL-safe base64.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, secret: str) -> str:
        """Return the secret, encrypted; the same secret never looks the same twice."""
        return self._fernet.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return the secret again; raises ValueError when none of our keys sealed it."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise ValueError("not sealed with one of our keys") from None


def new_key() -> str:
    """Return a key for a vault, as settings write it."""
    return Fernet.generate_key().decode()

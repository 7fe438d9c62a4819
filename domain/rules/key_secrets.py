"""How the secret of an API key is written, and recognised before anything is looked up.

`synclog_`, 256 random bits in base 62, and the CRC-32 of both in base 62: a typo or a foreign token is told
from a key by its form alone, also by whoever scans for leaked keys.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import Final

PREFIX: Final = "synclog_"
RANDOM_BYTES: Final = 32

_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BODY, _CHECKSUM = 43, 6  # so many digits hold 256 bits, and 32
_SHAPE: Final = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_BODY + _CHECKSUM}}}")


def write_secret(random: bytes) -> str:
    """Make a secret of 32 random bytes."""
    checked = PREFIX + _base62(int.from_bytes(random, "big"), _BODY)
    return checked + _checksum(checked)


def is_well_formed(secret: str) -> bool:
    """Whether it can have been made here."""
    if not _SHAPE.fullmatch(secret):
        return False
    return _checksum(secret[:-_CHECKSUM]) == secret[-_CHECKSUM:]


def hash_secret(secret: str) -> str:
    """SHA-256 is enough for a secret of 256 random bits; there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _checksum(text: str) -> str:
    return _base62(zlib.crc32(text.encode()), _CHECKSUM)


def _base62(number: int, length: int) -> str:
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits

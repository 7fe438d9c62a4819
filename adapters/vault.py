"""The vault on AES-256-GCM, and what it still opens of the one on Fernet before it.

A sealed text is `v1.<key id>.<nonce, ciphertext and tag in URL-safe base64>`. What it is for is
authenticated with it, and so is its header: it opens in its own place and nowhere else.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.model.seals import SealedFor

VERSION = "v1"
KEY, KEY_ID, NONCE, TAG = 32, 8, 12, 16
"""In bytes. A random nonce of 96 bits is good for 2^32 seals by one key."""

OLD_START, OLD_ID, UNKNOWN = "gAAAA", "fernet", "unknown"
SEALED = re.compile(rf"{VERSION}\.([0-9a-f]{{{2 * KEY_ID}}})\.([A-Za-z0-9_=-]+)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """One of the settings' keys: its id, and what is derived of it for each purpose."""

    id: str
    aes: AESGCM = field(repr=False)
    fernet: Fernet = field(repr=False)


class AesGcmVault:
    """Seals with the first key and opens with any, so that keys can be rotated.

    To rotate: put a new key in front, run `synclog keys rotate-vault`, and take the old one away
    when nothing is left of it. Raises ValueError for no key at all, or one that is not 32 bytes
    in URL-safe base64.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("A vault needs a key.")
        known = [_key(written) for written in keys]
        self._first = known[0]
        self._by_id = {key.id: key for key in known}

    @property
    def key_id(self) -> str:
        """The id of the key that seals."""
        return self._first.id

    def seal(self, secret: str, about: SealedFor) -> str:
        """Return the secret, encrypted; the same secret never looks the same twice."""
        nonce = os.urandom(NONCE)
        hidden = self._first.aes.encrypt(nonce, secret.encode(), _bound_to(self._first.id, about))
        return f"{VERSION}.{self._first.id}.{base64.urlsafe_b64encode(nonce + hidden).decode()}"

    def open(self, sealed: str, about: SealedFor) -> str:
        """Return the secret again; raises ValueError when we did not seal it, or for something else."""
        if sealed.startswith(OLD_START):
            return self._open_old(sealed)
        key_id, body = _parts(sealed)
        if key_id not in self._by_id:
            raise _not_ours()
        try:
            hidden = self._by_id[key_id].aes.decrypt(body[:NONCE], body[NONCE:], _bound_to(key_id, about))
        except InvalidTag:
            raise _not_ours() from None
        return hidden.decode()

    def key_id_of(self, sealed: str) -> str:
        """Return the id of the key that sealed it; the old seals have none, they are all `fernet`."""
        if sealed.startswith(OLD_START):
            return OLD_ID
        match = SEALED.fullmatch(sealed)
        return match[1] if match else UNKNOWN

    def _open_old(self, sealed: str) -> str:
        """What version 0.1 sealed was bound to nothing; `rotate-vault` seals it anew."""
        for key in self._by_id.values():
            try:
                return key.fernet.decrypt(sealed.encode()).decode()
            except InvalidToken:
                continue
        raise _not_ours()


def new_key() -> str:
    """Return a key for a vault, as settings write it."""
    return base64.urlsafe_b64encode(os.urandom(KEY)).decode()


def _key(written: str) -> _Key:
    """A key for each purpose, so that none is used for two."""
    try:
        key = base64.b64decode(written, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY:
        raise ValueError("A key of the vault is 32 bytes in URL-safe base64.")
    return _Key(
        id=_derived(key, b"synclog vault key id", KEY_ID).hex(),
        aes=AESGCM(_derived(key, b"synclog vault v1", KEY)),
        fernet=Fernet(written),
    )


def _derived(key: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(key)


def _bound_to(key_id: str, about: SealedFor) -> bytes:
    """Written so that no two places can look alike."""
    return json.dumps([VERSION, key_id, str(about.company_id), about.realm_id, about.field]).encode()


def _parts(sealed: str) -> tuple[str, bytes]:
    if not (match := SEALED.fullmatch(sealed)):
        raise _not_ours()
    try:
        body = base64.b64decode(match[2], altchars=b"-_", validate=True)
    except binascii.Error:
        raise _not_ours() from None
    if len(body) < NONCE + TAG or base64.urlsafe_b64encode(body).decode() != match[2]:
        raise _not_ours()
    return match[1], body


def _not_ours() -> ValueError:
    return ValueError("not sealed with one of our keys for this")

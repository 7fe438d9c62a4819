"""Cursors: opaque, authenticated, and of use for one list of one company only."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from domain.errors import CursorInvalid

_MAC_BYTES: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursors:
    """Cursors of one list: `filters` are those it was asked with, without limit and cursor."""

    secret: bytes
    company_id: UUID
    path: str
    filters: Mapping[str, Any]

    def seal(self, mark: str) -> str:
        """Return a cursor that leads behind the mark."""
        text = mark.encode("utf-8")
        return base64.urlsafe_b64encode(self._mac(text) + text).rstrip(b"=").decode("ascii")

    def open(self, cursor: str) -> str:
        """Return its mark. Raises CursorInvalid for one that was made elsewhere, or for another list."""
        try:
            sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise CursorInvalid from None
        mac, text = sealed[:_MAC_BYTES], sealed[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(text)):
            raise CursorInvalid
        return text.decode("utf-8")

    def _mac(self, text: bytes) -> bytes:
        list_of = json.dumps([str(self.company_id), self.path, self.filters], sort_keys=True)
        message = list_of.encode("utf-8") + b"\0" + text
        return hmac.digest(self.secret, message, hashlib.sha256)[:_MAC_BYTES]

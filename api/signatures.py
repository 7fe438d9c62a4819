"""Signatures of notices: a keyed hash of the body as it came, byte for byte."""

from __future__ import annotations

import base64
import hmac


def is_signed(body: bytes, signature: str, token: bytes) -> bool:
    """Whether this is Intuit's signature of the body; nothing is without a token. In constant time."""
    if not token:
        return False
    expected = base64.b64encode(hmac.digest(token, body, "sha256"))
    return hmac.compare_digest(expected, signature.strip().encode())

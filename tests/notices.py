"""What Intuit sends when something has changed in QuickBooks, signed as Intuit signs it."""

from __future__ import annotations

import base64
import hmac
import json
from itertools import count
from typing import Any

from httpx import AsyncClient, Response

VERIFIER_TOKEN = b"0c9f5d9e-of-the-tests"
JSON = "application/json"
_numbers = count(1)


def signature_of(body: bytes, token: bytes = VERIFIER_TOKEN) -> str:
    return base64.b64encode(hmac.digest(token, body, "sha256")).decode()


async def tell(client: AsyncClient, told: object) -> Response:
    """Send it as Intuit does: with no key, and signed."""
    return await tell_bytes(client, json.dumps(told).encode())


async def tell_bytes(
    client: AsyncClient, body: bytes, *, signature: str | None = None, media: str = JSON
) -> Response:
    signature = signature_of(body) if signature is None else signature
    headers = {"Authorization": "", "Intuit-Signature": signature, "Content-Type": media}
    return await client.post("/webhooks/intuit", content=body, headers=headers)


def a_cloud_event(
    entity: str, operation: str, object_id: str, *, realm: str, at: str | None, **fields: Any
) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": f"{next(_numbers)}-{entity}-{object_id}",
        "source": "intuit.dsnBgbseACLLRZNxo2dfc4evmEJdxde58xeeYcZliOU=",
        "type": f"qbo.{entity.lower()}.{operation}.v1",
        "datacontenttype": "application/json",
        "time": at,
        "intuitentityid": object_id,
        "intuitaccountid": realm,
        "data": {},
        **fields,
    }


def an_older_notice(
    entity: str, operation: str, object_id: str, *, realm: str, at: str | None, **fields: Any
) -> dict[str, Any]:
    change = {"name": entity, "id": object_id, "operation": operation, "lastUpdated": at, **fields}
    return {"eventNotifications": [{"realmId": realm, "dataChangeEvent": {"entities": [change]}}]}

"""A QuickBooks company in the sandbox, and what a billing run finds in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxRealm:
    """A company in the sandbox, and what it takes to call it."""

    url: str
    realm_id: str
    client_id: str
    client_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int

    async def item_ids(self) -> dict[str, str]:
        """The ids of the products and services, by their names."""
        answer = await self._call("GET", "query", params={"query": "SELECT * FROM Item MAXRESULTS 1000"})
        return {item["Name"]: item["Id"] for item in answer["QueryResponse"]["Item"]}

    async def post_by_hand(self, customer: dict[str, Any], payment: dict[str, Any]) -> None:
        """Enter a customer's payment, as somebody does who works in QuickBooks."""
        made = (await self._call("POST", "customer", json=customer))["Customer"]
        await self._call("POST", "payment", json={**payment, "CustomerRef": {"value": made["Id"]}})

    async def order_fault(self, rule: dict[str, Any]) -> None:
        """Let some of the calls that follow go wrong."""
        async with httpx.AsyncClient(base_url=self.url, trust_env=False) as client:
            answer = await client.post("/_sandbox/faults", json={"realm": self.realm_id, **rule})
            answer.raise_for_status()

    async def _call(self, method: str, path: str, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - httpx's own
        headers = {"Authorization": f"Bearer {self.access_token}", "Accept": "application/json"}
        async with httpx.AsyncClient(base_url=self.url, headers=headers, trust_env=False) as client:
            answer = await client.request(method, f"/v3/company/{self.realm_id}/{path}", **kwargs)
            answer.raise_for_status()
            body: dict[str, Any] = answer.json()
            return body


async def open_realm(sandbox_url: str) -> SandboxRealm:
    """Open a company whose books look like a small association's."""
    async with httpx.AsyncClient(base_url=sandbox_url, trust_env=False) as client:
        answer = await client.post("/_sandbox/realms", json={"name": "Bayside Chamber of Commerce"})
        answer.raise_for_status()
        made = answer.json()
    return SandboxRealm(
        url=sandbox_url,
        realm_id=made["realm_id"],
        client_id=made["client_id"],
        client_secret=made["client_secret"],
        access_token=made["access_token"],
        refresh_token=made["refresh_token"],
        expires_in=made.get("expires_in", 3600),
    )

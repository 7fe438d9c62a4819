"""How a company is connected, and that nothing goes over without: M13."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tests.acceptance.consent import begin, bring, come_back, connected, consent, deny
from tests.acceptance.rows.row import Table
from tests.acceptance.town import Json, Town, a_contact, a_payment, an_invoice

ROWS: Final = Table()
GRANTED = "/oauth2/v1/tokens/bearer"


@ROWS.row(
    "M13 connect", "Connect a QBO company by OAuth 2.0, refresh its tokens, disconnect; nothing goes without."
)
async def connect(town: Town) -> None:
    await disconnected(town)
    entries = [
        await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1")),
        await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")),
        await town.submit("contact", "c-1", **a_contact("Acme Bakery")),
    ]
    await nothing_goes(town, entries)
    assert await come_back(town, deny(town, await begin(town))) == "denied"
    await nothing_goes(town, entries)

    answer = consent(town, await begin(town))
    assert await come_back(town, answer) == "connected"
    assert (await bring(town, answer)).status_code == 400
    connection = await town.ask("/connection")
    assert (connection["status"], connection["hold"], connection["connected_by"]) == (
        "connected",
        None,
        "billing",
    )
    assert connection["books"] == {"realm_id": town.realm.realm_id, "name": "Bayside Chamber of Commerce"}
    await town.drain(2)
    assert await statuses(town, entries) == ["synced"] * 3
    assert [each["entity"] for each in town.realm.ledger()] == ["Customer", "Invoice", "Payment"]

    town.clock.advance(7200)  # the access token is old by now
    await town.synced(await town.submit("invoice", "inv-2", **an_invoice("1002", "c-1")))
    assert renewals(town) == 1

    await disconnected(town)
    late = [await town.submit("invoice", "inv-3", **an_invoice("1003", "c-1"))]
    await nothing_goes(town, late)
    assert await connected(town) == "connected"
    await town.drain()
    assert await statuses(town, late) == ["synced"]
    assert (await town.call("POST", "/connection/test")).json()["ok"]


async def disconnected(town: Town) -> None:
    """Disconnect, and see what can be seen of that."""
    for _ in range(2):
        assert (await town.call("DELETE", "/connection")).status_code == 204
    connection = await town.ask("/connection")
    assert (connection["status"], connection["hold"]["reason"]) == ("not_connected", "not_connected")
    assert connection["books"]["realm_id"] == town.realm.realm_id
    assert connection["access_expires_at"] is None


async def nothing_goes(town: Town, entries: Sequence[Json]) -> None:
    """Nothing is sent, and nothing is lost."""
    before = len(town.realm.ledger())
    await town.drain(2)
    assert len(town.realm.ledger()) == before
    assert await statuses(town, entries) == ["queued"] * len(entries)
    assert {(await town.entry(each))["attempts"] for each in entries} == {0}
    assert (await town.ask("/connection"))["under_way"] == len(entries)


async def statuses(town: Town, entries: Sequence[Json]) -> list[str]:
    return [(await town.entry(each))["status"] for each in entries]


def renewals(town: Town) -> int:
    """How often the token endpoint was called, but for the codes."""
    calls = [call for call in town.realm.calls() if call["path"] == GRANTED]
    return len(calls) - 1

"""What holds a company up spends nothing and sends nothing; one mail goes out; then everything arrives."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from adapters.quickbooks.settings import Rates
from domain.model.notifications import NoticeKind
from domain.model.outcomes import HoldReason
from tests.acceptance import town as towns
from tests.acceptance.codes.case import Scene, do
from tests.acceptance.codes.holds import (
    Hold,
    connect,
    disconnect,
    forget,
    hold_of,
    lapse,
    permit,
    renew,
    strikes,
    time_passes,
)
from tests.acceptance.town import ON_SQLITE, Json, Town, a_contact, a_payment, an_invoice, open_town
from tests.builders import FAR_AHEAD
from tests.servers.billing import BillingServer, billing
from tests.servers.sandbox import Realm

FAMILIES = 4
KINDS = ("Customer", "Invoice", "Payment")
FORBIDDEN = [
    Hold(code="permission_denied", begins=strikes({"kind": "fault", "code": code}, path="/v3/"), ends=permit)
    for code in ("3100", "120", "5020")
]
LAPSED = Hold(code="company_suspended", begins=lapse, ends=renew)
CUT_OFF = Hold(code="needs_reconnect", begins=disconnect, ends=connect)
UNCONNECTED = Hold(code="not_connected", begins=forget, ends=connect)
HOLDS = pytest.mark.parametrize(
    "hold",
    [*FORBIDDEN, LAPSED, CUT_OFF, UNCONNECTED],
    ids=["3100", "120", "5020", "lapsed", "cut off", "disconnected"],
)


@pytest.fixture(scope="module")
def billing_server() -> Iterator[BillingServer]:
    with billing() as server:
        yield server


@pytest.fixture
async def scene(town: Town, billing_server: BillingServer) -> Scene:
    await watched(town)
    return Scene(town=town, billing=billing_server)


@pytest.fixture
async def paced(
    database_url: str, realm: Realm, billing_server: BillingServer, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Scene]:
    """At QuickBooks' own pace, which it enforces, and in small batches, so that there are many calls."""
    realm.settings({"limits": {"enforce": True}})
    monkeypatch.setattr(towns, "HURRIED", Rates())
    async with open_town(database_url, realm, batch=2) as town:
        await watched(town)
        yield Scene(town=town, billing=billing_server)


async def watched(town: Town) -> None:
    body = {"kind": "connection", "email": "admin@example.com"}
    assert (await town.call("POST", "/subscriptions", body)).status_code == 201


@HOLDS
async def test_a_parked_company_is_left_alone_and_then_released_in_order(scene: Scene, hold: Hold) -> None:
    town = scene.town
    town.clock.set(FAR_AHEAD)
    await do(hold.begins, scene)
    entries = await billed_backwards(town)
    await town.drain()
    await is_parked(scene, entries, hold)
    calls = len(town.realm.calls())
    entries += await billed_backwards(town, first=FAMILIES)
    for _ in range(3):
        await town.drain()
        await town.use_cases.sweep()
    await is_parked(scene, entries, hold)
    assert len(town.realm.calls()) == calls, "nobody asks QuickBooks while it is held up"
    assert told(town) == [NoticeKind.PARKED]

    await do(hold.ends, scene)
    await time_passes(scene)
    await town.drain()
    await town.use_cases.sweep()
    await arrived(town, entries, families=2 * FAMILIES)
    assert told(town) == [NoticeKind.PARKED, NoticeKind.RELEASED]


@ON_SQLITE
async def test_what_was_held_up_goes_at_the_published_pace(paced: Scene) -> None:
    town = paced.town
    town.clock.set(FAR_AHEAD)
    disconnect(paced)
    entries = await billed_backwards(town)
    await town.drain()
    await is_parked(paced, entries, CUT_OFF)
    await connect(paced)
    before = len(town.realm.calls())
    await town.drain()
    await arrived(town, entries, families=FAMILIES)
    calls = town.realm.calls(after=before)
    assert len(calls) > Rates().per_second
    assert {call["status"] for call in calls} == {200}, "not one was too many"


async def billed_backwards(town: Town, first: int = 0) -> list[Json]:
    """Submit payments before their invoices before their contacts."""
    families = range(first, first + FAMILIES)
    payments = [
        await town.submit("payment", f"pay-{n}", **a_payment(f"CHK {n}", f"c-{n}", on=f"inv-{n}"))
        for n in families
    ]
    invoices = [await town.submit("invoice", f"inv-{n}", **an_invoice(f"10{n}", f"c-{n}")) for n in families]
    contacts = [await town.submit("contact", f"c-{n}", **a_contact(f"Member {n}")) for n in families]
    return [*payments, *invoices, *contacts]


async def is_parked(scene: Scene, entries: list[Json], hold: Hold) -> None:
    town = scene.town
    now = [await town.entry(entry) for entry in entries]
    assert {(entry["status"], entry["attempts"]) for entry in now} == {("queued", 0)}
    why = await hold_of(scene)
    assert why
    assert why.reason is HoldReason(hold.code)
    assert [town.made(kind) for kind in KINDS] == [[], [], []]


async def arrived(town: Town, entries: list[Json], *, families: int) -> None:
    """Each is in the books once, parents before children."""
    now = [await town.entry(entry) for entry in entries]
    assert {(entry["status"], entry["attempts"]) for entry in now} == {("synced", 1)}
    made = [
        row["entity"]
        for row in town.realm.ledger()
        if (row["operation"], row["by"]) == ("create", "api") and row["entity"] in KINDS
    ]
    assert made == [kind for kind in KINDS for _ in range(families)]
    assert town.books_balance()


def told(town: Town) -> list[NoticeKind]:
    return [mail.notice.kind for mail in town.notifier.sent if mail.notice]

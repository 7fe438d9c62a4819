"""What the machine tries again by itself: trouble that strikes once, and is over at the second attempt."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping

from tests.acceptance.codes import source, weather
from tests.acceptance.codes.case import Scene, acme
from tests.acceptance.town import Json, a_contact, a_payment
from tests.servers.billing import Given

Trouble = Callable[[Scene], Awaitable[Json]]

OLDER = Given(body=json.dumps({"source_version": 1, **a_contact()}).encode())


def in_quickbooks(action: Mapping[str, object], times: int = 1) -> Trouble:
    async def submit(scene: Scene) -> Json:
        await acme(scene)
        await scene.town.drain()
        match = {"entity": "Payment", "operation": "create"}
        scene.town.realm.add_fault({"match": match, "times": times, "action": action})
        return await scene.town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1"))

    return submit


def in_the_billing_system(given: Given) -> Trouble:
    async def submit(scene: Scene) -> Json:
        await source.configure_and_give(scene)
        scene.billing.first.append(given)
        return await scene.town.submit("contact", "c-1", source_version=2, by_reference=True)

    return submit


PASSING: Mapping[str, Trouble] = {
    "unauthorized": in_quickbooks(weather.REFUSED, times=2),  # a new token is tried at once
    "quickbooks_unavailable": in_quickbooks(weather.MAINTAINED),
    "empty_answer": in_quickbooks(weather.EMPTY),
    "unreadable_answer": in_quickbooks(weather.PAGE),
    "quickbooks_timeout": in_quickbooks(weather.LOST),
    "unreadable_source_data": in_the_billing_system(source.PAGE),
    "empty_source_data": in_the_billing_system(source.EMPTY),
    "stale_source_data": in_the_billing_system(OLDER),
    "source_unavailable": in_the_billing_system(source.DOWN),
    "source_refused": in_the_billing_system(source.REFUSED),
}

"""What is no fault of the record: the line to QuickBooks, and ourselves."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain.model.dossiers import Dossier
from domain.model.records import Contact
from domain.rules import contacts
from tests.acceptance.codes.case import Case, Cure, Scene, acme, customer_of, entered_payment, fail, mend
from tests.acceptance.town import Json, a_contact, a_payment
from tests.builders import FAR_AHEAD, NOON

Action = Mapping[str, object]

REFUSED: Action = {"kind": "fault", "code": "3200", "status": 401}
MAINTAINED: Action = {"kind": "fault", "code": "150"}
EMPTY: Action = {"kind": "empty"}
PAGE: Action = {"kind": "html", "status": 200}
LOST: Action = {"kind": "drop", "before": "commit"}


async def in_vain(scene: Scene, action: Action, code: str) -> Json:
    """A payment that all attempts fail for; each is due at once, so one drain makes them all."""
    await acme(scene)
    await scene.town.drain()
    fail(scene, "Payment", action)
    entry = await scene.town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1"))
    return await scene.town.failed(entry, code)


async def in_doubt(scene: Scene, action: Action) -> Json:
    """A payment that nobody knows the outcome of, and that is not due again before somebody acts."""
    await acme(scene)
    await scene.town.drain()
    fail(scene, "Payment", action)
    entry = await scene.town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1"))
    scene.town.clock.set(FAR_AHEAD)
    await scene.town.drain()
    scene.town.clock.set(NOON)
    return await scene.town.entry(entry)


async def unauthorized(scene: Scene) -> Json:
    return await in_vain(scene, REFUSED, "unauthorized")


async def unavailable(scene: Scene) -> Json:
    return await in_vain(scene, MAINTAINED, "quickbooks_unavailable")


async def nobody_knows(scene: Scene) -> Json:
    return await in_vain(scene, LOST, "outcome_unknown")


async def it_is_there_twice(scene: Scene) -> None:
    """A person looked, did not find it, and entered it."""
    mend(scene)
    entered_payment(scene, await customer_of(scene))


async def empty(scene: Scene) -> Json:
    return await in_doubt(scene, EMPTY)


async def a_page(scene: Scene) -> Json:
    return await in_doubt(scene, PAGE)


async def no_answer(scene: Scene) -> Json:
    return await in_doubt(scene, LOST)


async def a_bug(scene: Scene) -> Json:
    """A rule that breaks; when it is mended, the entry can go."""

    def broken(_: Contact, __: Dossier) -> None:
        raise ZeroDivisionError

    entry = await scene.town.submit("contact", "c-1", **a_contact())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contacts, "blocker", broken)
        return await scene.town.failed(entry, "internal_error")


MENDED = {"resync": Cure(first=mend)}

CASES = (
    Case(
        code="unauthorized",
        produce=unauthorized,
        message="Unauthorized - 401",
        cures=MENDED,
    ),
    Case(
        code="quickbooks_unavailable",
        produce=unavailable,
        message="QuickBooks is not available",
        cures=MENDED,
    ),
    Case(
        code="empty_answer",
        produce=empty,
        message="The input does not contain any JSON tokens. "
        "Expected the input to start with a valid JSON token, when isFinalBlock is true.",
        outcome="uncertain",
        status="uncertain",
        cures=MENDED,
    ),
    Case(
        code="unreadable_answer",
        produce=a_page,
        message="QuickBooks answered with a page instead of data",
        outcome="uncertain",
        status="uncertain",
        cures=MENDED,
    ),
    Case(
        code="quickbooks_timeout",
        produce=no_answer,
        message="QuickBooks did not answer in time",
        outcome="uncertain",
        status="uncertain",
        cures=MENDED,
    ),
    Case(
        code="outcome_unknown",
        produce=nobody_knows,
        message="Nobody knows whether QuickBooks took it",
        outcome="uncertain",
        cures={
            "adopt": Cure(first=it_is_there_twice, fill=lambda s: {"quickbooks_id": s.ids["Payment"]}),
            "resync": Cure(first=mend),
        },
    ),
    Case(
        code="internal_error",
        produce=a_bug,
        message="An error in this service stopped the entry",
        cures={"resync": Cure()},
    ),
)

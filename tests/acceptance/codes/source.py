"""What stands between us and the data of a record that was submitted by reference."""

from __future__ import annotations

from tests.acceptance.codes.case import Case, Cure, Produce, Scene
from tests.acceptance.town import Json, a_contact
from tests.servers.billing import Given

PATH = "/contacts/c-1"
PAGE = Given(body=b"<html>Very busy", headers={"Content-Type": "text/html"})
EMPTY = Given(headers={"Content-Type": "application/json"})
DOWN, REFUSED, GONE = Given(status=503), Given(status=401), Given(status=404)


def give(scene: Scene, **fields: object) -> None:
    """The billing system has the record, and gives it."""
    scene.billing.give(PATH, {"source_version": 2, **a_contact(), **fields})


async def configure(scene: Scene) -> None:
    town = scene.town
    await town.use_cases.setup.set_source(town.company.id, scene.billing.url, None)


async def configure_and_give(scene: Scene) -> None:
    await configure(scene)
    give(scene)


async def asked_in_vain(scene: Scene, code: str) -> Json:
    entry = await scene.town.submit("contact", "c-1", source_version=2, by_reference=True)
    return await scene.town.failed(entry, code)


def answered(code: str, given: Given) -> Produce:
    async def produce(scene: Scene) -> Json:
        await configure(scene)
        scene.billing.answers[PATH] = given
        return await asked_in_vain(scene, code)

    return produce


def answered_with(code: str, **fields: object) -> Produce:
    async def produce(scene: Scene) -> Json:
        await configure(scene)
        give(scene, **fields)
        return await asked_in_vain(scene, code)

    return produce


async def nobody_said_where(scene: Scene) -> Json:
    return await asked_in_vain(scene, "source_not_configured")


def case(code: str, produce: Produce, message: str) -> Case:
    cure = Cure(first=configure_and_give if code == "source_not_configured" else give)
    return Case(code=code, produce=produce, message=message, cures={"resync": cure})


CASES = (
    case(
        "unreadable_source_data",
        answered("unreadable_source_data", PAGE),
        "'<' is an invalid start of a value",
    ),
    case(
        "empty_source_data", answered("empty_source_data", EMPTY), "The billing system gave an empty answer"
    ),
    case(
        "stale_source_data",
        answered_with("stale_source_data", source_version=1),
        "The billing system gives version 1, older than version 2 that was submitted",
    ),
    case("source_unavailable", answered("source_unavailable", DOWN), "The billing system is not available"),
    case(
        "source_refused", answered("source_refused", REFUSED), "The billing system refuses to give its data"
    ),
    case(
        "source_record_not_found",
        answered("source_record_not_found", GONE),
        "The billing system has no record under this reference",
    ),
    case(
        "source_data_invalid",
        answered_with("source_data_invalid", currency="dollars"),
        "The billing system's data breaks a rule at /currency: ",
    ),
    case("source_not_configured", nobody_said_where, "No address is set to fetch this record from"),
)

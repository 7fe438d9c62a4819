"""Every code of the catalogue is produced against the sandbox, and every remedy is walked to its end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.catalogue import CATALOGUE
from domain.model.log_entries import MAX_ATTEMPTS
from tests.acceptance.codes.case import Case, Cure, Scene, do
from tests.acceptance.codes.holds import Hold, hold_of, time_passes
from tests.acceptance.codes.passing import PASSING
from tests.acceptance.codes.raised import codes_raised
from tests.acceptance.codes.table import CODES, HELD
from tests.acceptance.town import GOLD, Json, Town
from tests.builders import FAR_AHEAD
from tests.servers.billing import BillingServer, billing

NAMED = {"Customer": "DisplayName", "Payment": "PaymentRefNum"}  # what else has a DocNumber
REMEDIES = [(case, action) for case in CODES.values() for action in case.walks]


@pytest.fixture(scope="session")
def billing_of_the_run() -> Iterator[BillingServer]:
    with billing() as server:
        yield server


@pytest.fixture
def scene(town: Town, billing_of_the_run: BillingServer) -> Scene:
    billing_of_the_run.clear()
    return Scene(town=town, billing=billing_of_the_run)


def test_the_table_has_the_codes_of_the_catalogue_and_no_others() -> None:
    assert {case.code for case in CODES.values()} | HELD.keys() == CATALOGUE.keys()


def test_every_code_that_our_source_can_raise_is_a_row_and_every_row_is_raised() -> None:
    assert codes_raised() == CATALOGUE.keys()


def test_every_remedy_of_the_catalogue_is_walked() -> None:
    walked = {(case.code, action) for case, action in REMEDIES}
    assert walked == {(row.code, kind.value) for row in CATALOGUE.values() for kind in row.remedies}


@pytest.mark.parametrize("name", [*CODES, *HELD])
async def test_every_code(name: str, scene: Scene) -> None:
    shown = await (shows(CODES[name], scene) if name in CODES else holds_up(HELD[name], scene))
    row = CATALOGUE[shown]
    documented = await scene.town.ask(f"/error-codes/{row.code}")
    assert (documented["message"], documented["meaning"]) == (row.message, row.meaning)
    assert documented["correction"] == list(row.correction)
    assert (documented["who"], documented["retryable"]) == (row.who.value, row.retryable)
    assert documented["remedies"] == [kind.value for kind in row.remedies]


async def shows(case: Case, scene: Scene) -> str:
    """The entry says all that the catalogue does; what the machine tried again, it tried to the end."""
    entry = await case.produce(scene)
    row, error = CATALOGUE[case.code], entry["error"]
    print(f"{case.name:45} {row.who.value:14} {entry['message']}")  # noqa: T201 - for `pytest -s`
    assert (entry["status"], error["code"], error["outcome"]) == (case.status, case.code, case.outcome)
    assert entry["message"].startswith(case.message)
    assert (error["title"], error["meaning"], error["correction"]) == (
        row.title,
        row.meaning,
        list(row.correction),
    )
    assert (error["who"], error["retryable"]) == (row.who.value, row.retryable)
    offered = [remedy["action"] for remedy in entry["remedies"]]
    walked = {*case.walks, "exclude"}  # which is walked once for a code
    expected = [kind.value for kind in row.remedies if kind.value in walked]
    assert offered == (expected if case.status == "failed" else [])
    if case.status == "failed":
        cause = await scene.town.ask(f"/causes/{entry['cause_id']}")
        assert (cause["code"], cause["entries"]) == (case.code, 1)
        assert entry["attempts"] == MAX_ATTEMPTS or not row.retryable
    return case.code


async def holds_up(hold: Hold, scene: Scene) -> str:
    """No entry fails, none spends an attempt, and what was held up goes by itself."""
    town = scene.town
    entry = await CODES["fee_item_not_mapped"].produce(scene)
    await town.map("gala", GOLD)
    operation = (await town.call("POST", "/resync-failures", {})).json()
    town.clock.set(FAR_AHEAD)
    await do(hold.begins, scene)
    await town.drain()
    held, why = await town.entry(entry), await hold_of(scene)
    assert why
    assert why.reason.value == hold.code
    assert (held["status"], held["attempts"], held["remedies"]) == ("queued", 0, [])
    assert held["error"] in (None, entry["error"]), "one that nobody took up again still says why it failed"
    assert (await town.ask(f"/operations/{operation['id']}"))["blocked_reason"] == hold.code
    print(f"{hold.code:45} {CATALOGUE[hold.code].who.value:14} {CATALOGUE[hold.code].message}")  # noqa: T201
    await do(hold.ends, scene)
    await time_passes(scene)
    assert (await town.synced(entry))["attempts"] == 1
    assert (await town.ask(f"/operations/{operation['id']}"))["status"] == "finished"
    assert await hold_of(scene) is None
    return hold.code


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("code", PASSING)
async def test_what_is_tried_again_goes_by_itself(code: str, scene: Scene) -> None:
    entry = await scene.town.synced(await PASSING[code](scene))
    assert (entry["error"], entry["attempts"]) == (None, 2)
    is_alone(scene.town, entry)


def test_everything_that_is_retryable_is_seen_to_go_by_itself() -> None:
    retryable = {row.code for row in CATALOGUE.values() if row.retryable}
    assert PASSING.keys() | (HELD.keys() & retryable) == retryable


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("case", "action"), REMEDIES, ids=[f"{c.name}-{a}" for c, a in REMEDIES])
async def test_every_remedy(case: Case, action: str, scene: Scene) -> None:
    entry = await case.produce(scene)
    remedy = offered(entry, action)
    cure = case.walks[action]
    await do(cure.first, scene)
    answer = await call(scene, entry, remedy, cure)
    if action == "exclude":
        await is_left_out(scene.town, entry)
        return
    cured = answer["log"] if action == "correct_record" else entry
    await do(cure.then, scene)
    if cure.resync:
        again = offered(entry, "resync")
        resynced = await scene.town.call(again["method"], again["path"], again["body"])
        assert resynced.status_code == 202, resynced.text
    is_alone(scene.town, await scene.town.synced(cured))


def offered(entry: Json, action: str) -> Json:
    """The remedy; while the machine still tries, what the entry says that a person may do all the same."""
    if entry["status"] != "failed":
        assert action in entry["available_actions"]
        body = {"reason": None} if action == "exclude" else None
        return {"action": action, "method": "POST", "path": f"/logs/{entry['id']}/{action}", "body": body}
    (found,) = (each for each in entry["remedies"] if each["action"] == action)
    return dict(found)


async def call(scene: Scene, entry: Json, remedy: Json, cure: Cure) -> Json:
    """Call it exactly as it is given; the person fills in what is open."""
    filling = cure.filling(scene)
    body = remedy["body"]
    if remedy["action"] == "correct_record":
        body = corrected(scene.town, entry, filling)
    elif body is not None:
        body = {**body, **filling}
        assert None not in [body[name] for name in remedy["body"]]
    path = remedy["path"].format_map(cure.choose)
    headers = {"If-Match": remedy["if_match"]} if remedy.get("if_match") else {}
    answer = await scene.town.call(remedy["method"], path, body, **headers)
    assert answer.is_success, answer.text
    content: Json = answer.json()
    return content


def corrected(town: Town, entry: Json, filling: Json) -> Json:
    """The record as the billing system has it now, in a newer version."""
    record = entry["record"]
    before = town.submitted[f"{record['kind']} {record['external_ref']}"]
    kept = {} if "by_reference" in before else before
    return {**kept, "source_version": before["source_version"] + 1, **filling}


async def is_left_out(town: Town, entry: Json) -> None:
    """The full resync leaves it where it is."""
    before = await town.entry(entry)
    assert before["excluded"]["reason"] == "Stays out"
    answer = await town.call("POST", "/resync-failures", {})
    assert answer.status_code == 202, answer.text
    assert answer.json()["progress"]["total"] == 0
    await town.drain()
    after = await town.entry(entry)
    assert (after["status"], after["attempts"]) == (before["status"], before["attempts"])


def is_alone(town: Town, entry: Json) -> None:
    """There is one object of this name in the books, and it is the entry's."""
    entity, object_id = entry["quickbooks"]["entity"], entry["quickbooks"]["id"]
    name, held = NAMED.get(entity, "DocNumber"), town.read(entity, object_id)
    like = [each["Id"] for each in town.held(entity) if each.get(name) == held[name]]
    assert like == [object_id]

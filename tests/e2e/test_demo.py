"""`make demo`, and the requests that the README prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.programs import Api, Program, api_at, eventually, made_by_us, program
from tests.servers.sandbox import control

FAILURES = {
    "name_already_exists": 1,
    "field_too_long": 1,
    "fee_item_not_mapped": 5,
    "payment_already_exists": 1,
    "payment_invoice_not_found": 1,
}


def test_a_newcomer_maps_the_fee_item_and_everything_that_waited_for_it_arrives_once(tmp_path: Path) -> None:
    with demo_of_json(tmp_path) as (demo, place), api_at(place["api_url"], place["api_key"]) as api:
        assert statuses_in(api) == {"synced": 132, "failed": 9, "waiting": 4}
        failed = api.entries(needs_attention="true")
        assert Counter(entry["error"]["code"] for entry in failed) == FAILURES

        (unmapped,) = api.get("/mappings/fee_item/unmapped")["items"]
        assert (unmapped["source_key"], unmapped["entries"]) == ("sponsorship-gala", 5)
        api.put("/mappings/fee_item/sponsorship-gala", {"quickbooks_id": "7"})
        operation = api.post("/resync-failures")
        eventually(lambda: api.get(f"/operations/{operation['id']}")["status"] == "finished")
        api.settled()

        assert statuses_in(api) == {"synced": 140, "failed": 4, "waiting": 1}
        made = made_by_us(ledger_of(place))
        assert len(made) == len(set(made)), "something is twice in the books"
        assert Counter(entity for entity, _ in made) == {"Customer": 37, "Invoice": 58, "Payment": 43}
        assert demo.terminate() == 0
        assert_a_person_is_told(demo.says())


def assert_a_person_is_told(said: str) -> None:
    """What a program is not told on standard output, a person reads beside it."""
    assert "The name supplied already exists" in said
    assert "→ Submit that invoice, then resync the" in said
    assert "is in QuickBooks once, though its answer was a web page" in said
    assert "One mail to the clerk" in said


@contextmanager
def demo_of_json(state: Path) -> Iterator[tuple[Program, dict[str, Any]]]:
    arguments = ("demo", "--api-port", "0", "--sandbox-port", "0", "--state", str(state), "--json")
    with program(*arguments, log=state / "demo.log") as demo:
        yield demo, demo.ready()


def statuses_in(api: Api) -> Counter[str]:
    return Counter(entry["status"] for entry in api.entries())


def ledger_of(place: dict[str, Any]) -> list[dict[str, Any]]:
    page = control(place["sandbox_url"], "GET", f"/realms/{place['realm_id']}/ledger")
    entries: list[dict[str, Any]] = page["entries"]
    return entries

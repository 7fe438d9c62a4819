"""`make demo`, and the requests that the README prints."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.e2e.programs import Api, eventually, made_by_us, program
from tests.servers.sandbox import Realm

FAILURES = {
    "name_already_exists": 1,
    "field_too_long": 1,
    "fee_item_not_mapped": 5,
    "payment_already_exists": 1,
    "payment_invoice_not_found": 1,
}


def test_a_newcomer_maps_the_fee_item_and_everything_that_waited_for_it_arrives_once(tmp_path: Path) -> None:
    arguments = ("demo", "--api-port", "0", "--sandbox-port", "0", "--state", str(tmp_path), "--json")
    with program(*arguments, log=tmp_path / "demo.log") as demo:
        place = demo.ready()
        api = Api(place["api_url"], place["api_key"])
        realm = Realm(
            url=place["sandbox_url"],
            realm_id=place["realm_id"],
            **dict.fromkeys(("client_id", "client_secret", "access_token", "refresh_token"), ""),
        )

        statuses = Counter(entry["status"] for entry in api.entries())
        failed = api.entries(needs_attention="true")
        assert statuses == {"synced": 132, "failed": 9, "waiting": 4}
        assert Counter(entry["error"]["code"] for entry in failed) == FAILURES

        (unmapped,) = api.get("/mappings/fee_item/unmapped")["items"]
        assert unmapped == {"source_key": "sponsorship-gala", "entries": 5}
        api.put("/mappings/fee_item/sponsorship-gala", {"quickbooks_id": "7"})
        operation = api.post("/resync-failures")
        eventually(lambda: api.get(f"/operations/{operation['id']}")["status"] == "finished")
        api.settled()

        statuses = Counter(entry["status"] for entry in api.entries())
        assert statuses == {"synced": 140, "failed": 4, "waiting": 1}
        assert {entry["status"] for entry in api.entries(q="sponsorship")} <= {"synced"}
        made = made_by_us(realm.ledger())
        assert len(made) == len(set(made)), "something is twice in the books"
        in_the_books = Counter(entity for entity, _ in made)
        assert in_the_books == {"Customer": 37, "Invoice": 58, "Payment": 43}

        assert demo.terminate() == 0


def test_the_demo_tells_a_person_what_failed_and_how_to_correct_it(tmp_path: Path) -> None:
    arguments = ("demo", "--api-port", "0", "--sandbox-port", "0", "--state", str(tmp_path))
    with program(*arguments, log=tmp_path / "demo.log") as demo:
        demo.wait_until(lambda: "Serving until" in demo.says(), seconds=120)
        said = demo.says()
        assert "The name supplied already exists" in said
        assert "/mappings/fee_item/sponsorship-gala" in said
        assert demo.terminate() == 0

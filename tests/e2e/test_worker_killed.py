"""Kill -9 of the worker in the middle of the run: the books end up the same."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial
from pathlib import Path

from tests.e2e.installation import Installation
from tests.e2e.programs import eventually, made_by_us
from tests.servers.sandbox import Realm

RUN = json.loads((Path(__file__).parents[2] / "demo" / "billing_run.json").read_text())
ITEM_OF_THE_SEED = "3"


def test_a_worker_killed_in_the_middle_leaves_the_same_books(
    installation: Installation, realm: Realm
) -> None:
    submit_run(installation)
    worker = installation.worker("first")
    for so_many in (15, 60, 100):
        eventually(partial(has_made, realm, so_many))
        worker.kill_hard()
        worker = installation.worker(f"after-{so_many}")
    installation.api.settled()
    assert worker.terminate() == 0

    made = Counter(made_by_us(realm.ledger()))
    assert [each for each, times in made.items() if times > 1] == []
    assert Counter(entry["status"] for entry in installation.api.entries()) == {
        "synced": 141,
        "failed": 3,
        "waiting": 1,
    }
    assert ids_in_the_log(installation) == ids_in_the_books(realm)


def has_made(realm: Realm, so_many: int) -> bool:
    return len(made_by_us(realm.ledger())) >= so_many


def submit_run(installation: Installation) -> None:
    """The demo's run, with every fee item mapped."""
    fee_items = {line["fee_item"] for invoice in RUN["invoices"] for line in invoice["lines"]}
    for key in fee_items:
        installation.api.put(f"/mappings/fee_item/{key}", {"quickbooks_id": ITEM_OF_THE_SEED})
    records = [*RUN["contacts"], *RUN["invoices"], *RUN["payments"]]
    installation.api.post("/record-batches", {"records": records}, **{"Idempotency-Key": "year-end-run"})


def ids_in_the_log(installation: Installation) -> list[str]:
    entries = installation.api.entries(status="synced", kind=["invoice", "payment"])
    return sorted(entry["quickbooks"]["id"] for entry in entries)


def ids_in_the_books(realm: Realm) -> list[str]:
    made = (row for row in realm.ledger() if row["operation"] == "create")
    return sorted(row["id"] for row in made if row["entity"] in ("Invoice", "Payment"))

"""Kill -9 of the worker in the middle of the run: the books end up the same."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.programs import Api, Program, command, eventually, made_by_us, program
from tests.servers.child import free_port
from tests.servers.sandbox import Realm

RUN = json.loads((Path(__file__).parents[2] / "demo" / "billing_run.json").read_text())
ITEM_OF_THE_SEED = "3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The form on Postgres and Redis: its settings, its API and where the logs go."""

    env: dict[str, str]
    api: Api
    logs: Path

    def worker(self, name: str) -> Program:
        return Program("worker", log=self.logs / f"{name}.log", env=self.env)


@pytest.fixture
def installation(postgres_url: str, redis_url: str, realm: Realm, tmp_path: Path) -> Iterator[Installation]:
    env = {
        "SYNCLOG_DATABASE_URL": postgres_url,
        "SYNCLOG_REDIS_URL": redis_url,
        "SYNCLOG_SECRET_KEYS": base64.urlsafe_b64encode(b"s" * 32).decode(),
        "SYNCLOG_QUICKBOOKS_URL": realm.url,
        "SYNCLOG_QUICKBOOKS_TOKEN_URL": f"{realm.url}/oauth2/v1/tokens/bearer",
        "SYNCLOG_QUICKBOOKS_CLIENT_ID": realm.client_id,
        "SYNCLOG_QUICKBOOKS_CLIENT_SECRET": realm.client_secret,
        "SYNCLOG_LEASE": "3",
        "SYNCLOG_RETRY_BASE": "0.5",
    }
    company = command(
        "companies", "create", "Bayside Chamber", "--realm-id", realm.realm_id,
        "--access-token", realm.access_token, "--refresh-token", realm.refresh_token, env=env,
    )  # fmt: skip
    key = command("keys", "create", "--company", company, "--name", "billing", env=env)
    port = free_port()
    with program("serve", "--port", str(port), log=tmp_path / "api.log", env=env) as server:
        api = Api(f"http://127.0.0.1:{port}", key)
        server.wait_until(lambda: _is_up(api))
        yield Installation(env=env, api=api, logs=tmp_path)


def _is_up(api: Api) -> bool:
    try:
        return api.client.get("/health/ready").is_success
    except OSError:
        return False


def test_a_worker_killed_in_the_middle_leaves_the_same_books(
    installation: Installation, realm: Realm
) -> None:
    fee_items = {line["fee_item"] for invoice in RUN["invoices"] for line in invoice["lines"]}
    for key in fee_items:
        installation.api.put(f"/mappings/fee_item/{key}", {"quickbooks_id": ITEM_OF_THE_SEED})
    records = [*RUN["contacts"], *RUN["invoices"], *RUN["payments"]]
    installation.api.post("/record-batches", {"records": records}, **{"Idempotency-Key": "run"})

    first = installation.worker("first")
    for so_many in (15, 60, 100):
        eventually(lambda n=so_many: len(made_by_us(realm.ledger())) >= n)
        first.kill_hard()
        first = installation.worker(f"after-{so_many}")
    installation.api.settled()
    first.terminate()

    made = made_by_us(realm.ledger())
    assert [each for each, times in Counter(made).items() if times > 1] == []
    synced = installation.api.entries(status="synced")
    linked = sorted(entry["quickbooks"]["id"] for entry in synced if entry["record"]["kind"] == "invoice")
    in_the_books = sorted(
        row["id"] for row in realm.ledger() if (row["entity"], row["operation"]) == ("Invoice", "create")
    )
    assert linked == in_the_books
    statuses = Counter(entry["status"] for entry in installation.api.entries())
    assert statuses == {"synced": 141, "failed": 3, "waiting": 1}

"""Schemathesis over the API in this process: what the contract says is what happens."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from anyio.from_thread import start_blocking_portal
from schemathesis import Case
from schemathesis.config import SchemathesisConfig

from api.process import serving
from domain.model.api_keys import ApiKey
from domain.rules.key_secrets import hash_secret, write_secret
from openapi.export import exported
from tests.api.house import EVERY_SCOPE, ApiHouse, open_api
from tests.builders import NOON, new_id

SECRET = write_secret(bytes(32))

SETTINGS = Path(__file__).parents[2] / "openapi" / "schemathesis.toml"


def config() -> SchemathesisConfig:
    """The committed settings, with a key, and as many examples as there is time for."""
    settings = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
    settings["auth"]["openapi"]["ApiKey"]["bearer"] = SECRET
    settings["generation"] = {"max-examples": 8, "deterministic": True, "database": "none"}
    return SchemathesisConfig.from_dict(settings)


async def furnish(house: ApiHouse) -> None:
    """A key whose secret is known, and a product that fee items can be mapped to."""
    key = ApiKey(
        id=new_id(),
        company_id=house.company.id,
        name="schemathesis",
        secret_hash=hash_secret(SECRET),
        scopes=EVERY_SCOPE,
        created_at=NOON,
        created_by="operator",
    )
    async with house.units_of_work() as uow:
        await uow.api_keys.add(key)
        await uow.commit()
    for _ in range(12):
        house.ledger.books.add_item()


CONTRACT = schemathesis.openapi.from_dict(json.loads(exported()), config=config())

SERVED: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def _served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The API over real HTTP, in an event loop of its own: a state machine knows no other way in."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("schemathesis") / "synclog.db")
    with start_blocking_portal() as portal:
        opened = open_api(f"sqlite+aiosqlite:///{path}")
        with portal.wrap_async_context_manager(opened) as house:
            portal.call(furnish, house)
            server = serving(house.app, host="127.0.0.1", port=0)
            with portal.wrap_async_context_manager(server) as url:
                SERVED["base_url"] = url
                yield


@CONTRACT.parametrize()
def test_every_operation_keeps_the_contract(case: Case[Any]) -> None:
    case.call_and_validate(base_url=SERVED["base_url"])


def test_what_one_call_makes_the_next_one_finds() -> None:
    """In the tool's own process: pytest's Hypothesis wants calls that no earlier call has changed."""
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(SETTINGS), "run"]
    wanted = ["--phases", "stateful", "-n", "10", "--generation-deterministic"]
    done = subprocess.run(  # noqa: S603  # our own arguments
        [*command, *wanted, f"{SERVED['base_url']}/openapi.json"],
        env={**os.environ, "SYNCLOG_API_KEY": SECRET, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✅ Stateful" in done.stdout
    headers = {"Authorization": f"Bearer {SECRET}"}
    still = httpx.get(f"{SERVED['base_url']}/logs", headers=headers)
    assert still.status_code == HTTPStatus.OK, "it has revoked the key it calls with: nothing was tried since"

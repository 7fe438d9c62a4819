"""The command: its options, the line it says when it is ready, and its end."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

COMMAND = (sys.executable, "-m", "sandbox")
ROOT = Path(__file__).parents[2]


@contextmanager
def started(*options: str) -> Iterator[dict[str, Any]]:
    """What it says when it is ready; ended by SIGTERM."""
    whole = [*COMMAND, "--port", "0", "--die-with-parent", *options]
    with subprocess.Popen(whole, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:  # noqa: S603 - our own program
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.terminate()
        assert process.wait(timeout=10) == 0


def test_it_says_where_it_is_and_ends_well() -> None:
    with started() as ready:
        assert ready.keys() == {"url", "client_id", "client_secret"}
        realms = httpx.get(f"{ready['url']}/_sandbox/realms", trust_env=False)
        assert realms.json() == {"realms": []}


def test_it_opens_a_company_for_the_application_it_is_told() -> None:
    application = ("--client-id", "ABnamed", "--client-secret", "told")
    with started(*application, "--realm", "4620816365") as ready:
        assert (ready["client_id"], ready["client_secret"]) == ("ABnamed", "told")
        assert company_name(ready) == "Bayside Chamber of Commerce"


def test_it_keeps_its_companies_in_a_file(tmp_path: Path) -> None:
    kept = ("--file", str(tmp_path / "books.sqlite"), "--realm", "7")
    with started(*kept) as ready:
        edit = {"edit": "rename", "entity": "Customer", "id": "1", "name": "Harbour Bistro"}
        httpx.post(f"{ready['url']}/_sandbox/realms/7/edits", json=edit, trust_env=False).raise_for_status()
    with started(*kept) as ready:
        assert customer(ready)["DisplayName"] == "Harbour Bistro"


def test_its_users_return_only_where_it_is_told() -> None:
    home = "https://app.example.com/callback"
    with started("--redirect-uri", home) as ready:
        assert consent(ready, home).status_code == 200
        assert consent(ready, "https://elsewhere.example.com/").status_code == 400


@pytest.mark.parametrize("wrong", [("--realm", "mine"), ("--port", "many"), ("--seed", "empty")])
def test_a_wrong_option_is_refused_with_the_reason(wrong: tuple[str, str]) -> None:
    refused = subprocess.run(  # noqa: S603 - our own program
        [*COMMAND, *wrong],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env={**os.environ, "COLUMNS": "200"},
    )
    assert refused.returncode == 2
    assert wrong[0] in refused.stderr


def test_its_help_names_every_option() -> None:
    told = subprocess.run([*COMMAND, "--help"], capture_output=True, text=True, cwd=ROOT, check=True).stdout  # noqa: S603 - our own program
    readme = (ROOT / "sandbox" / "README.md").read_text(encoding="utf-8")
    options = {word for word in told.split() if word.startswith("--")}
    assert {"--file", "--realm", "--redirect-uri", "--client-secret"} <= options
    assert not [each for each in options - {"--help", "--json"} if f"`{each}" not in readme]


def company_name(ready: dict[str, Any]) -> str:
    realm = ready["realm_id"]
    return str(read(ready, f"companyinfo/{realm}")["CompanyInfo"]["CompanyName"])


def customer(ready: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = read(ready, "customer/1")["Customer"]
    return found


def read(ready: dict[str, Any], path: str) -> Any:
    token = {"Authorization": f"Bearer {ready['access_token']}", "Accept": "application/json"}
    address = f"{ready['url']}/v3/company/{ready['realm_id']}/{path}"
    return httpx.get(address, headers=token, trust_env=False).raise_for_status().json()


def consent(ready: dict[str, Any], back: str) -> httpx.Response:
    asked = {
        "client_id": ready["client_id"],
        "redirect_uri": back,
        "response_type": "code",
        "scope": "com.intuit.quickbooks.accounting",
        "state": "s",
    }
    return httpx.get(f"{ready['url']}/connect/oauth2", params=asked, trust_env=False)

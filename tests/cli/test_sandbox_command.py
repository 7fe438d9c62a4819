"""`synclog sandbox`: the sandbox's own command under another name."""

import json
import re
import subprocess
import sys
from pathlib import Path

import httpx
from typer.testing import CliRunner, Result

from cli import app

ROOT = Path(__file__).parents[2]


def synclog_sandbox(*options: str) -> Result:
    return CliRunner().invoke(app, ["sandbox", *options])


def options_in(text: str) -> set[str]:
    return set(re.findall(r"--[a-z-]+", text))


def test_it_has_the_options_of_the_program_itself() -> None:
    itself = [sys.executable, "-m", "sandbox", "--help"]
    told = subprocess.run(itself, capture_output=True, text=True, cwd=ROOT, check=True).stdout  # noqa: S603 - our own program
    assert options_in(synclog_sandbox("--help").output) == options_in(told)


def test_a_wrong_option_is_refused_under_the_name_it_was_called_by() -> None:
    refused = synclog_sandbox("--realm", "mine")
    assert refused.exit_code == 2
    assert "synclog sandbox: error: argument --realm" in refused.output


def test_it_serves_the_company_it_is_told_from_its_file_until_it_is_ended(tmp_path: Path) -> None:
    options = (
        "--port",
        "0",
        "--file",
        str(tmp_path / "books.sqlite"),
        "--realm",
        "7",
        "--client-id",
        "ABnamed",
    )
    command = [sys.executable, "-m", "cli", "sandbox", "--die-with-parent", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:  # noqa: S603 - our own program
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        shown = httpx.get(f"{ready['url']}/_sandbox/realms/7", trust_env=False)
        process.terminate()
        assert process.wait(timeout=10) == 0
    assert (ready["client_id"], ready["realm_id"]) == ("ABnamed", "7")
    assert shown.json()["name"] == "Bayside Chamber of Commerce"
    assert (tmp_path / "books.sqlite").exists()

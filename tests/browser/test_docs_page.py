"""The contract's page in a real browser: its policy lets it do all that it is for, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.person import Person
from tests.browser.service import embedded


@pytest.fixture(scope="module")
def service_url(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API as an operator starts it, in its embedded form."""
    folder = tmp_path_factory.mktemp("docs")
    database = Path(shutil.copy(sqlite_template, folder / "synclog.db"))
    with embedded(folder, database) as url:
        yield url


def test_the_contract_can_be_read_and_tried(person: Person, service_url: str) -> None:
    person.opens(f"{service_url}/docs#/Error%20catalogue/list_error_codes")
    person.sees("Execute")
    person.keeps_a_picture("docs")
    person.clicks("Execute")
    person.sees("name_already_exists")
    person.clicks("Authorize")
    person.sees("Available authorizations")
    assert person.complaints() == []


def test_what_the_page_has_no_use_for_is_refused(person: Person, service_url: str) -> None:
    person.opens(f"{service_url}/docs")
    person.browser.execute_script("""
        const script = document.createElement("script");
        script.textContent = "document.title = 'taken over'";
        document.body.append(script);
        const frame = document.createElement("iframe");
        frame.src = "/health/live";
        document.body.append(frame);
        const form = document.createElement("form");
        form.action = "https://elsewhere.example.org/";
        document.body.append(form);
        form.submit();
    """)
    person.sees("/error-codes")
    assert person.browser.title != "taken over"
    said = " ".join(person.complaints())
    for directive in ("script-src", "form-action", "default-src"):
        assert directive in said

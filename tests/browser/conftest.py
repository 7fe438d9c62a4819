"""Chromium, a front end and the sandbox. `make browser` asks for this folder; `make test` goes past it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from tests.browser.chromium import chromium
from tests.browser.front_end import front_end
from tests.browser.person import Person


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture
def person(browser: Chrome) -> Person:
    """Somebody who has been nowhere yet."""
    browser.delete_all_cookies()
    browser.get("about:blank")
    newcomer = Person(browser)
    newcomer.complaints()  # of whoever was here before
    return newcomer


@pytest.fixture(scope="session")
def return_url() -> Iterator[str]:
    with front_end() as url:
        yield url

"""A sandbox of our own for the session, and a fresh company for each test."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from quickbooks.client import QuickBooks

from tests.sandbox.company import Company


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    """The sandbox as a program of its own, as users start it."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--json", "--die-with-parent"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own program
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["url"]
        process.terminate()
        assert process.wait(timeout=10) == 0


@pytest.fixture(scope="session")
def http(sandbox_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sandbox_url, timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture
def company(http: httpx.Client) -> Iterator[Company]:
    """A small association's books; after the test they must be in balance, whatever it did."""
    opened = Company.open(http)
    yield opened
    assert opened.trial_balance()["balanced"]
    opened.close()


@pytest.fixture
def qb(company: Company, monkeypatch: pytest.MonkeyPatch) -> QuickBooks:
    """python-quickbooks, pointed at the company."""
    monkeypatch.setattr(QuickBooks, "api_url_v3", f"{company.url}/v3")
    client: Any = QuickBooks(company_id=company.realm_id, minorversion=75)
    client.session = company.session()
    return client

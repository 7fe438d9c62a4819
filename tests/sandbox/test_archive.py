"""A sandbox with a file: what was in it is there again, whatever ended the process."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.sandbox.company import Body, Company, held, ref


@contextmanager
def sandbox_on(file: Path, end: int = signal.SIGTERM) -> Iterator[httpx.Client]:
    """A sandbox of its own process over the file, ended by that signal."""
    command = [sys.executable, "-m", "sandbox", "--file", str(file), "--die-with-parent"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own program
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        try:
            with httpx.Client(base_url=url, timeout=30, trust_env=False) as http:
                yield http
        finally:
            process.send_signal(end)
            process.wait(timeout=10)


def reopened(http: httpx.Client, before: Company) -> Company:
    """The same company, with tokens of the new process."""
    return Company(http, http.post(f"/_sandbox/realms/{before.realm_id}/tokens").json())


def a_busy_day(company: Company) -> Body:
    """Something of everything; what must be the same afterwards."""
    invoice = company.invoice(100.10, DocNumber="7")
    memo = company.credit_memo(30)
    company.payment(0, on=[{**invoice, "Balance": 30}, memo])
    company.post("Invoice", held(company.invoice(5)), operation="delete")
    company.post("Invoice", held(company.invoice(8, PrivateNote="x")), operation="void")
    company.edit("deposit", payments=[company.payment(50)["Id"]])
    company.edit("merge", entity="Customer", id="3", into="2")
    company.settings(duplicate_numbers="accept", preferences={"SalesFormsPrefs": {"AllowDiscount": False}})
    company.post("Customer", {"DisplayName": "Last One"}, requestid="once")
    return told(company)


def told(company: Company) -> Body:
    return {
        "ledger": company.ledger(),
        "trial balance": company.trial_balance(),
        "settings": company.control("GET", "/settings"),
        "customers": company.query("select * from Customer where Active in (true, false)"),
        "invoices": company.query("select * from Invoice"),
    }


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL], ids=["asked to end", "killed"])
def test_a_restart_finds_the_books_as_they_were(tmp_path: Path, end: int) -> None:
    file = tmp_path / "books.sqlite"
    with sandbox_on(file, end) as http:
        before = Company.open(http, name="Rowing Club")
        was = a_busy_day(before)
    with sandbox_on(file) as http:
        company = reopened(http, before)
        assert company.opened["name"] == "Rowing Club"
        assert told(company) == was


def test_books_go_on_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "books.sqlite"
    with sandbox_on(file) as http:
        before = Company.open(http)
        a_busy_day(before)
        ids = {each["id"] for each in before.ledger()}
    with sandbox_on(file) as http:
        company = reopened(http, before)
        again = company.post("Customer", {"DisplayName": "Last One"}, requestid="once")
        assert again["DisplayName"] == "Last One"
        fresh = company.invoice(1)
        assert fresh["Id"] not in ids
        assert company.refused("Customer", {"DisplayName": "last one"})["code"] == "6240"
    with sandbox_on(file) as http:
        company = reopened(http, before)
        assert company.read("Invoice", fresh["Id"])["TotalAmt"] == 1
        assert company.ledger()[-1]["id"] == fresh["Id"]


def test_what_was_reset_or_closed_does_not_come_back(tmp_path: Path) -> None:
    file = tmp_path / "books.sqlite"
    with sandbox_on(file) as http:
        kept, closed = Company.open(http), Company.open(http)
        kept.invoice(10)
        kept.control("POST", "/reset")
        kept.customer("After the Reset", ParentRef=ref("1"))
        closed.close()
    with sandbox_on(file) as http:
        realms = [each["realm_id"] for each in http.get("/_sandbox/realms").json()["realms"]]
        assert realms == [kept.realm_id]
        company = reopened(http, kept)
        assert company.query("select count(*) from Invoice") == {"totalCount": 0}
        assert [each["entity"] for each in company.ledger()] == ["Customer"]

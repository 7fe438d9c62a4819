"""What the sandbox keeps, counted in bytes that Python handed out: no clock, and no process's size."""

import gc
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.instruments.company import Company, invoice

ROOT = Path(__file__).parents[2]


@pytest.fixture
def company() -> Iterator[Company]:
    """One that is warm: what is made once, at the first use, is made."""
    opened = Company()
    tracemalloc.start()
    yield opened
    tracemalloc.stop()


def held() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


async def invoices(company: Company, numbers: range) -> int:
    """The bytes each of them left."""
    begun = held()
    for number in numbers:
        await company.post("invoice", invoice(number), f"requestid=r{number}")
    return (held() - begun) // len(numbers)


async def updates(company: Company, turns: range) -> int:
    """The bytes each change of the one customer left."""
    begun = held()
    for turn in turns:
        change = {"Id": "1", "SyncToken": str(turn), "sparse": True, "Notes": f"n{turn % 10}"}
        await company.post("customer", change)
    return (held() - begun) // len(turns)


async def test_an_invoice_weighs_the_same_however_many_there_are(company: Company) -> None:
    await invoices(company, range(300))
    first = await invoices(company, range(300, 600))
    last = await invoices(company, range(1500, 1800))
    assert last < first * 1.25


async def test_an_object_changed_again_and_again_leaves_its_states_in_the_ledger_and_no_more(
    company: Company,
) -> None:
    await updates(company, range(300))
    first = await updates(company, range(300, 600))
    last = await updates(company, range(600, 900))
    assert last < first * 1.25
    assert len(company.sandbox.realms["1"].company.operations) == 900


async def test_a_reset_gives_back_what_was_kept(company: Company) -> None:
    realm = company.sandbox.realms["1"]
    await invoices(company, range(50))
    realm.reset()
    begun = held()
    await invoices(company, range(300))
    grown = held() - begun
    realm.reset()
    assert held() - begun < grown / 10


def test_the_benchmark_measures_any_number_and_says_it_in_one_line() -> None:
    command = [sys.executable, "-m", "tests.benchmarks.sandbox", "2"]
    said = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True).stdout  # noqa: S603 - our own program
    (line,) = said.splitlines()
    figures = json.loads(line)
    assert (figures["benchmark"], figures["invoices"]) == ("sandbox", 2)
    assert {"create", "batch_of_30", "bytes_an_invoice", "payment", "create_with_file"} <= figures.keys()

"""A process that calls a realm ten times at once: `python -m tests.adapters.quickbooks.calling`.

It reads what it has to know from the environment, says "ready", waits for the file `go`, and says
what came of each call.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from adapters.clock import SystemClock
from adapters.database.engine import open_engine
from adapters.database.unit_of_work import SqlUnitsOfWork
from adapters.quickbooks.addresses import local
from adapters.quickbooks.ledger import QuickBooksLedgers
from adapters.quickbooks.settings import QuickBooksSettings, Rates
from adapters.vault import AesGcmVault
from domain.model.commands import PostCustomer, Write
from domain.model.outcomes import Outcome
from domain.ports.ledger import Ledger
from tests.builders import a_contact
from tests.contracts.ledger import a_marker


def settings_from(asked: dict[str, str]) -> QuickBooksSettings:
    return QuickBooksSettings(
        addresses=local(asked["url"]),
        client_id=asked["client_id"],
        client_secret=asked["client_secret"],
        rates=Rates(per_second=10_000, in_flight=10, per_minute=100_000),
        renewal_lease=float(asked["renewal_lease"]),
    )


async def call(ledger: Ledger, name: str) -> Outcome:
    draft = ledger.draft(PostCustomer(contact=a_contact(organisation=name), marker=a_marker()))
    (outcome,) = await ledger.write([Write(request_id=f"r-{name}", draft=draft)])
    return outcome


async def main(asked: dict[str, str]) -> None:
    engine = open_engine(asked["database_url"])
    units = SqlUnitsOfWork(engine, AesGcmVault([asked["key"]]))
    ledgers = QuickBooksLedgers(settings_from(asked), SystemClock(), units)
    async with units.of(UUID(asked["company_id"])) as uow:
        connection = await uow.connections.get(UUID(asked["company_id"]))
    assert connection
    say("ready")
    wait_for(Path(asked["go"]))
    opened = [ledgers.open(replace(connection)) for _ in range(10)]
    outcomes = await asyncio.gather(
        *(call(ledger, f"{asked['name']} {number}") for number, ledger in enumerate(opened))
    )
    say(*(type(outcome).__name__ for outcome in outcomes))
    await ledgers.close()
    await engine.dispose()


def wait_for(go: Path) -> None:
    while not go.exists():
        time.sleep(0.001)


def say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(json.loads(os.environ["ASKED"])))

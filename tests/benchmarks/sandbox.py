"""How fast the sandbox is, and what it keeps: `python tests/benchmarks/sandbox.py [invoices]`.

In one process, without sockets: every call goes through the whole application, as ASGI. Times are its own
(CPU time of its thread), in milliseconds; memory is what the process grew by. One JSON line each.
"""

import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import MutableMapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from sandbox.garbage import spare_the_books
from sandbox.main import create_app
from sandbox.world import Sandbox

Body = dict[str, Any]
BATCH = 30
SINGLES = 20_000
PAGE = os.sysconf("SC_PAGE_SIZE")


class Client:
    """A company in this process, spoken to as over HTTP."""

    def __init__(self) -> None:
        self.sandbox = Sandbox()
        self.app = create_app(self.sandbox)
        realm = self.sandbox.open_realm("1")
        company = realm.company
        _, access = self.sandbox.authorisations.connect(
            company.realm_id, self.sandbox.client_id, company.settings, company.clock
        )
        self.headers = [
            (b"authorization", f"Bearer {access.value}".encode()),
            (b"accept", b"application/json"),
            (b"content-type", b"application/json"),
        ]

    async def call(self, method: str, path: str, body: bytes = b"", query: str = "") -> tuple[float, bytes]:
        """The application's own milliseconds, and its answer."""
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "root_path": "",
            "path": f"/v3/company/1/{path}", "raw_path": b"", "query_string": query.encode(),
            "headers": self.headers, "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1),
        }  # fmt: skip
        answer: list[bytes] = []

        async def receive() -> Body:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                assert message["status"] == 200, message
            answer.append(message.get("body", b""))

        begun = time.thread_time()
        await self.app(scope, receive, send)
        return (time.thread_time() - begun) * 1000, b"".join(answer)


def invoice(number: int) -> Body:
    price = 50 + number % 97
    detail = {"ItemRef": {"value": str(3 + number % 3)}, "Qty": 2, "UnitPrice": price}
    line = {
        "Amount": 2 * price,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": detail,
    }
    customer = {"value": str(1 + number % 5)}
    return {
        "CustomerRef": customer,
        "DocNumber": f"B-{number}",
        "Line": [line, line],
        "PrivateNote": f"n{number}",
    }


def told(measure: str, **figures: object) -> None:
    print(json.dumps({"measure": measure, **figures}), flush=True)  # noqa: T201 - what a benchmark is for


def spread(times: Sequence[float]) -> Body:
    ordered = sorted(times)
    at = {"p50": 0.5, "p99": 0.99, "p999": 0.999}
    figures = {name: round(ordered[int(len(ordered) * share)], 3) for name, share in at.items()}
    return {**figures, "max": round(ordered[-1], 3), "calls": len(ordered)}


def resident() -> int:
    """Bytes of this process in memory; the peak, where the system does not tell the present."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


async def creates(client: Client, numbers: range) -> int:
    times, size = [], 0
    for number in numbers:
        query = f"requestid=r{number}"
        spent, answer = await client.call("POST", "invoice", json.dumps(invoice(number)).encode(), query)
        times.append(spent)
        size += len(answer)
    told("create", unit="ms", **spread(times))
    return size


async def batches(client: Client, numbers: range) -> int:
    times, size = [], 0
    for first in numbers[::BATCH]:
        items = [
            {"bId": str(number), "operation": "create", "Invoice": invoice(number)}
            for number in range(first, min(first + BATCH, numbers.stop))
        ]
        body = json.dumps({"BatchItemRequest": items}).encode()
        spent, answer = await client.call("POST", "batch", body)
        times.append(spent)
        size += len(answer)
    told(f"batch of {BATCH}", unit="ms", **spread(times))
    return size


async def payments(client: Client, numbers: range) -> None:
    """What paying does: the invoice changes with its payment."""
    times = []
    for number in numbers:
        stored = client.sandbox.realms["1"].company.find("Invoice", str(number + 1)) or {}
        tie = {"TxnId": stored["Id"], "TxnType": "Invoice"}
        line = {"Amount": float(stored["TotalAmt"]), "LinkedTxn": [tie]}
        body = {"CustomerRef": stored["CustomerRef"], "TotalAmt": line["Amount"], "Line": [line]}
        spent, _ = await client.call("POST", "payment", json.dumps(body).encode())
        times.append(spent)
    told("payment on an invoice", unit="ms", **spread(times))


async def queries(client: Client, count: int) -> None:
    ids = ", ".join(f"'{number}'" for number in range(1, 31))
    everything, number = "select * from Invoice", "select count(*) from Invoice"
    for name, text, turns in (
        ("query by number", f"{everything} where DocNumber = 'B-{count // 2}'", 300),
        ("query by 30 ids", f"{everything} where Id in ({ids})", 300),
        ("count all", number, 20),
        ("page of 1000", f"{everything} maxresults 1000", 20),
        ("scan by balance", f"{number} where Balance > '100'", 5),
        ("scan by time of change", f"{number} where MetaData.LastUpdatedTime > '2020-01-01'", 5),
    ):
        times = [(await client.call("POST", "query", text.encode()))[0] for _ in range(turns)]
        told(name, unit="ms", among=count, **spread(times))


async def run(count: int) -> None:
    spare_the_books()
    client = Client()
    singles = min(SINGLES, count)
    before = resident()
    size = await creates(client, range(singles))
    size += await batches(client, range(singles, count))
    grown = (resident() - before) / count
    told(
        "memory", unit="bytes an invoice", resident=round(grown), answered=round(size / count),
        ratio=round(grown / (size / count), 2), invoices=count, calls=len(client.sandbox.realms["1"].calls),
    )  # fmt: skip
    await queries(client, count)
    before = resident()
    paid = min(2_000, count)
    await payments(client, range(paid))
    told("memory", unit="bytes a payment", resident=round((resident() - before) / paid), payments=paid)


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))

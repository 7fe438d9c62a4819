"""How fast the sandbox is, and what it keeps: `make bench ONLY=sandbox ARGS=10000`.

Times are the sandbox's own, from the request's arrival to its answer, without sockets: milliseconds of CPU,
and the wall's beside them. `over_json`: the median over that of a bare `json.loads` and `json.dumps` of the
same body and answer; `full_over_empty`: creates in the full company over as many in an empty one, by turns.
Memory is what the process grew by, in bytes an object; `answered` is the size of that object as JSON.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from sandbox.archive import Archive
from sandbox.garbage import spare_the_books
from tests.benchmarks.instruments.company import Answers, Body, Company, invoice
from tests.benchmarks.instruments.figures import Figures, Stopwatch, median, ratio, resident, told

INVOICES = 100_000
FIRST_MARK = 0.1
"""Share of the invoices after which memory is read the first time."""
SINGLES = 0.2
"""Share of them that are made one by one; the others come by batches."""
BATCH = 30


async def creates(company: Company, numbers: range, answers: Answers, *, ids: bool = True) -> None:
    for number in numbers:
        query = f"requestid=r{number}" if ids else ""
        answers.add(await company.post("invoice", invoice(number), query))


async def batches(company: Company, numbers: range, answers: Answers) -> None:
    for at in range(0, len(numbers), BATCH):
        items = [_item(number) for number in numbers[at : at + BATCH]]
        answers.add(await company.post("batch", {"BatchItemRequest": items}))


def _item(number: int) -> Body:
    return {"bId": str(number), "operation": "create", "Invoice": invoice(number)}


def over_json(answers: Answers, body: Body) -> float | None:
    """How much more the sandbox does than to read the body and to write the answer."""
    read, write = json.dumps(body), json.loads(answers.last)
    bare = []
    for _ in range(200):
        watch = Stopwatch()
        json.loads(read)
        json.dumps(write)
        bare.append(watch.read()[0])
    return ratio(median(answers.cpu), median(bare))


async def making(company: Company, count: int) -> Figures:
    """Invoices, the first of them one by one, and what each weighs at both marks."""
    begun, mark, singles = resident(), max(1, int(count * FIRST_MARK)), max(1, int(count * SINGLES))
    made, together = Answers(), Answers()
    await creates(company, range(mark), made)
    early = (resident() - begun) / mark
    await creates(company, range(mark, singles), made)
    await batches(company, range(singles, count), together)
    whole = (resident() - begun) / count
    weights = {str(mark): round(early), str(count): round(whole), "ratio": ratio(whole, early)}
    figures: Figures = {"bytes_an_invoice": {**weights, "answered": len(made.last)}}
    figures["create"] = {**made.figures(), "over_json": over_json(made, invoice(1))}
    return figures | ({f"batch_of_{BATCH}": together.figures()} if together.last else {})


async def ageing(company: Company, count: int, turns: int) -> Figures:
    """Whether it slows down with what it holds; by turns, since a machine's speed changes by the minute."""
    full, empty, other = Answers(), Answers(), Company()
    for turn in range(turns):
        await creates(company, range(count + turn, count + turn + 1), full)
        await creates(other, range(turn, turn + 1), empty)
    return {"full_over_empty": ratio(median(full.cpu), median(empty.cpu))}


async def paying(company: Company, count: int) -> Figures:
    """What paying does: the invoice changes with its payment."""
    begun, answers = resident(), Answers()
    for number in range(1, count + 1):
        held = company.sandbox.realms["1"].company.find("Invoice", str(number)) or {}
        line = {"Amount": float(held["TotalAmt"]), "LinkedTxn": [{"TxnId": held["Id"], "TxnType": "Invoice"}]}
        body = {"CustomerRef": held["CustomerRef"], "TotalAmt": line["Amount"], "Line": [line]}
        answers.add(await company.post("payment", body))
    return {"payment": {**answers.figures(), "bytes": round((resident() - begun) / count)}}


async def updating(company: Company, count: int) -> Figures:
    """One object changed again and again: the ledger keeps every state of it, and nothing else may grow."""
    begun, answers = resident(), Answers()
    for turn in range(count):
        change = {"Id": "1", "SyncToken": str(turn), "sparse": True, "Notes": f"n{turn}"}
        answers.add(await company.post("customer", change))
    weights = {"bytes": round((resident() - begun) / count), "answered": len(answers.last)}
    return {"update_of_one": {**answers.figures(), **weights}}


async def reading(company: Company, count: int) -> Figures:
    """Reads change nothing: what grows is the record of calls."""
    begun, answers = resident(), Answers()
    for _ in range(count):
        answers.add(await company.call("GET", "customer/1"))
    return {"read": {**answers.figures(), "bytes": round((resident() - begun) / count)}}


async def remembering(count: int) -> Figures:
    """What a request id weighs: two companies of the same invoices, with and without."""
    grown = []
    for ids in (False, True):
        company, begun = Company(), resident()
        await creates(company, range(count), Answers(), ids=ids)
        grown.append(resident() - begun)
    return {"bytes_a_request_id": round((grown[1] - grown[0]) / count)}


async def filing(count: int) -> Figures:
    """The same creates with a file that keeps the company."""
    answers = Answers()
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder) / "companies.sqlite")
        await creates(Company(archive), range(count), answers)
        archive.close()
    return {"create_with_file": answers.figures()}


async def asking(company: Company, count: int) -> Figures:
    ids = ", ".join(f"'{number}'" for number in range(1, BATCH + 1))
    everything, number = "select * from Invoice", "select count(*) from Invoice"
    figures = {}
    for name, text, turns in (
        ("query_by_number", f"{everything} where DocNumber = 'B-{count // 2}'", 300),
        ("query_by_30_ids", f"{everything} where Id in ({ids})", 300),
        ("page_of_1000", f"{everything} maxresults 1000", 20),
        ("count_all", number, 20),
        ("scan_by_balance", f"{number} where Balance > '100'", 5),
        ("scan_by_time_of_change", f"{number} where MetaData.LastUpdatedTime > '2020-01-01'", 5),
    ):
        answers = Answers()
        for _ in range(turns):
            answers.add(await company.call("POST", "query", text.encode()))
        figures[name] = answers.figures()
    return figures


async def run(count: int) -> Figures:
    """`count` invoices, and a tenth as many of everything else."""
    spare_the_books()
    company, few = Company(), max(1, count // 10)
    figures = {"unit": "ms of CPU", "invoices": count, **await making(company, count)}
    figures |= await ageing(company, count, few)
    figures |= await asking(company, count)
    figures |= await paying(company, few)
    figures |= await updating(company, few)
    figures |= await reading(company, few)
    figures |= await remembering(few)
    return figures | await filing(few)


if __name__ == "__main__":
    told("sandbox", asyncio.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else INVOICES)))

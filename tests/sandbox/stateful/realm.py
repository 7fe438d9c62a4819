"""One company under test: operations on it, and the copy that its ledger alone must be able to make."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from sandbox.books.batch import run_batch
from sandbox.books.company import Company
from sandbox.books.edits import edit
from sandbox.books.memory import Memory
from sandbox.books.operations import Source
from sandbox.books.seeding import seeded
from sandbox.books.writing import Writing, write
from sandbox.entities.registry import ENTITIES
from sandbox.faults import QboFault

Body = dict[str, Any]
State = dict[tuple[str, str], str]


def no_rule(entity: str, operation: str, item: Body) -> None:
    """Nothing is ordered to fail."""


def ref(value: str) -> Body:
    return {"value": value}


class Realm:
    def __init__(self, realm_id: str, *, auto_apply: bool) -> None:
        preferences = {"SalesFormsPrefs": {"AutoApplyCredit": auto_apply}}
        self.company = seeded(realm_id, "", "association", preferences)
        self.memory = Memory(self.company)
        self.copy = Company(realm_id, ENTITIES)
        self.copied = 0
        self.told: list[str] = []
        for effects in self.company.seed:
            self.copy.apply(effects)
        self.tokens: dict[tuple[str, str], int] = {}
        self.ids: set[tuple[str, str]] = set()
        self.refusals: list[str] = []
        self.requests = 0

    def write(self, entity: str, operation: str, body: Body, request_id: str | None = None) -> Body | None:
        how = Writing(source=Source(request_id))
        return self.attempt(
            lambda: self.memory.once(
                request_id, lambda: write(self.company, ENTITIES[entity], operation, body, how), lambda: body
            )
        )

    def edit(self, **asked: object) -> Body | None:
        return self.attempt(lambda: edit(self.company, asked))

    def batch(self, items: list[Body], request_id: str) -> list[Body]:
        body = {"BatchItemRequest": items}
        return run_batch(self.company, self.memory, body, Source(request_id), no_rule)

    def attempt(self, operation: Callable[[], Body]) -> Body | None:
        """Its answer, or None if it was refused; and then nothing may have happened."""
        before = self.state()
        try:
            return operation()
        except QboFault as refused:
            self.refusals.append(refused.problems[0].code)
        assert self.state() == before, f"{self.refusals[-1]} changed the books"
        return None

    def state(self) -> State:
        """Every object's version, and the length of the ledger."""
        versions = {
            (each.name, one["Id"]): one["SyncToken"]
            for each in ENTITIES.values()
            for one in self.all(each.name)
        }
        return {**versions, ("ledger", ""): str(len(self.company.operations))}  # fmt: skip

    def all(self, *entities: str) -> list[Body]:
        return [each for entity in entities for each in self.company.shelf(entity).all()]

    def pick(self, number: int, *entities: str) -> tuple[str, Body] | None:
        """One of the objects there are."""
        found = [(entity, each) for entity in entities for each in self.company.shelf(entity).all()]
        return found[number % len(found)] if found else None

    def active(self, entity: str, number: int) -> str:
        """The id of one that is in use."""
        found = [each["Id"] for each in self.company.shelf(entity).all() if each["Active"]]
        return str(found[number % len(found)])

    def next_request(self) -> str:
        self.requests += 1
        return f"r{self.requests}"

    def catch_up(self) -> None:
        """Bring the copy up to date by what the ledger says, and nothing else."""
        for operation in self.company.operations.since(self.copied, 10_000):
            self.copy.apply(operation.effects)
            self.told.append(repr(operation))
            self.copied += 1


def linked_sum(payments: Iterable[Body], kind: str, txn_id: str) -> Decimal:
    """How much of a transaction the lines of all payments say is applied to it."""
    return sum(
        (
            line["Amount"]
            for payment in payments
            for line in payment["Line"]
            for tie in line["LinkedTxn"]
            if (tie["TxnType"], tie["TxnId"]) == (kind, txn_id)
        ),
        start=Decimal(0),
    )

"""The append-only record of everything executed in a company."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sandbox.books.effects import Effects
from sandbox.shapes import JsonObject


@dataclass(frozen=True, slots=True)
class Source:
    """Where an operation came from: a call with its request id and `intuit_tid`, or a person in QBO."""

    request_id: str | None = None
    intuit_tid: str | None = None
    by: str = "api"


BY_HAND = Source(by="person")
BY_QUICKBOOKS = Source(by="quickbooks")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing done. `after` is the object as it was answered, `effects` all that changed by it.

    `key`: what its answer is remembered under; the request id, in a batch with the item's behind it.
    """

    sequence: int
    time: str
    operation: str
    entity: str
    id: str
    source: Source
    after: JsonObject
    effects: Effects
    key: str | None = None

    def as_json(self) -> JsonObject:
        """As the control side shows it."""
        return {
            "sequence": self.sequence,
            "time": self.time,
            "operation": self.operation,
            "entity": self.entity,
            "id": self.id,
            "request_id": self.source.request_id,
            "intuit_tid": self.source.intuit_tid,
            "by": self.source.by,
            "object": self.after,
        }


class Operations:
    """Nothing executed is ever missing from it, and nothing leaves it but by a reset of the company."""

    def __init__(self) -> None:
        self._done: list[Operation] = []
        self._key: str | None = None
        self.listener: Callable[[Operation], None] | None = None

    def __len__(self) -> int:
        return len(self._done)

    def __iter__(self) -> Iterator[Operation]:
        return iter(self._done)

    def record(
        self,
        *,
        time: str,
        operation: str,
        entity: str,
        object_id: str,
        source: Source,
        after: JsonObject,
        effects: Effects,
    ) -> None:
        """Append one."""
        sequence = len(self._done) + 1
        key = self._key if source.by == "api" else None
        self.append(Operation(sequence, time, operation, entity, object_id, source, after, effects, key))

    @contextmanager
    def under(self, key: str) -> Iterator[None]:
        """What is recorded meanwhile is the answer to that request id."""
        self._key = key
        try:
            yield
        finally:
            self._key = None

    def append(self, operation: Operation) -> None:
        """Append one, and tell whoever listens."""
        self._done.append(operation)
        if self.listener is not None:
            self.listener(operation)

    def since(self, sequence: int, limit: int) -> Sequence[Operation]:
        """Those after `sequence`, oldest first."""
        return self._done[max(sequence, 0) : max(sequence, 0) + limit]

"""Every HTTP call to a company, as it was received."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sandbox.shapes import JsonObject

CallKind = Literal["read", "write", "oauth"]


@dataclass(slots=True)
class Call:
    """One call; `status` is None while it is in flight, and 0 if the connection was dropped."""

    sequence: int
    time: str
    method: str
    path: str
    query: str
    request_id: str | None
    intuit_tid: str
    kind: CallKind
    batch: bool
    status: int | None = None

    def as_json(self) -> JsonObject:
        """As the control side shows it."""
        return {
            "sequence": self.sequence,
            "time": self.time,
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "request_id": self.request_id,
            "intuit_tid": self.intuit_tid,
            "kind": self.kind,
            "batch": self.batch,
            "status": self.status,
            "in_flight": self.status is None,
        }


class Calls:
    """The calls of one company, in the order of their arrival."""

    def __init__(self) -> None:
        self._all: list[Call] = []
        self.counts: dict[str, int] = {"read": 0, "write": 0, "oauth": 0, "batch": 0}

    def __len__(self) -> int:
        return len(self._all)

    def begin(
        self,
        *,
        time: str,
        method: str,
        path: str,
        query: str,
        request_id: str | None,
        intuit_tid: str,
        kind: CallKind,
        batch: bool = False,
    ) -> Call:
        """Note a call that has just arrived."""
        call = Call(len(self._all) + 1, time, method, path, query, request_id, intuit_tid, kind, batch)
        self._all.append(call)
        self.counts[kind] += 1
        self.counts["batch"] += batch
        return call

    def since(self, sequence: int, limit: int) -> Sequence[Call]:
        """Those after `sequence`, oldest first."""
        return self._all[max(sequence, 0) : max(sequence, 0) + limit]

"""A billing system in memory; what it gives, and whether it gives anything, a test decides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from domain.model.outcomes import Evidence
from domain.model.records import Record, RecordKey
from domain.model.sources import SourceAddress, SourceFailure, SourceFailureReason

NOT_FOUND = SourceFailure(
    reason=SourceFailureReason.NOT_FOUND,
    evidence=Evidence(http_status=404, answer="no content type, 0 bytes"),
)


class FakeSource:
    """`records` are given as they are; a `failure` comes instead of everything, `failures` instead of one.

    `while_asked` happens once, before the next answer.
    """

    def __init__(self) -> None:
        self.records: dict[RecordKey, Record] = {}
        self.failures: dict[RecordKey, SourceFailure] = {}
        self.failure: SourceFailure | None = None
        self.bug: Exception | None = None
        self.while_asked: Callable[[], Awaitable[object]] | None = None
        self.asked: list[tuple[SourceAddress, RecordKey]] = []

    def give(self, *records: Record) -> None:
        """Have these from now on, as their billing system does after a change."""
        self.records |= {record.key: record for record in records}

    async def fetch(self, address: SourceAddress, key: RecordKey) -> Record | SourceFailure:
        self.asked.append((address, key))
        event, self.while_asked = self.while_asked, None
        if event:
            await event()
        if self.bug:
            raise self.bug
        failed = self.failure or self.failures.get(key)
        if failed:
            return failed
        return replace(self.records[key]) if key in self.records else NOT_FOUND

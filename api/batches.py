"""Batches: which records are fit to be submitted, and one answer for each in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Self

from api.errors import problem_of
from api.schemas.record_batches import BatchItemOut, RecordBatchIn, RecordBatchOut
from domain.errors import DomainError
from domain.model.records import Submission
from domain.use_cases.accept import Accepted


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """The records of a batch in their places, or what keeps each out."""

    places: tuple[Submission | DomainError, ...]

    @classmethod
    def of(cls, batch: RecordBatchIn) -> Self:
        """Make a record of each that fits together in itself."""
        places: list[Submission | DomainError] = []
        for item in batch.records:
            try:
                places.append(item.record(item.external_ref))
            except DomainError as broken:
                places.append(broken)
        return cls(tuple(places))

    @property
    def records(self) -> list[Submission]:
        """Those to be submitted."""
        return [each for each in self.places if not isinstance(each, DomainError)]


def batch_answer(
    read: ReadBatch, accepted: Sequence[Accepted | DomainError], *, request_id: str
) -> RecordBatchOut:
    """Put the answers into the places of their records."""
    rest = iter(accepted)
    results = [each if isinstance(each, DomainError) else next(rest) for each in read.places]
    return RecordBatchOut(
        items=[_item(index, result, request_id=request_id) for index, result in enumerate(results)]
    )


def _item(index: int, result: Accepted | DomainError, *, request_id: str) -> BatchItemOut:
    if isinstance(result, DomainError):
        problem = problem_of(result, request_id=request_id, body_at=f"/body/records/{index}")
        return BatchItemOut(index=index, status=problem.status, log_id=None, problem=problem)
    status = HTTPStatus.ACCEPTED if result.changed else HTTPStatus.OK
    return BatchItemOut(index=index, status=status, log_id=result.entry.id, problem=None)

"""Batches: up to 500 records of any kinds in one call."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Request, Response, status

from api import example_bodies, examples
from api.batches import ReadBatch, batch_answer
from api.dependencies import Use
from api.documented import answers
from api.errors import problems
from api.idempotency import REPLAYED, KeyedCall, given, stored
from api.route import Route
from api.schemas.record_batches import BatchItemOut, RecordBatchIn, RecordBatchOut
from api.security import RecordsWriter
from api.settings import ApiSettings
from domain.errors import IdempotencyKeyRequired, IdempotencyKeyReused


class BatchRoute(Route):
    """Takes larger bodies."""

    @staticmethod
    def body_limit(settings: ApiSettings) -> int:
        """How many bytes a batch may have."""
        return settings.batch_body_limit


router = APIRouter(tags=["Record batches"], route_class=BatchRoute)

_BODIES = {"batch": {"summary": "A contact, its invoice and its payment", "value": example_bodies.BATCH}}
_ANSWER = RecordBatchOut(
    items=[
        BatchItemOut(index=index, status=status.HTTP_202_ACCEPTED, log_id=examples.ENTRY_ID, problem=None)
        for index in range(3)
    ]
)


@router.post(
    "/record-batches",
    status_code=status.HTTP_207_MULTI_STATUS,
    response_model=RecordBatchOut,
    summary="Submit many records",
    responses={
        **answers(status.HTTP_207_MULTI_STATUS, "One item per record, in order.", _ANSWER, headers=REPLAYED),
        **problems(IdempotencyKeyRequired, IdempotencyKeyReused),
    },
)
async def post_record_batch(
    *,
    batch: Annotated[RecordBatchIn, Body(openapi_examples=_BODIES)],
    who: RecordsWriter,
    call: KeyedCall,
    use: Use,
    request: Request,
) -> Response:
    """Submit up to 500 records of any kinds, in any order.

    Each is accepted on its own, in the order of the batch, all in one transaction: a record that breaks
    a rule has a `problem` in its item and keeps out no other. A body that breaks the contract is refused
    as a whole. Workers push parents before children, whatever the order.
    """
    read = ReadBatch.of(batch)
    answered = await use.once(
        who,
        call,
        effect=lambda uow: use.accept_batch.within(uow, who, read.records),
        answer=lambda accepted: stored(
            batch_answer(read, accepted, request_id=request.state.request_id),
            status=status.HTTP_207_MULTI_STATUS,
        ),
    )
    return given(answered)

"""Operations: how far a bulk resync has come."""

from __future__ import annotations

from fastapi import APIRouter, status

from api import examples
from api.dependencies import OperationId, Use
from api.documented import answers
from api.errors import problems
from api.route import Route
from api.schemas.operations import OperationOut
from api.security import LogsReader
from domain.errors import OperationNotFound

router = APIRouter(prefix="/operations", tags=["Resync"], route_class=Route)


@router.get(
    "/{operation_id}",
    summary="Get an operation",
    responses={
        **answers(status.HTTP_200_OK, "How far it has come.", OperationOut.of(examples.OPERATION)),
        **problems(OperationNotFound),
    },
)
async def get_operation(operation_id: OperationId, who: LogsReader, use: Use) -> OperationOut:
    """How far a bulk resync has come. The counts always sum to the total, and finished ones never fall.

    `running`: workers act next; `finished`: nobody has to act for it any more.
    """
    return OperationOut.of(await use.get_operation(who, operation_id))

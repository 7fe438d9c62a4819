"""How a resync of failures is answered: by an operation that has begun, or by a plan for one."""

from __future__ import annotations

from typing import Final

from fastapi import Response, status

from api.idempotency import given, stored
from api.schemas.operations import OperationOut
from api.schemas.resync_failures import ResyncFailuresIn, ResyncPlanOut
from domain.model.api_keys import Principal
from domain.model.failures import Chosen
from domain.model.idempotency import Call
from domain.use_cases import UseCases

_SECONDS: Final = "2"


async def resync_answer(
    use: UseCases, who: Principal, call: Call | None, wanted: ResyncFailuresIn
) -> Response:
    """Start it, or plan it; a plan changes nothing, so it needs no Idempotency-Key and uses none up."""
    company = await use.setup.get_company(who)
    chosen = wanted.chosen(company.time_zone)
    if wanted.dry_run:
        plan = await use.plan_resync(who, chosen, expected_count=wanted.expected_count)
        return Response(ResyncPlanOut.of(plan).model_dump_json(), media_type="application/json")
    return await _started(use, who, call, wanted, chosen)


async def _started(
    use: UseCases, who: Principal, call: Call | None, wanted: ResyncFailuresIn, chosen: Chosen
) -> Response:
    answered = await use.once(
        who,
        call,
        effect=lambda uow: use.resync_failures.within(
            uow, who, wanted.reason, chosen=chosen, expected_count=wanted.expected_count
        ),
        answer=lambda operation: stored(
            OperationOut.of(operation),
            status=status.HTTP_202_ACCEPTED,
            location=f"/operations/{operation.id}",
        ),
    )
    return given(answered, Retry_After=_SECONDS)

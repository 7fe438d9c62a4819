"""Signs of life, for whoever runs the service."""

from __future__ import annotations

from fastapi import APIRouter, status

from api.dependencies import Use
from api.documented import answers
from api.errors import problems
from api.refusals import NotReady
from api.route import Route
from api.schemas.health import Life, LiveOut, ReadyOut

router = APIRouter(prefix="/health", tags=["Health"], route_class=Route)

_LIVE = LiveOut(status=Life.OK)
_READY = ReadyOut(status=Life.OK, database=True, queue=True)


@router.get("/live", summary="Is it alive", responses=answers(status.HTTP_200_OK, "It is.", _LIVE))
async def get_liveness() -> LiveOut:
    """The process answers; it says nothing of what it stands on. Restart it when this fails."""
    return _LIVE


@router.get(
    "/ready",
    summary="Is it ready",
    responses={**answers(status.HTTP_200_OK, "It is.", _READY), **problems(NotReady)},
)
async def get_readiness(use: Use) -> ReadyOut:
    """The process can do its work. Send it no calls while this fails.

    Without the queue it is `degraded`: records are accepted, and go to QuickBooks a little later.
    """
    return ReadyOut.of(await use.check_health())

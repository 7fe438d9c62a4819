"""Causes: what staff put right once for all entries that failed for it."""

from __future__ import annotations

from fastapi import APIRouter, status

from api import examples
from api.cause_marks import read_cause_mark, write_cause_mark
from api.dependencies import CauseId, Use
from api.documented import answers, link
from api.errors import problems
from api.paging import NEXT_PAGE, Paged
from api.route import Route
from api.schemas.causes import CauseOut, CausePageOut
from api.security import LogsReader
from domain.errors import CauseNotFound, CursorInvalid

router = APIRouter(prefix="/causes", tags=["Causes"], route_class=Route)

_CAUSE = CauseOut.of(examples.CAUSE)
_PAGE = CausePageOut(items=[_CAUSE], next=None)
_FIRST = link("get_cause", "The first cause of the page.", cause_id="$response.body#/items/0/id")
_EXAMPLE = link("get_log_entry", "Its oldest entry.", entry_id="$response.body#/example_log_id")


@router.get(
    "",
    summary="List the causes of failures",
    responses={
        **answers(status.HTTP_200_OK, "A page.", _PAGE, headers=NEXT_PAGE, links={"GetCause": _FIRST}),
        **problems(CursorInvalid),
    },
)
async def list_causes(who: LogsReader, use: Use, paged: Paged) -> CausePageOut:
    """What needs attention, grouped by what has to be put right: the cause of most entries first.

    Excluded entries do not count. A cause whose size changes while you read may change pages.
    """
    after = read_cause_mark(paged.after)
    rows = await use.list_causes(who, after=after, limit=paged.limit + 1)
    page, cursor = paged.cut(rows, write_cause_mark)
    return CausePageOut(items=[CauseOut.of(cause) for cause in page], next=cursor)


@router.get(
    "/{cause_id}",
    summary="Get a cause",
    responses={
        **answers(status.HTTP_200_OK, "The cause.", _CAUSE, links={"GetLogEntry": _EXAMPLE}),
        **problems(CauseNotFound),
    },
)
async def get_cause(cause_id: CauseId, who: LogsReader, use: Use) -> CauseOut:
    """One cause: how many entries failed for it, how much money that is, and what cures all of them."""
    return CauseOut.of(await use.get_cause(who, cause_id))

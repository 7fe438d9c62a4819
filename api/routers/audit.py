"""The audit trail: who did what, and when."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, status

from api import examples
from api.audit_marks import read_audit_mark, write_audit_mark
from api.dependencies import Use
from api.documented import answers
from api.errors import problems
from api.paging import NEXT_PAGE, Paged
from api.route import Route
from api.schemas.audit import AuditEventOut, AuditPageOut, AuditQuery
from api.security import AuditReader
from domain.errors import CursorInvalid

router = APIRouter(prefix="/audit", tags=["Audit"], route_class=Route)

_PAGE = AuditPageOut(items=[AuditEventOut.of(event) for event in examples.AUDIT], next=None)


@router.get(
    "",
    summary="List what was done",
    responses={
        **answers(status.HTTP_200_OK, "A page.", _PAGE, headers=NEXT_PAGE),
        **problems(CursorInvalid),
    },
)
async def list_audit_events(
    query: Annotated[AuditQuery, Query()], who: AuditReader, use: Use, paged: Paged
) -> AuditPageOut:
    """List what people and operators did, newest first; nothing in it is ever changed or removed.

    What the machine did by itself is in the log. What changed nothing, such as excluding an entry twice, is
    not repeated here.
    """
    company = await use.setup.get_company(who)
    wanted, after = query.wanted(company.time_zone), read_audit_mark(paged.after)
    rows = await use.list_audit(who, wanted, after=after, limit=paged.limit + 1)
    page, cursor = paged.cut(rows, write_audit_mark)
    return AuditPageOut(items=[AuditEventOut.of(event) for event in page], next=cursor)

"""The sync log: what went to QuickBooks, what did not, and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response, status

from api import examples
from api.dependencies import EntryId, ShowEntry, Use
from api.documented import NOT_MODIFIED, answers, link
from api.errors import problems
from api.etags import ETAG, etag_of
from api.paging import NEXT_PAGE, Paged, read_mark, write_mark
from api.route import Route
from api.schemas.attempts import AttemptOut, AttemptPageOut
from api.schemas.log_entries import LogEntryOut, LogPageOut
from api.schemas.log_filters import LogQuery
from api.schemas.previews import PreviewOut
from api.security import LogsReader
from domain.errors import (
    AlreadySynced,
    ConnectionRequired,
    CursorInvalid,
    DataNotFetched,
    EntryNotFound,
    EntrySuperseded,
    QuickBooksUnreadable,
)

router = APIRouter(prefix="/logs", tags=["Log"], route_class=Route)

_PAGE = LogPageOut(items=[examples.shown(examples.FAILED)], next=None)
_ATTEMPTS = AttemptPageOut(items=[AttemptOut.of(examples.ATTEMPT)], next=None)
_PREVIEW = PreviewOut.of(examples.PREVIEW)
_FIRST = link("get_log_entry", "The first entry of the page.", entry_id="$response.body#/items/0/id")


@router.get(
    "",
    summary="List the log",
    responses={
        **answers(status.HTTP_200_OK, "A page.", _PAGE, headers=NEXT_PAGE, links={"GetLogEntry": _FIRST}),
        **problems(CursorInvalid),
    },
)
async def list_log_entries(
    query: Annotated[LogQuery, Query()], who: LogsReader, use: Use, show: ShowEntry, paged: Paged
) -> LogPageOut:
    """List log entries, newest first.

    Values of one filter are alternatives; different filters must all fit. An unknown parameter is refused.
    """
    company = await use.setup.get_company(who)
    wanted = query.wanted(company.time_zone)
    page = await use.list_log(who, wanted, after=read_mark(paged.after), limit=paged.limit)
    return LogPageOut(items=[show(entry) for entry in page.entries], next=paged.next(write_mark(page.next)))


@router.get(
    "/{entry_id}",
    summary="Get a log entry",
    responses={
        **answers(status.HTTP_200_OK, "The entry.", examples.shown(examples.FAILED), headers=ETAG),
        **NOT_MODIFIED,
        **problems(EntryNotFound),
    },
)
async def get_log_entry(
    entry_id: EntryId, who: LogsReader, use: Use, show: ShowEntry, response: Response
) -> LogEntryOut:
    """One entry: its message, what it means, how to correct it, and the operations that would."""
    answer = show(await use.get_entry(who, entry_id))
    response.headers["ETag"] = etag_of(answer)
    return answer


@router.get(
    "/{entry_id}/attempts",
    summary="List the attempts of an entry",
    responses={**answers(status.HTTP_200_OK, "All attempts.", _ATTEMPTS), **problems(EntryNotFound)},
)
async def list_attempts(entry_id: EntryId, who: LogsReader, use: Use) -> AttemptPageOut:
    """What was sent for the entry and what came back, by number. Nothing in it names a person."""
    attempts = await use.list_attempts(who, entry_id)
    return AttemptPageOut(items=[AttemptOut.of(attempt) for attempt in attempts], next=None)


@router.get(
    "/{entry_id}/preview",
    summary="Preview an entry",
    responses={
        **answers(status.HTTP_200_OK, "What would happen now.", _PREVIEW),
        **problems(
            EntryNotFound,
            AlreadySynced,
            EntrySuperseded,
            DataNotFetched,
            ConnectionRequired,
            QuickBooksUnreadable,
        ),
    },
)
async def preview_log_entry(entry_id: EntryId, who: LogsReader, use: Use) -> PreviewOut:
    """What would be sent now, and the verdict, by the current record, mappings and books.

    QuickBooks is read, and nothing is written anywhere.
    """
    return PreviewOut.of(await use.preview_entry(who, entry_id))

"""Pages of a list, and the way to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import quote, urlencode
from uuid import UUID

from fastapi import Depends, Request, Response

from api.cursors import Cursors
from api.schemas.pages import Cursor, Limit
from api.security import caller
from api.settings import ApiSettings
from domain.errors import CursorInvalid
from domain.model.api_keys import Principal
from domain.model.log_filter import PageMark

Row = TypeVar("Row")

PAGE_PARAMETERS: Final = frozenset({"limit", "cursor"})

NEXT_PAGE: Final[dict[str, Any]] = {
    "Link": {
        "description": 'Where the next page is, as `<…>; rel="next"`; absent on the last.',
        "schema": {"type": "string", "maxLength": 8000},
    }
}


class Pager:
    """Opens the cursor that came, and seals the one that goes out with the page."""

    def __init__(
        self, request: Request, response: Response, cursors: Cursors, *, limit: int, cursor: str | None
    ) -> None:
        self.limit = limit
        self.after = cursors.open(cursor) if cursor is not None else None
        self._request = request
        self._response = response
        self._cursors = cursors

    def next(self, mark: str | None) -> str | None:
        """The cursor behind the mark, told by `Link` too; None where there is no more."""
        if mark is None:
            return None
        cursor = self._cursors.seal(mark)
        given = self._request.query_params.multi_items()
        query = urlencode([*((name, value) for name, value in given if name != "cursor"), ("cursor", cursor)])
        self._response.headers["Link"] = f'<{quote(self._request.scope["path"])}?{query}>; rel="next"'
        return cursor

    def cut(self, rows: Sequence[Row], mark: Callable[[Row], str]) -> tuple[Sequence[Row], str | None]:
        """Of one row more than `limit`, make the page and the cursor of the next."""
        page = rows[: self.limit]
        return page, self.next(mark(page[-1]) if len(rows) > self.limit else None)


async def pager(
    request: Request,
    response: Response,
    who: Annotated[Principal, Depends(caller)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Pager:
    """Return the pager of the list that is asked for. Raises CursorInvalid."""
    settings: ApiSettings = request.app.state.settings
    filters: dict[str, list[str]] = {}
    for name, value in sorted(request.query_params.multi_items()):
        if name not in PAGE_PARAMETERS:
            filters.setdefault(name, []).append(value)
    path = request.scope["path"]
    cursors = Cursors(secret=settings.cursor_secret, company_id=who.company_id, path=path, filters=filters)
    return Pager(request, response, cursors, limit=limit, cursor=cursor)


Paged = Annotated[Pager, Depends(pager)]


def write_mark(mark: PageMark | None) -> str | None:
    """A page mark as text."""
    return f"{mark.created_at.isoformat()} {mark.id}" if mark else None


def read_mark(text: str | None) -> PageMark | None:
    """The page mark that was written. Raises CursorInvalid."""
    if text is None:
        return None
    moment, _, entry_id = text.partition(" ")
    try:
        return PageMark(created_at=datetime.fromisoformat(moment), id=UUID(entry_id))
    except ValueError:
        raise CursorInvalid from None

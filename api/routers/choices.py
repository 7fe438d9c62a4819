"""Choices: what the connected company of QuickBooks has to map to, and to link with."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, status
from starlette.convertors import StringConvertor, register_url_convertor

from api import examples
from api.dependencies import ChosenList, Use
from api.documented import answers
from api.errors import problems
from api.paging import NEXT_PAGE, Paged
from api.route import Route
from api.schemas.choices import (
    ChoiceOut,
    ChoicePageOut,
    FetchedListOut,
    RefreshOut,
    read_choice_mark,
    write_choice_mark,
)
from api.schemas.log_filters import Words
from api.security import MappingsReader, MappingsWriter
from domain.errors import ConnectionRequired, CursorInvalid, QuickBooksUnreadable
from domain.rules.words import search_words

router = APIRouter(prefix="/quickbooks", tags=["Choices"], route_class=Route)

_PAGE = ChoicePageOut(items=[ChoiceOut.of(examples.CHOICE)], next=None)
_REFRESHED = RefreshOut(lists=[FetchedListOut.of(examples.FETCHED)])


class ListConvertor(StringConvertor):
    """The name of a list; `refresh` is an address of its own, which takes no GET."""

    regex = "(?!refresh$)[^/]+"


register_url_convertor("list", ListConvertor())

NameWords = Annotated[
    Words | None,
    Query(description="Words; each starts a word of the name, in any case. All must be found."),
]


@router.post(
    "/refresh",
    summary="Fetch the choices again",
    responses={
        **answers(status.HTTP_200_OK, "Every list is fetched.", _REFRESHED),
        **problems(ConnectionRequired, QuickBooksUnreadable),
    },
)
async def refresh_choices(who: MappingsWriter, use: Use) -> RefreshOut:
    """Ask QuickBooks for every list anew; if it does not answer, all lists stay as they were."""
    fetched = await use.setup.refresh_choices(who)
    return RefreshOut(lists=[FetchedListOut.of(each) for each in fetched])


@router.get(
    "/{list:list}",  # noqa: FAST003 - `of` is its alias: the name would hide the built-in
    summary="List choices",
    responses={
        **answers(status.HTTP_200_OK, "A page.", _PAGE, headers=NEXT_PAGE),
        **problems(CursorInvalid, ConnectionRequired, QuickBooksUnreadable),
    },
)
async def list_choices(
    *, of: ChosenList, who: MappingsReader, use: Use, paged: Paged, q: NameWords = None
) -> ChoicePageOut:
    """List what can be chosen, by name: what is active, and fit for what it would be mapped to.

    It is what QuickBooks had when the list was fetched: at its first use, and again when that is a day
    ago. Whoever has just changed something in QuickBooks presses `POST /quickbooks/refresh`.
    """
    words, after = search_words(q or ""), read_choice_mark(paged.after)
    rows = await use.setup.list_choices(who, of, words=words, after=after, limit=paged.limit + 1)
    page, cursor = paged.cut(rows, write_choice_mark)
    return ChoicePageOut(items=[ChoiceOut.of(choice) for choice in page], next=cursor)

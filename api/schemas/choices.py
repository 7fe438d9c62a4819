"""Choices on the wire."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field

from api.schemas.pages import Page
from api.schemas.shown import Moment, Out, Shown, ShownInteger
from domain.model.choices import Choice, ChoiceMark, FetchedList
from domain.model.questions import LedgerList


class ChoiceOut(Out):
    """Something in QuickBooks that can be chosen."""

    id: Annotated[Shown, Field(description="The `quickbooks_id` of a mapping.")]
    name: Annotated[Shown, Field(description="With the names that it stands under, and colons between.")]
    detail: Annotated[
        Shown | None, Field(description="The type of an item or an account, as QuickBooks has it.")
    ]
    active: Annotated[bool, Field(description="What is inactive cannot be chosen, and is not listed.")]

    @classmethod
    def of(cls, choice: Choice) -> Self:
        """As it is shown."""
        return cls(id=choice.id, name=choice.name, detail=choice.detail, active=True)


class ChoicePageOut(Page[ChoiceOut]):
    """Choices, by name."""


class FetchedListOut(Out):
    """A list that was fetched from QuickBooks."""

    list: LedgerList
    fetched_at: Moment
    choices: Annotated[ShownInteger, Field(description="How many can be chosen.")]

    @classmethod
    def of(cls, fetched: FetchedList) -> Self:
        """As it is shown."""
        return cls(list=fetched.of, fetched_at=fetched.at, choices=fetched.choices)


class RefreshOut(Out):
    """Every list, as it was fetched just now."""

    lists: Annotated[list[FetchedListOut], Field(max_length=20)]


def write_choice_mark(choice: Choice) -> str:
    """The place of a choice in its list, as text; ids have no spaces."""
    return f"{choice.mark.id} {choice.mark.name}"


def read_choice_mark(text: str | None) -> ChoiceMark | None:
    """The place that was written."""
    if text is None:
        return None
    id_, _, name = text.partition(" ")
    return ChoiceMark(id=id_, name=name)

"""The error catalogue on the wire."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field

from api.schemas.pages import Page
from api.schemas.shown import Code, Out, Shown
from domain.catalogue import CatalogueRow, RemedyKind, Who


class ErrorCodeOut(Out):
    """One error that staff can meet, what it means and how to correct it."""

    code: Code
    title: Shown
    message: Annotated[Shown, Field(description="What an entry says, with its blanks in braces.")]
    meaning: Shown
    correction: Annotated[list[Shown], Field(max_length=20, description="The likeliest first.")]
    who: Annotated[Who, Field(description="Who can put it right.")]
    retryable: Annotated[bool, Field(description="Whether the machine tries again before a person is asked.")]
    remedies: Annotated[list[RemedyKind], Field(max_length=20)]

    @classmethod
    def of(cls, row: CatalogueRow) -> Self:
        """As it is shown."""
        return cls(
            code=row.code,
            title=row.title,
            message=row.message,
            meaning=row.meaning,
            correction=list(row.correction),
            who=row.who,
            retryable=row.retryable,
            remedies=list(row.remedies),
        )


class ErrorCodePageOut(Page[ErrorCodeOut]):
    """The catalogue."""

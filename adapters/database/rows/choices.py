"""What the books have to choose from."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from adapters.database.rows.base import Row
from adapters.database.types import one_of
from domain.model.questions import LedgerList


class ChoiceListRow(Row):
    """When a list was fetched, and of which realm."""

    __tablename__ = "choice_lists"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    list_name: Mapped[LedgerList] = mapped_column(one_of(LedgerList), primary_key=True)
    realm_id: Mapped[str]
    fetched_at: Mapped[datetime]
    choices: Mapped[int]


class ChoiceRow(Row):
    """One object of a list; `sort` is where it stands by name."""

    __tablename__ = "choices"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    list_name: Mapped[LedgerList] = mapped_column(one_of(LedgerList), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    detail: Mapped[str | None]
    sort: Mapped[str]


class ChoiceWordRow(Row):
    """A word of the name of a choice; kept in the order of its bytes, in which a beginning is a range."""

    __tablename__ = "choice_words"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    list_name: Mapped[LedgerList] = mapped_column(one_of(LedgerList), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(
        String().with_variant(String(collation="C"), "postgresql"), primary_key=True
    )


Index("ix_choices_name", ChoiceRow.company_id, ChoiceRow.list_name, ChoiceRow.sort, ChoiceRow.id)
Index(
    "ix_choice_words_word",
    ChoiceWordRow.company_id,
    ChoiceWordRow.list_name,
    ChoiceWordRow.word,
    ChoiceWordRow.id,
)

"""The words by which an entry is found, on the way in and when it is looked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import ColumnElement, and_, cast, literal
from sqlalchemy.dialects.postgresql import TSQUERY

from adapters.database.rows import LogEntryRow
from adapters.database.rows.search import search_vector

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 100  # Postgres refuses lexemes of 2 KB; nobody types that


def words_of(*texts: str | None) -> tuple[str, ...]:
    """Return the runs of letters and digits, folded so that case does not matter, each once."""
    joined = " ".join(text for text in texts if text)
    found = WORD.findall(normalize("NFKC", joined).casefold())
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in found))


def matches_on_postgres(company_id: UUID, words: Sequence[str]) -> ColumnElement[bool]:
    """Each word starts a word of the entry: lexemes, put together here and parsed by nobody."""
    starts = (f"'{word}':*" for word in words_of(*words))
    query = " & ".join((f"'{company_id}'", *starts))
    return search_vector(LogEntryRow).bool_op("@@")(cast(query, TSQUERY))


def matches_on_sqlite(words: Sequence[str]) -> ColumnElement[bool]:
    """Each word stands behind a space, where a word of the entry starts."""
    padded = literal(" ") + LogEntryRow.search
    return and_(True, *(padded.contains(f" {word}", autoescape=True) for word in words_of(*words)))  # noqa: FBT003 - SQL's TRUE

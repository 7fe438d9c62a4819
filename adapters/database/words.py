"""The words by which an entry is found, on the way in and when it is looked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import ColumnElement, and_, cast, false, literal
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


def matches(company_id: UUID, words: Sequence[str], *, dialect: str) -> ColumnElement[bool]:
    """Whether each of some words starts a word of the entry; what holds no word matches nothing."""
    starts = words_of(*words)
    if not starts:
        return false()
    return _on_sqlite(starts) if dialect == "sqlite" else _on_postgres(company_id, starts)


def _on_postgres(company_id: UUID, starts: Sequence[str]) -> ColumnElement[bool]:
    """Lexemes put together here, letters and digits only, which no parser touches.

    Each start is said twice: Postgres takes any for the start of 1 entry in 200, and would
    then read the list in search of a rare word; twice makes it 1 in 40,000.
    """
    query = " & ".join((f"'{company_id}'", *(f"'{start}':* & '{start}':*" for start in starts)))
    return search_vector(LogEntryRow).bool_op("@@")(cast(query, TSQUERY))


def _on_sqlite(starts: Sequence[str]) -> ColumnElement[bool]:
    """A word of the entry stands behind a space."""
    padded = literal(" ") + LogEntryRow.search
    return and_(*(padded.contains(f" {start}", autoescape=True) for start in starts))

"""How Postgres finds entries by their words: one expression for the index and the query."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Text, cast, func, literal_column
from sqlalchemy.dialects.postgresql import TSVECTOR

from adapters.database.rows.log import LogEntryRow


def search_vector(entry: type[LogEntryRow]) -> ColumnElement[object]:
    """The entry's words and its company, so that a search reads nothing of other companies."""
    words = func.string_to_array(entry.search, literal_column("' '"))
    return func.array_to_tsvector(func.array_append(words, cast(entry.company_id, Text)), type_=TSVECTOR)

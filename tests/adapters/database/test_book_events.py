"""Events of the books, and the marks that they leave, keep their promises on both databases."""

from __future__ import annotations

from tests.contracts.database.book_events import BookEventsContract, MarksContract


class TestSqlBookEvents(BookEventsContract): ...


class TestSqlMarks(MarksContract): ...

"""Log entries: what their parts say together."""

from __future__ import annotations

from domain.model.log_entries import EntryOperation
from domain.model.records import Record
from tests.builders import (
    a_company,
    a_contact,
    a_credit,
    a_payment,
    a_write_off,
    an_entry,
    an_invoice,
    stored,
)

COMPANY = a_company()


def test_parents_come_before_children_and_what_takes_back_comes_last() -> None:
    kinds: list[Record] = [a_contact(), an_invoice(), a_payment(), a_credit(), a_write_off()]
    entries = [an_entry(stored(each, COMPANY)) for each in kinds]
    void = an_entry(stored(an_invoice(), COMPANY), operation=EntryOperation.VOID)
    assert [entry.rank for entry in (*entries, void)] == [0, 1, 2, 2, 2, 3]

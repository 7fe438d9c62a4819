"""The tag in a note: written after the memo, found again whatever people do around it."""

from __future__ import annotations

from uuid import UUID

import pytest

from adapters.quickbooks.translate.marker import LIMIT, read_note, tag_of, write_note
from domain.model.books import Marker
from domain.rules.limits import MARKER_ROOM

RECORD = UUID("01948f3e-7a00-7000-8000-00000000002a")
MARKER = Marker(record_id=RECORD, source_version=3)
TAG = f"[synclog {RECORD} v3]"


def test_without_a_memo_the_note_is_the_tag() -> None:
    assert write_note(MARKER) == TAG


def test_the_tag_stands_on_a_line_behind_the_memo() -> None:
    assert write_note(MARKER, "Paid at the desk") == f"Paid at the desk\n{TAG}"


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(TAG, id="as written"),
        pytest.param(f"Paid at the desk\n{TAG}", id="behind a memo"),
        pytest.param(f"Voided - {TAG} see ticket 4", id="between words of QBO and of a person"),
        pytest.param(f"[synclog {RECORD} v1]\n{TAG}", id="behind an older tag that the memo quotes"),
        pytest.param(f"{TAG} [synclog {'-' * 36} v9]", id="before something that only looks like a tag"),
    ],
)
def test_a_tag_is_found(note: str) -> None:
    assert read_note(note) == MARKER


@pytest.mark.parametrize("note", [None, "", "A note", f"[synclog {RECORD}]", "[synclog 42 v1]"], ids=repr)
def test_a_note_without_a_tag_has_no_marker(note: str | None) -> None:
    assert read_note(note) is None


def test_the_tag_survives_a_memo_that_is_too_long() -> None:
    note = write_note(MARKER, "x" * 5000)
    assert len(note) == LIMIT
    assert read_note(note) == MARKER


def test_the_longest_tag_fits_into_the_room_that_the_rules_leave_for_it() -> None:
    assert len("\n" + tag_of(Marker(record_id=RECORD, source_version=2**53 - 1))) <= MARKER_ROOM

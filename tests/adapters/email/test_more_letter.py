"""What the last mail of a day says."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from adapters.email.letter import Letter, write
from domain.model.alerts import HeldBack
from tests.contracts.notifier import MAIL


def letter(causes: int = 3, entries: int = 1200, cap: int = 5) -> Letter:
    mail = replace(MAIL, causes=(), held_back=HeldBack(causes=causes, entries=entries, cap=cap))
    return write(mail, front_end_url="https://billing.example.com")


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_subject_gives_numbers_and_the_company() -> None:
    assert letter().subject == (
        "QuickBooks sync: 3 further causes need attention, no more mails today"
        " - Rhine Valley Chamber of Commerce"
    )


def test_a_company_of_two_lines_makes_no_second_header() -> None:
    mail = replace(
        MAIL,
        causes=(),
        company_name="A\r\nBcc: all@example.com",
        held_back=HeldBack(causes=1, entries=1, cap=1),
    )
    assert not re.search(r"[\r\n]", write(mail, front_end_url="https://billing.example.com").subject)


@pytest.mark.parametrize("body", ["text", "html"])
def test_it_says_how_many_why_and_when_they_come(body: str) -> None:
    said = words(getattr(letter(), body))
    for part in (
        "3 further causes need attention",
        "1,200 records failed since the last mail.",
        "The company's settings allow 5 mails a day, so this is the last one today.",
        "Tomorrow's first mail tells of all that was held back; it is in the log already.",
    ):
        assert part in said
    assert "https://billing.example.com/logs?needs_attention=true" in getattr(letter(), body)


def test_one_is_spoken_of_as_one() -> None:
    said = words(letter(causes=1, entries=1, cap=1).text)
    for part in ("1 further cause needs attention", "1 record failed", "allow 1 mail a day"):
        assert part in said

"""What a mail says."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from uuid import UUID

import pytest

from adapters.email import wording
from adapters.email.letter import MOST_CAUSES, Letter, write
from domain.model.notifications import CauseSummary, Mail
from tests.contracts.notifier import MAIL, UNMAPPED

TAKEN = replace(
    UNMAPPED,
    cause_id=UUID(int=20),
    code="name_already_exists",
    message="The name supplied already exists",
    correction=("Change the display name in QuickBooks, then resync.",),
    entries=1,
    amounts=(),
    example_entry_id=UUID(int=21),
)


def test_the_subject_gives_numbers_and_the_company() -> None:
    assert letter(UNMAPPED, TAKEN).subject == (
        "QuickBooks sync: 413 records need attention (2 causes) - Rhine Valley Chamber of Commerce"
    )


def test_one_record_is_spoken_of_as_one() -> None:
    one = letter(TAKEN)
    assert one.subject.startswith("QuickBooks sync: 1 record needs attention (1 cause) - ")
    assert "It did not arrive in QuickBooks." in one.text
    assert "It did not arrive in QuickBooks." in words(one.html)
    assert "1 record · see it" in words(one.html)


@pytest.mark.parametrize("body", ["text", "html"])
def test_a_cause_says_what_and_how_much_and_where_and_how_to_put_it_right(body: str) -> None:
    said = getattr(letter(UNMAPPED), body)
    for part in (
        "No fee item mapped for line item: invoice 2026-0117, price 125.00, quantity 1",
        "412 records like this",
        "51,300.00 USD",
        f"https://billing.example.com/logs/{UUID(int=11)}",
        "1. Map the fee item to a product or service, then resync.",
        "2. If it is inactive, reactivate it.",
        "https://billing.example.com/logs?needs_attention=true",
    ):
        assert part in said or part in words(said)


@pytest.mark.parametrize("body", ["text", "html"])
def test_what_holds_up_most_comes_first_and_brings_its_like(body: str) -> None:
    causes = [
        replace(UNMAPPED, message="few unmapped", entries=1),
        replace(TAKEN, message="some taken", entries=5),
        replace(UNMAPPED, message="many unmapped", entries=9),
    ]
    said = getattr(letter(*causes), body).partition("</h1>" if body == "html" else "=")[2]
    places = [said.index(words_) for words_ in ("many unmapped", "few unmapped", "some taken")]
    assert places == sorted(places)
    assert said.count("How to put it right") == 2


@pytest.mark.parametrize("body", ["text", "html"])
def test_a_storm_of_causes_is_cut(body: str) -> None:
    storm = [replace(TAKEN, message=f"cause {number:03}") for number in range(MOST_CAUSES + 1200)]
    said = getattr(letter(*storm), body)
    assert f"cause {MOST_CAUSES - 1:03}" in said
    assert f"cause {MOST_CAUSES:03}" not in said
    assert "And 1,200 further causes, in the log." in said
    assert len(said.encode()) < 100_000


def test_all_the_money_is_added_up_by_currency() -> None:
    euros = replace(TAKEN, amounts=(("EUR", Decimal("0.1")), ("USD", Decimal("0.20"))))
    assert "0.10 EUR + 51,300.20 USD did not arrive in QuickBooks." in letter(UNMAPPED, euros).text


def test_html_shows_the_billing_systems_words_and_obeys_none_of_them() -> None:
    bold = replace(UNMAPPED, message="<img src=x onerror=alert(1)> & Sons")
    html = letter(bold, company_name="<b>A&B</b>").html
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; Sons" in html
    assert "&lt;b&gt;A&amp;B&lt;/b&gt;" in html


def test_text_shows_them_as_they_are() -> None:
    assert "Smith & Sons' <branch>" in letter(replace(UNMAPPED, message="Smith & Sons' <branch>")).text


def test_text_keeps_to_72_columns() -> None:
    long = replace(UNMAPPED, message="word " * 60, correction=("step " * 60,))
    assert max(len(line) for line in letter(long).text.splitlines()) <= 72


@pytest.mark.parametrize(
    ("amount", "said"),
    [("0", "0.00 X"), ("12.5", "12.50 X"), ("1234567.89", "1,234,567.89 X"), ("1.005", "1.005 X"),
     ("100", "100.00 X"), ("1E+2", "100.00 X"), ("-3.10", "-3.10 X")],
)  # fmt: skip
def test_money_has_two_decimals_or_as_many_as_it_needs(amount: str, said: str) -> None:
    assert wording.money([("X", Decimal(amount))]) == said


@pytest.mark.parametrize(
    ("text", "line"),
    [("A\r\nBcc: b", "A Bcc: b"), ("A\u2028B", "A B"), ("A\x00B\x1bC", "ABC"), ("  Zürich ✓ ", "Zürich ✓")],
)
def test_a_line_is_one_line(text: str, line: str) -> None:
    assert wording.one_line(text) == line


def letter(*causes: CauseSummary, company_name: str = MAIL.company_name) -> Letter:
    mail: Mail = replace(MAIL, causes=causes, company_name=company_name)
    return write(mail, front_end_url="https://billing.example.com/")


def words(body: str) -> str:
    """What a reader reads, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())

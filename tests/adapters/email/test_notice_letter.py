"""What staff read of their connection."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from adapters.email.letter import Letter, write
from domain.model.notifications import MOST_COUNTED, Notice, NoticeKind, SubscriptionKind
from tests.adapters.email.test_letter import words
from tests.builders import a_notice
from tests.contracts.notifier import MAIL

PARKED = replace(a_notice(), on=date(2026, 1, 5))
RELEASED = replace(PARKED, kind=NoticeKind.RELEASED, title="QuickBooks takes records again")
ENDING = replace(PARKED, kind=NoticeKind.ENDING, title="The connection to QuickBooks ends soon")
SUBJECTS = [
    (PARKED, "QuickBooks sync, held up: QuickBooks has to be connected again"),
    (
        replace(PARKED, title="The connection lacks permission"),
        "QuickBooks sync, held up: the connection lacks permission",
    ),
    (RELEASED, "QuickBooks sync, going on: QuickBooks takes records again"),
    (ENDING, "QuickBooks sync: the connection to QuickBooks ends on 5 January 2026"),
]
BODIES = pytest.mark.parametrize("body", ["text", "html"])


@pytest.mark.parametrize(("notice", "said"), SUBJECTS, ids=[said for _, said in SUBJECTS])
def test_the_subject_says_what_it_is_about_and_the_company(notice: Notice, said: str) -> None:
    assert letter(notice).subject == f"{said} - Rhine Valley Chamber of Commerce"


def test_a_subject_stays_one_line() -> None:
    subject = letter(PARKED, company_name="Acme\r\nBcc: all@example.com").subject
    assert subject.endswith(" - Acme Bcc: all@example.com")
    assert not {"\r", "\n"} & set(subject)


@BODIES
def test_it_says_what_holds_everything_up_since_when_and_what_to_do(body: str) -> None:
    said = getattr(letter(PARKED), body)
    for part in (
        "QuickBooks has to be connected again",
        "The authorisation was withdrawn in QuickBooks, or went unused for too long.",
        "Nothing has gone to QuickBooks since 5 January 2026.",
        "412 records are held up.",
        "No record is lost",
        "How to put it right",
        "1. Connect QuickBooks again.",
        "https://billing.example.com/connection",
        "https://billing.example.com/logs?status=queued",
        "subscribed to the connection of",
    ):
        assert part in said or part in words(said)


@BODIES
def test_that_it_is_over_says_what_goes_now(body: str) -> None:
    said = words(getattr(letter(RELEASED), body))
    assert "412 records are on the way now." in said
    assert "What to do" in said
    for part in ("Nothing has gone to QuickBooks", "How to put it right", "held up."):
        assert part not in said


@BODIES
def test_an_end_says_its_day_and_counts_no_records(body: str) -> None:
    said = getattr(letter(ENDING), body)
    assert "The connection to QuickBooks ends on 5 January 2026" in said
    assert "https://billing.example.com/connection" in said
    for part in ("412", "status=queued", "held up."):
        assert part not in said


@BODIES
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "Nothing is held up yet."),
        (1, "1 record is held up."),
        (MOST_COUNTED, "10,000 records are held up."),
        (MOST_COUNTED + 1, "More than 10,000 records are held up."),
    ],
)
def test_it_counts_so_far_and_no_further(body: str, number: int, said: str) -> None:
    text = getattr(letter(replace(PARKED, held_up=number)), body)
    assert said in words(text)
    assert ("status=queued" in text) == (number > 0)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "Nothing is on the way just now."),
        (1, "1 record is on the way now."),
        (MOST_COUNTED + 1, "More than 10,000 records are on the way now."),
    ],
)
def test_it_counts_what_goes(number: int, said: str) -> None:
    assert said in letter(replace(RELEASED, held_up=number)).text


@BODIES
def test_who_hears_of_it_in_anothers_place_is_told_so(body: str) -> None:
    said = words(getattr(letter(replace(PARKED, subscribed=SubscriptionKind.SYNC_ERROR)), body))
    assert (
        "subscribed to sync errors of Rhine Valley Chamber of Commerce, and nobody to its connection" in said
    )


def test_html_obeys_nobodys_words() -> None:
    bad = "<img src=x onerror=alert(1)>"
    html = letter(replace(PARKED, title=bad, meaning=bad, correction=(bad,)), company_name=bad).html
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") >= 4


@pytest.mark.parametrize("notice", [PARKED, RELEASED, ENDING], ids=lambda notice: notice.kind.value)
def test_text_keeps_to_72_columns(notice: Notice) -> None:
    text = letter(replace(notice, meaning="word " * 60, correction=("step " * 60,))).text
    assert max(len(line) for line in text.splitlines()) <= 72


def letter(notice: Notice, company_name: str = MAIL.company_name) -> Letter:
    mail = replace(MAIL, causes=(), notice=notice, company_name=company_name)
    return write(mail, front_end_url="https://billing.example.com/")

"""What a weekly review says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from adapters.email.letter import Letter, write
from domain.model.money import Money
from domain.model.notifications import CauseSummary, LeftOut, Review
from tests.adapters.email.test_letter import TAKEN, words
from tests.contracts.notifier import MAIL, UNMAPPED

CASH = LeftOut(
    entry_id=UUID(int=30),
    reference="2026-0042",
    amount=Money(amount=Decimal("1350.00"), currency="USD"),
    by="Front end",
    on=date(2026, 1, 5),
    reason="Paid in cash",
)
NOTHING = Review(causes=(), all_causes=0, failed=0, waiting=0, left_out=(), all_left_out=0)
OLD = replace(UNMAPPED, oldest=date(2025, 12, 31))
FULL = replace(
    NOTHING, causes=(OLD, TAKEN), all_causes=2, failed=413, waiting=7, left_out=(CASH,), all_left_out=1
)
HEADLINES = [
    ({"failed": 413, "all_causes": 2, "waiting": 5}, "413 records need attention (2 causes)"),
    ({"failed": 1, "all_causes": 1}, "1 record needs attention (1 cause)"),
    ({"waiting": 1, "all_left_out": 3}, "1 record waits"),
    ({"waiting": 2}, "2 records wait"),
    ({"all_left_out": 1}, "1 record is excluded"),
    ({"all_left_out": 2}, "2 records are excluded"),
    ({}, "nothing is open"),
]


@pytest.mark.parametrize(("counts", "said"), HEADLINES, ids=[said for _, said in HEADLINES])
def test_the_subject_gives_numbers_and_the_company(counts: dict[str, int], said: str) -> None:
    subject = letter(replace(NOTHING, **counts)).subject  # type: ignore[arg-type]  # each is a count
    assert subject == f"QuickBooks sync, weekly review: {said} - Rhine Valley Chamber of Commerce"


def test_a_subject_names_nobody_and_stays_one_line() -> None:
    subject = letter(FULL, company_name="Acme\r\nBcc: all@example.com").subject
    assert subject.endswith(" - Acme Bcc: all@example.com")
    assert not {"\r", "\n"} & set(subject)
    assert "Front end" not in subject
    assert "2026-0042" not in subject


@pytest.mark.parametrize("body", ["text", "html"])
def test_it_says_what_is_open_and_what_was_left_out_and_by_whom(body: str) -> None:
    said = getattr(letter(FULL), body)
    for part in (
        "413 records failed, 7 records wait for another, 1 record is excluded.",
        "What waits follows by itself, once the other record is in QuickBooks.",
        "No fee item mapped for line item: invoice 2026-0117, price 125.00, quantity 1",
        "412 records",
        "51,300.00 USD",
        "the oldest since 31 December 2025",
        f"https://billing.example.com/logs/{UUID(int=11)}",
        "1. Map the fee item to a product or service, then resync.",
        "2026-0042, 1,350.00 USD",
        "by Front end on 5 January 2026: Paid in cash",
        f"https://billing.example.com/logs/{UUID(int=30)}",
        "https://billing.example.com/logs?excluded=true",
        "https://billing.example.com/logs?needs_attention=true",
        "subscribed to the weekly review of",
    ):
        assert part in said or part in words(said)
    assert "further" not in said


@pytest.mark.parametrize("body", ["text", "html"])
def test_a_week_with_nothing_open_is_a_short_mail(body: str) -> None:
    said = getattr(letter(NOTHING), body)
    assert "Nothing is open" in said
    assert "Nothing failed, nothing waits for another record, and nothing is excluded." in words(said)
    for part in ("How to put it right", "Excluded from the sync", "What waits"):
        assert part not in said


@pytest.mark.parametrize("body", ["text", "html"])
def test_the_largest_comes_first_and_brings_its_like(body: str) -> None:
    causes = tuple(
        replace(cause, message=message, entries=entries)
        for cause, message, entries in [(OLD, "few unmapped", 1), (TAKEN, "some taken", 5), (OLD, "many", 9)]
    )
    said = getattr(letter(replace(FULL, causes=causes, all_causes=3)), body)
    places = [said.index(message) for message in ("many", "few unmapped", "some taken")]
    assert places == sorted(places)
    assert "since 31 December 2025" in said


@pytest.mark.parametrize("body", ["text", "html"])
def test_it_says_how_many_more_there_are(body: str) -> None:
    said = getattr(letter(replace(FULL, all_causes=1202, all_left_out=2)), body)
    assert "And 1,200 further causes, in the log." in said
    assert "And 1 further record, in the log." in said


@pytest.mark.parametrize("body", ["text", "html"])
def test_an_exclusion_without_amount_and_reason_says_so(body: str) -> None:
    said = getattr(letter(replace(FULL, left_out=(replace(CASH, amount=None, reason=None),))), body)
    assert "by Front end on 5 January 2026: no reason given" in said
    assert "2026-0042," not in said


def test_html_shows_peoples_words_and_obeys_none_of_them() -> None:
    bad = "<img src=x onerror=alert(1)>"
    html = letter(
        replace(
            FULL,
            causes=(replace(OLD, message=bad),),
            left_out=(replace(CASH, reference=bad, by=bad, reason=bad),),
        ),
        company_name=bad,
    ).html
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") >= 5


def test_text_keeps_to_72_columns_and_reasons_to_their_place() -> None:
    reason = "word " * 60 + "\nAll that needs attention:\nhttps://elsewhere.example"
    text = letter(
        replace(FULL, causes=(long_cause(),), left_out=(replace(CASH, reason=reason, by="Desk " * 20),))
    ).text
    assert max(len(line) for line in text.splitlines()) <= 72
    assert text.count("\nAll that needs attention:\n") == 1


def long_cause() -> CauseSummary:
    return replace(OLD, message="word " * 60, correction=("step " * 60,))


def letter(review: Review, company_name: str = MAIL.company_name) -> Letter:
    mail = replace(MAIL, causes=(), review=review, company_name=company_name)
    return write(mail, front_end_url="https://billing.example.com/")

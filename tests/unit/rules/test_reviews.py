"""When the weekly review is due, and what stands in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import catalogue
from domain.model.failures import Cause, OpenWork
from domain.model.log_entries import Exclusion, LogEntry
from domain.model.money import Money
from domain.model.notifications import LeftOut, SubscriptionKind
from domain.model.records import RecordKind
from domain.rules.reviews import WEEK, first_review, moved_review, next_review, review_of
from tests.builders import NOON, a_company, an_entry, an_invoice, failed, new_id, stored

BERLIN, NEW_YORK, SYDNEY = "Europe/Berlin", "America/New_York", "Australia/Sydney"
ZONES = ["UTC", BERLIN, NEW_YORK, SYDNEY, "Asia/Kolkata", "Pacific/Auckland", "Pacific/Honolulu"]
EIGHTY = Money(amount=Decimal("80.00"), currency="USD")
NO_WORK = OpenWork(causes=0, failed=0, waiting=0, excluded=0)


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("now", "due", "zone"),
    [
        ("2026-01-15 12:00", "2026-01-19 07:00", "UTC"),
        ("2026-01-18 23:59", "2026-01-19 07:00", BERLIN),
        ("2026-01-19 00:30", "2026-01-19 07:00", BERLIN),
        ("2026-01-19 06:59", "2026-01-19 07:00", NEW_YORK),
        ("2026-01-19 07:00", "2026-01-26 07:00", NEW_YORK),
        ("2026-01-19 07:01", "2026-01-26 07:00", NEW_YORK),
        ("2026-01-19 22:00", "2026-01-26 07:00", SYDNEY),
        ("2026-03-28 12:00", "2026-03-30 07:00", BERLIN),
        ("2026-10-24 12:00", "2026-10-26 07:00", BERLIN),
        ("2026-03-07 12:00", "2026-03-09 07:00", NEW_YORK),
        ("2026-10-26 07:00", "2026-11-02 07:00", NEW_YORK),
    ],
    ids=[
        "on a Thursday", "late on Sunday", "early on Monday", "a minute before", "on the dot",
        "a minute after", "Monday here and there", "over the change to summer time",
        "over the change to winter time", "spring in New York", "autumn in New York",
    ],
)  # fmt: skip
def test_it_is_due_on_the_next_monday_at_seven_by_the_clocks_there(now: str, due: str, zone: str) -> None:
    assert next_review(at(now, zone), zone) == at(due, zone)


def test_the_day_is_the_companys_and_not_that_of_utc() -> None:
    monday_in_sydney = datetime(2026, 1, 18, 19, 30, tzinfo=UTC)
    assert next_review(monday_in_sydney, SYDNEY) == at("2026-01-19 07:00", SYDNEY)
    sunday_in_honolulu = datetime(2026, 1, 19, 8, tzinfo=UTC)
    assert next_review(sunday_in_honolulu, "Pacific/Honolulu") == datetime(2026, 1, 19, 17, tzinfo=UTC)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis adds it
    st.sampled_from(ZONES),
)
def test_there_is_one_a_week_and_it_is_ahead(now: datetime, zone: str) -> None:
    due = next_review(now, zone)
    there = due.astimezone(ZoneInfo(zone))
    assert (there.weekday(), there.time()) == (0, time(7))
    assert timedelta() < due - now <= WEEK + timedelta(hours=1)
    week_after = next_review(due, zone).astimezone(ZoneInfo(zone))
    assert week_after.date() - there.date() == WEEK


def test_of_missed_ones_only_one_is_made_up_for() -> None:
    back_after_a_month = at("2026-02-18 10:00", BERLIN)
    assert next_review(back_after_a_month, BERLIN) == at("2026-02-23 07:00", BERLIN)


def test_only_a_weekly_review_has_its_time() -> None:
    assert first_review(SubscriptionKind.WEEKLY_REVIEW, NOON, "UTC") == at("2026-01-12 07:00", "UTC")
    assert first_review(SubscriptionKind.SYNC_ERROR, NOON, "UTC") is None


def test_a_cause_is_told_with_its_cure_and_the_companys_day() -> None:
    late_in_december = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    entry = failed(some_entry())
    work = replace(NO_WORK, causes=3, failed=7, waiting=2)
    review = review_of(work, [a_cause(entry, late_in_december)], [], BERLIN)
    (cause,) = review.causes
    assert entry.error
    assert (cause.code, cause.message) == (entry.error.code, entry.error.message)
    assert cause.correction == catalogue.row(cause.code).correction
    assert (cause.entries, cause.example_entry_id, cause.oldest) == (5, entry.id, date(2026, 1, 1))
    assert cause.amounts == (("USD", Decimal("50.00")),)
    assert (review.all_causes, review.failed, review.waiting) == (3, 7, 2)


def test_a_cause_that_nobody_knows_is_told_as_an_error_of_ours() -> None:
    review = review_of(NO_WORK, [a_cause(some_entry(), NOON)], [], "UTC")
    assert [cause.code for cause in review.causes] == ["internal_error"]
    assert review.all_causes == 1


def test_an_exclusion_is_told_with_who_when_and_why() -> None:
    late = datetime(2026, 1, 4, 23, 30, tzinfo=UTC)
    exclusion = Exclusion(by="Front end", at=late, reason="Paid in cash")
    entry = replace(some_entry(), reference="1042", amount=EIGHTY, excluded=exclusion)
    review = review_of(replace(NO_WORK, excluded=4), [], [entry], BERLIN)
    assert review.all_left_out == 4
    assert review.left_out == (
        LeftOut(
            entry_id=entry.id,
            reference="1042",
            amount=EIGHTY,
            by="Front end",
            on=date(2026, 1, 5),
            reason="Paid in cash",
        ),
    )


def test_an_entry_without_a_reference_is_told_by_the_records() -> None:
    entry = replace(some_entry(), reference=None, excluded=Exclusion(by="Front end", at=NOON))
    (left_out,) = review_of(NO_WORK, [], [entry], "UTC").left_out
    assert left_out.reference == entry.record.external_ref


def a_cause(example: LogEntry, oldest_at: datetime) -> Cause:
    return Cause(
        id=new_id(),
        example=example,
        entries=5,
        amounts=(Money(amount=Decimal("50.00"), currency="USD"),),
        kinds={RecordKind.INVOICE: 5},
        oldest_at=oldest_at,
        newest_at=NOON,
        holding_up=0,
    )


def some_entry() -> LogEntry:
    return an_entry(of=stored(an_invoice(), a_company()))


@pytest.mark.parametrize(("old", "new"), [(BERLIN, NEW_YORK), (NEW_YORK, SYDNEY), (SYDNEY, "UTC")])
def test_a_review_keeps_its_monday_when_the_company_takes_another_time_zone(old: str, new: str) -> None:
    assert moved_review(at("2026-01-19 07:00", old), old, new) == at("2026-01-19 07:00", new)


def test_a_review_that_is_not_due_is_not_moved() -> None:
    assert moved_review(None, BERLIN, NEW_YORK) is None

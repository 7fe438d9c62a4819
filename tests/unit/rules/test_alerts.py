"""So many mails in a day of the company, then one that says there is more, and the rest the next morning."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.model.alerts import AlertDay
from domain.model.settings import Settings
from domain.rules.alerts import Alert, Ration, ration
from tests.builders import new_id

SYDNEY = Settings(company_id=new_id(), time_zone="Australia/Sydney", alert_cap=2)
NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)  # 23:00 there
MIDNIGHT = datetime(2026, 1, 5, 13, 0, tzinfo=UTC)
TODAY = AlertDay(company_id=SYDNEY.company_id, day=date(2026, 1, 5))
FULL = replace(TODAY, mails=2)
HELD = replace(FULL, told_of_more=True, resumes_at=MIDNIGHT)


def at(now: datetime, before: AlertDay | None, *, has_news: bool = True) -> Ration:
    return ration(before, SYDNEY, now, has_news=has_news)


def test_the_first_mail_begins_the_day_of_the_companys_own_clocks() -> None:
    assert at(NOW, None) == Ration(alert=Alert.NEWS, day=replace(TODAY, mails=1))
    assert at(MIDNIGHT, None).day.day == date(2026, 1, 6)


def test_mails_are_counted_up_to_the_cap() -> None:
    assert at(NOW, replace(TODAY, mails=1)) == Ration(alert=Alert.NEWS, day=FULL)


def test_beyond_the_cap_one_mail_says_that_there_is_more() -> None:
    assert at(NOW, FULL) == Ration(alert=Alert.MORE, day=HELD)
    assert at(NOW, HELD) == Ration(alert=Alert.NOTHING, day=HELD)


def test_what_was_held_back_goes_when_the_day_is_over() -> None:
    tomorrow = replace(TODAY, day=date(2026, 1, 6), mails=1)
    assert at(MIDNIGHT, HELD) == Ration(alert=Alert.NEWS, day=tomorrow)


def test_nothing_new_is_no_mail_of_the_day() -> None:
    assert at(NOW, TODAY, has_news=False) == Ration(alert=Alert.NEWS, day=TODAY)
    assert at(NOW, FULL, has_news=False) == Ration(alert=Alert.NOTHING, day=FULL)


def test_what_was_cured_before_morning_is_waited_for_no_longer() -> None:
    assert at(MIDNIGHT, HELD, has_news=False).day.resumes_at is None
    assert at(NOW, HELD, has_news=False).day.resumes_at is None


def test_a_cap_that_is_raised_lets_the_rest_through_at_once() -> None:
    raised = replace(SYDNEY, alert_cap=3)
    assert ration(HELD, raised, NOW, has_news=True) == Ration(
        alert=Alert.NEWS, day=replace(FULL, mails=3, told_of_more=True)
    )


def test_clocks_that_are_put_back_give_no_second_day() -> None:
    honolulu = replace(SYDNEY, time_zone="Pacific/Honolulu")
    this = ration(HELD, honolulu, MIDNIGHT, has_news=True)
    assert (this.alert, this.day.day) == (Alert.NOTHING, TODAY.day)
    assert this.day.resumes_at == datetime(2026, 1, 6, 10, 0, tzinfo=UTC), "midnight of the 6th there"


@pytest.mark.parametrize("hours", [23, 25], ids=["a short day", "a long day"])
def test_a_day_ends_at_midnight_also_when_the_clocks_change(hours: int) -> None:
    berlin = replace(SYDNEY, time_zone="Europe/Berlin", alert_cap=0)
    begins = {23: datetime(2026, 3, 28, 23, tzinfo=UTC), 25: datetime(2026, 10, 24, 22, tzinfo=UTC)}[hours]
    assert ration(None, berlin, begins, has_news=True).day.resumes_at == begins + timedelta(hours=hours)

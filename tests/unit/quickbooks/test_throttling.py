"""How long a throttle lasts, and when it is the month's reads that are used up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from adapters.quickbooks.throttling import Circumstances, throttled
from domain.model.outcomes import Fault, HoldReason

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
A_THROTTLE = Fault(code="3001", message="ThrottleExceeded", detail="The request limit was reached.")
OF_THE_MONTH = Fault(code="3001", message="ThrottleExceeded", detail="The monthly limit was reached.")
RATE, QUOTA = HoldReason.RATE_LIMITED, HoldReason.READ_QUOTA_USED_UP


def around(*, reading: bool = False, now: datetime = NOW) -> Circumstances:
    return Circumstances(now=now, reading=reading, throttle_pause=timedelta(seconds=60))


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        pytest.param(None, 60, id="none: the usual pause"),
        pytest.param("7", 7, id="seconds"),
        pytest.param(" 7 ", 7, id="with spaces"),
        pytest.param("0", 1, id="at once: not quite"),
        pytest.param("Tue, 20 Jan 2026 12:00:30 GMT", 30, id="a date"),
        pytest.param("Tue, 20 Jan 2026 11:00:00 GMT", 1, id="a date in the past"),
        pytest.param("99999999999999999999", 32 * 86_400, id="for ever: a month at most"),
        pytest.param("soon", 60, id="neither"),
        pytest.param("-5", 60, id="a negative number"),
        pytest.param("\N{ARABIC-INDIC DIGIT SEVEN}", 60, id="digits of another script"),
        pytest.param("Tue, 20 Jan 2026 12:00:30", 60, id="a date without a zone"),
    ],
)
def test_a_throttle_lasts_as_long_as_it_says(retry_after: str | None, seconds: int) -> None:
    assert throttled(retry_after, [A_THROTTLE], around()) == (RATE, NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("fault", "retry_after", "asked_by", "reason"),
    [
        pytest.param(A_THROTTLE, None, "read", RATE, id="a read that says nothing of a month"),
        pytest.param(OF_THE_MONTH, None, "read", QUOTA, id="a read that speaks of the month"),
        pytest.param(OF_THE_MONTH, None, "write", RATE, id="a write: they are free"),
        pytest.param(A_THROTTLE, "3601", "read", QUOTA, id="a read that has to wait for more than an hour"),
        pytest.param(A_THROTTLE, "3600", "read", RATE, id="a read that has to wait for an hour"),
        pytest.param(A_THROTTLE, "3601", "write", RATE, id="a write that has to wait for more than an hour"),
    ],
)
def test_the_monthly_quota_is_told_from_a_throttle(
    fault: Fault,
    retry_after: str | None,
    asked_by: str,
    reason: HoldReason,
) -> None:
    assert throttled(retry_after, [fault], around(reading=asked_by == "read"))[0] is reason


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (NOW, datetime(2026, 2, 1, tzinfo=UTC)),
        (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)),
        (datetime(2026, 1, 31, 23, 59, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)),
        (datetime(2026, 12, 31, 12, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
    ],
    ids=str,
)
def test_a_used_up_quota_is_back_with_the_next_month(now: datetime, until: datetime) -> None:
    assert throttled(None, [OF_THE_MONTH], around(reading=True, now=now)) == (QUOTA, until)


def test_a_used_up_quota_is_back_when_it_says_so() -> None:
    reason, until = throttled("7200", [OF_THE_MONTH], around(reading=True))
    assert (reason, until) == (QUOTA, NOW + timedelta(hours=2))

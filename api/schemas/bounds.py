"""From when, until when: a day is a whole day where the company is, a date-time is an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
BEGINNING = datetime.min.replace(tzinfo=UTC)
END = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Bound:
    """Turns what was asked for into an inclusive first and an exclusive end.

    They are instants; or days (`is_day`), for dates without a time of day, which then count
    as the beginning of their day.
    """

    zone: ZoneInfo
    is_day: bool

    def first(self, asked: date | datetime | None) -> date | datetime | None:
        """Where a period begins that begins with the day, or at the date-time."""
        if asked is None:
            return None
        if isinstance(asked, datetime):
            return self._of_instant(asked)
        return asked if self.is_day else self._instant(asked)

    def end(self, asked: date | datetime | None) -> date | datetime | None:
        """Where a period ends that ends with the day, or before the date-time."""
        if asked is None or asked == date.max:
            return None
        if isinstance(asked, datetime):
            return self._of_instant(asked)
        return asked + A_DAY if self.is_day else self._instant(asked + A_DAY)

    def _of_instant(self, moment: datetime) -> date | datetime:
        if not self.is_day:
            return _in_utc(moment)
        # The first day that does not begin before the moment.
        local = _in_utc(moment).astimezone(self.zone)
        begins = datetime.combine(local.date(), time.min, self.zone)
        return local.date() if begins >= local else local.date() + A_DAY

    def _instant(self, day: date) -> datetime:
        return _in_utc(datetime.combine(day, time.min, self.zone))


def _in_utc(moment: datetime) -> datetime:
    """The nearest instant that there is, for those at the ends of the calendar."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return BEGINNING if moment.year == 1 else END

"""Periods: by their dates, by their names, and cut into the columns of a report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

FIRST_MONTHS: Final = {date(2000, month, 1).strftime("%B"): month for month in range(1, 13)}
_LENGTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_NAMED: Final = re.compile(
    r"(this|last|next) (fiscal |calendar )?(week|month|quarter|year)( ?-?to-date)?", re.IGNORECASE
)
_STEPS: Final = {"this": 0, "last": -1, "next": 1}
_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included; `name` is what the client called it."""

    start: date
    end: date
    name: str = ""
    title: str = "Total"


def year_start(day: date, first_month: int) -> date:
    """The first day of the fiscal year that day lies in."""
    return _unit_start(day, "year", first_month)


def named_period(name: str, today: date, first_month: int) -> Period | None:
    """`Last Fiscal Quarter`, `This Month-to-date`; None if there is no such period."""
    plain = " ".join(name.lower().split())
    match plain:
        case "today":
            return Period(today, today, plain)
        case "yesterday":
            return Period(_later(today, -1), _later(today, -1), plain)
        case "all":
            return Period(date.min, today, plain)
    found = _NAMED.fullmatch(plain)
    if found is None:
        return None
    which, sort, unit, to_date = found.groups()
    first = first_month if (sort or "").strip() == "fiscal" else 1
    start = _unit_start(today, unit, first)
    begins = _moved(start, unit, _STEPS[which])
    ends = _later(_moved(begins, unit, 1), -1)
    if to_date:
        ends = min(_later(begins, (today - start).days), ends)
    return Period(begins, ends, plain)


def columns(period: Period, unit: str, first_month: int) -> Iterator[Period]:
    """The period cut by days, weeks, months, quarters or years; whole if `unit` is `total`."""
    if unit == "total":
        yield period
        return
    start = period.start
    while True:
        following = _moved(_unit_start(start, unit, first_month), unit, 1)
        end = min(_later(following, -1), period.end) if following > start else period.end
        yield Period(start, end, title=_title(start, end, unit))
        if end >= period.end:
            return
        start = following


def _title(start: date, end: date, unit: str) -> str:
    if unit == "day":
        return f"{start:%b} {start.day}, {start.year}"
    if unit == "week":
        return f"{start:%b} {start.day} - {end:%b} {end.day}, {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start:%b} {start.year}"
    return f"{start:%b} - {end:%b} {end.year}"


def _unit_start(day: date, unit: str, first_month: int) -> date:
    """Weeks begin on Sundays."""
    if unit == "day":
        return day
    if unit == "week":
        return _later(day, -((day.weekday() + 1) % 7))
    return _moved_months(day, -((day.month - first_month) % _LENGTHS[unit]))


def _moved(start: date, unit: str, steps: int) -> date:
    if unit in _LENGTHS:
        return _moved_months(start, steps * _LENGTHS[unit])
    return _later(start, steps * (7 if unit == "week" else 1))


def _moved_months(day: date, months: int) -> date:
    """The first day of a month; of the last there is, if it is beyond."""
    number = day.year * _YEAR + day.month - 1 + months
    year, month = divmod(min(max(number, date.min.year * _YEAR), date.max.year * _YEAR + _YEAR - 1), _YEAR)
    return date(year, month + 1, 1)


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min

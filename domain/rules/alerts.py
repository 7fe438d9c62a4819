"""How many mails on sync errors staff get in a day of their company, and what becomes of the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from domain.model.alerts import AlertDay
from domain.model.settings import Settings

A_DAY = timedelta(days=1)


class Alert(Enum):
    """What is sent now."""

    NEWS = auto()  # the new causes, if there are any
    MORE = auto()  # that there is more than the cap lets through, and the last of the day
    NOTHING = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ration:
    """What is sent now, and the day as it is after it."""

    alert: Alert
    day: AlertDay


def ration(before: AlertDay | None, settings: Settings, now: datetime, *, has_news: bool) -> Ration:
    """Mails up to the cap, then one that says there is more; what is held back goes the next morning."""
    day = _today(before, settings, now)
    if day.mails < settings.alert_cap:
        today = replace(day, mails=day.mails + has_news, resumes_at=None)
        return Ration(alert=Alert.NEWS, day=today)
    alert = Alert.MORE if has_news and not day.told_of_more else Alert.NOTHING
    resumes_at = _tomorrow(settings, now) if has_news else None
    held = replace(day, told_of_more=day.told_of_more or has_news, resumes_at=resumes_at)
    return Ration(alert=alert, day=held)


def _today(before: AlertDay | None, settings: Settings, now: datetime) -> AlertDay:
    """A day ends by the company's clocks; one whose clocks are put back has no second one."""
    today = now.astimezone(ZoneInfo(settings.time_zone)).date()
    if before and before.day >= today:
        return before
    return AlertDay(company_id=settings.company_id, day=today)


def _tomorrow(settings: Settings, now: datetime) -> datetime:
    """The beginning of the company's next day, in UTC."""
    zone = ZoneInfo(settings.time_zone)
    day = now.astimezone(zone).date() + A_DAY
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)

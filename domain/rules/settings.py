"""What a change of settings makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import available_timezones

from domain.errors.settings import TimeZoneUnknown
from domain.model.audit import Detail
from domain.model.settings import Keep, Settings, SettingsChange


def changed(before: Settings, change: SettingsChange) -> Settings:
    """The settings, merged; the same, version and all, where nothing differs. Raises TimeZoneUnknown."""
    kinds, paused, alert_cap = change.kinds, change.paused, change.alert_cap
    after = replace(
        before,
        time_zone=before.time_zone if change.time_zone is None else known_time_zone(change.time_zone),
        start_date=before.start_date if isinstance(change.start_date, Keep) else change.start_date,
        kinds=before.kinds if kinds is None else kinds,
        paused=before.paused if paused is None else paused,
        alert_cap=before.alert_cap if alert_cap is None else alert_cap,
    )
    return after if after == before else replace(after, version=before.version + 1)


def differences(before: Settings, after: Settings) -> Mapping[str, Detail]:
    """Old and new value of each setting that changed, for the audit trail."""
    old, new = shown(before), shown(after)
    names = [name for name in old if old[name] != new[name]]
    return {f"{name}.{age}": values[name] for name in names for age, values in (("old", old), ("new", new))}


def shown(settings: Settings) -> Mapping[str, Detail]:
    """Every setting in one word."""
    return {
        "time_zone": settings.time_zone,
        "start_date": settings.start_date.isoformat() if settings.start_date else None,
        "kinds": " ".join(sorted(settings.kinds)),
        "paused": settings.paused,
        "alert_cap": settings.alert_cap,
    }


def known_time_zone(name: str) -> str:
    """The name of a time zone. Raises TimeZoneUnknown."""
    if name not in available_timezones():
        raise TimeZoneUnknown
    return name

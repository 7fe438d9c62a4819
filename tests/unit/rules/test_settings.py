"""A change of settings is a merge of what is given, and says what it changed."""

from __future__ import annotations

from datetime import date

import pytest

from domain.errors.settings import TimeZoneUnknown
from domain.model.records import RecordKind
from domain.model.settings import Carried, Settings, SettingsChange
from domain.rules.settings import changed, differences
from tests.builders import new_id

START = date(2026, 1, 1)
BEFORE = Settings(
    company_id=new_id(),
    time_zone="UTC",
    start_date=START,
    kinds=frozenset({RecordKind.INVOICE, RecordKind.CONTACT}),
    paused=True,
    alert_cap=5,
    version=7,
)


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        (SettingsChange(time_zone="America/New_York"), "time_zone", "America/New_York"),
        (SettingsChange(start_date=None), "start_date", None),
        (SettingsChange(start_date=date(2026, 2, 1)), "start_date", date(2026, 2, 1)),
        (SettingsChange(kinds=frozenset()), "kinds", frozenset()),
        (SettingsChange(paused=False), "paused", False),
        (SettingsChange(alert_cap=1), "alert_cap", 1),
    ],
    ids=["time zone", "no start", "another start", "no kinds", "not paused", "fewer mails"],
)
def test_what_is_given_is_set_and_everything_else_stays(
    change: SettingsChange, name: str, value: object
) -> None:
    after = changed(BEFORE, change)
    assert (getattr(after, name), after.version) == (value, 8)
    assert set(differences(BEFORE, after)) == {f"{name}.old", f"{name}.new"}


@pytest.mark.parametrize("change", [SettingsChange(), SettingsChange(paused=True, start_date=START)])
def test_what_changes_nothing_makes_no_new_version(change: SettingsChange) -> None:
    assert changed(BEFORE, change) == BEFORE


@pytest.mark.parametrize("name", ["Europe/Atlantis", "utc ", "../../etc/passwd", "posixrules"])
def test_a_time_zone_has_to_be_known(name: str) -> None:
    with pytest.raises(TimeZoneUnknown):
        changed(BEFORE, SettingsChange(time_zone=name))


def test_the_audit_trail_is_told_old_and_new() -> None:
    after = changed(BEFORE, SettingsChange(kinds=frozenset({RecordKind.CONTACT}), start_date=None))
    assert differences(BEFORE, after) == {
        "start_date.old": "2026-01-01",
        "start_date.new": None,
        "kinds.old": "contact invoice",
        "kinds.new": "contact",
    }


def test_the_default_is_everything() -> None:
    settings = Settings(company_id=new_id(), time_zone="UTC")
    assert settings.carried == Carried(start_date=None, kinds=frozenset(RecordKind))
    assert (settings.paused, settings.version) == (False, 1)

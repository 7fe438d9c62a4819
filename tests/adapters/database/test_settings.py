"""Settings, what is skipped by them, and the days of companies keep their promises on both databases."""

from __future__ import annotations

from tests.contracts.database.alerts import AlertsContract
from tests.contracts.database.settings import PausedContract, SettingsContract, SkippedContract


class TestSqlSettings(SettingsContract): ...


class TestSkippedEntries(SkippedContract): ...


class TestPausedCompanies(PausedContract): ...


class TestSqlAlerts(AlertsContract): ...

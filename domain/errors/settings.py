"""What can be wrong with a change of settings, and with an entry that they leave out."""

from __future__ import annotations

from domain.errors import DomainError


class SkippedBySettings(DomainError):
    """The company's settings leave it out; it goes by itself once they let it through."""

    code = "skipped_by_settings"
    title = "The settings leave this entry out; change them, and it goes by itself."


class TimeZoneUnknown(DomainError):
    """The IANA data base has no time zone of this name."""

    code = "time_zone_unknown"
    title = "There is no time zone of this name; one is like America/New_York."

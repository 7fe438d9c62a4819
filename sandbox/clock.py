"""The time in a company: real time, moved by an offset that a test may set."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")
"""QBO stamps objects in its data centre's time, whatever the company's own zone."""


@dataclass(slots=True)
class Clock:
    """Real time plus `offset` seconds."""

    offset: float = 0.0

    def now(self) -> datetime:
        """The moment, with its zone."""
        return datetime.now(UTC).astimezone(PACIFIC) + timedelta(seconds=self.offset)

    def seconds(self) -> float:
        """The moment as seconds since 1970, for windows and lifetimes."""
        return datetime.now(UTC).timestamp() + self.offset

    def stamp(self) -> str:
        """As in `MetaData`: seconds, with the offset from UTC."""
        return self.now().isoformat(timespec="seconds")

    def answer_time(self) -> str:
        """As in the `time` of an answer: milliseconds."""
        return self.now().isoformat(timespec="milliseconds")

    def today(self) -> str:
        """The date a transaction gets that names none."""
        return self.now().date().isoformat()

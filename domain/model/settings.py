"""Settings of a company: what is carried into its books, whether anything is, and how often staff hear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Final
from uuid import UUID

from domain.model.record_keys import RecordKind

ALERT_CAP: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What is carried into the books: records of these kinds, no transaction dated before `start_date`."""

    start_date: date | None = None
    kinds: frozenset[RecordKind] = frozenset(RecordKind)


EVERYTHING: Final = Carried()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a company has set; `version` grows with each change (its ETag).

    `time_zone` (IANA) gives its days their ends. `paused`: nothing is sent, all is accepted.
    `alert_cap` is the most mails on sync errors that anybody gets in one of its days.
    """

    company_id: UUID
    time_zone: str
    start_date: date | None = None
    kinds: frozenset[RecordKind] = frozenset(RecordKind)
    paused: bool = False
    alert_cap: int = ALERT_CAP
    version: int = 1

    @property
    def carried(self) -> Carried:
        """What of its records is carried into the books."""
        return Carried(start_date=self.start_date, kinds=self.kinds)


class Keep(Enum):
    """Stands where null would mean something of its own."""

    AS_IT_IS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChange:
    """What is to be set; None, or for the start date `Keep.AS_IT_IS`, leaves a setting alone."""

    time_zone: str | None = None
    start_date: date | Keep | None = Keep.AS_IT_IS
    kinds: frozenset[RecordKind] | None = None
    paused: bool | None = None
    alert_cap: int | None = None

"""What the rules decide about one entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.model.attempts import Attempt
from domain.model.books import LedgerRef
from domain.model.commands import Command
from domain.model.log_entries import SyncError
from domain.model.records import RecordKey


@dataclass(frozen=True, slots=True)
class Post:
    """Write this to the books."""

    command: Command


@dataclass(frozen=True, slots=True)
class Resend:
    """Send the very same again: nobody knows what came of it the first time."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Adopt:
    """It is in the books already, as this object."""

    ref: LedgerRef


@dataclass(frozen=True, slots=True)
class Wait:
    """These records must be in the books first."""

    on: tuple[RecordKey, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The books need nothing, and hold no object of the record; `message` says why."""

    message: str


@dataclass(frozen=True, slots=True)
class Fail:
    """A person has to act; `ref` is what is in the books all the same, and not as it was billed."""

    error: SyncError
    ref: LedgerRef | None = None


@dataclass(frozen=True, slots=True)
class GiveWay:
    """A newer version of the record goes in its place; `ref` is what this one left in the books."""

    ref: LedgerRef | None = None


@dataclass(frozen=True, slots=True)
class Skip:
    """The settings leave it out, for this reason; nobody has to act until they change."""

    reason: str


Verdict = Post | Resend | Adopt | Done | Wait | Fail | GiveWay | Skip


@dataclass(frozen=True, slots=True)
class Retry:
    """The machine tries again at this time; `error` says why."""

    at: datetime
    error: SyncError


@dataclass(frozen=True, slots=True)
class LookAgain:
    """The books have changed under us, or hold our own work: read them once more, now."""


@dataclass(frozen=True, slots=True)
class GoOn:
    """One of several writes is in the books; `ref` is the record's object, as soon as there is one."""

    ref: LedgerRef | None


@dataclass(frozen=True, slots=True)
class StandBack:
    """The whole company has to wait; the entry goes back with this many attempts spent."""

    attempts: int


Step = Adopt | Fail | Retry | LookAgain | GoOn | StandBack | Skip

"""Decide about records by reference: whether to fetch, and what follows when there is no data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final
from uuid import UUID

from domain import catalogue
from domain.model.attempts import Attempt, AttemptOutcome
from domain.model.log_entries import LogEntry, Status, SyncError
from domain.model.records import Record, RecordKey, StoredRecord
from domain.model.settings import EVERYTHING, Carried
from domain.model.sources import CompanySource, SourceFailure, SourceFailureReason, SourcePause
from domain.model.verdicts import Fail, GiveWay, Retry, Skip, StandBack
from domain.rules.failures import failure
from domain.rules.follow import Moment
from domain.rules.retry import RetryPolicy
from domain.rules.skipping import skipped_unread

EVERYBODY: Final = "source"  # the subject of failures that are about no one record
TRIPS: Final = 3  # so many in a row that got nothing, and the others are not sent after them

CODES: Final[Mapping[SourceFailureReason, str]] = {
    SourceFailureReason.PAGE: "unreadable_source_data",
    SourceFailureReason.MALFORMED: "unreadable_source_data",
    SourceFailureReason.EMPTY: "empty_source_data",
    SourceFailureReason.UNAVAILABLE: "source_unavailable",
    SourceFailureReason.REFUSED: "source_refused",
    SourceFailureReason.NOT_FOUND: "source_record_not_found",
    SourceFailureReason.INVALID: "source_data_invalid",
    SourceFailureReason.STALE: "stale_source_data",
    SourceFailureReason.NOT_CONFIGURED: "source_not_configured",
    SourceFailureReason.INTERNAL: "internal_error",
}

ABOUT_EVERYBODY: Final = frozenset(
    {
        SourceFailureReason.PAGE,
        SourceFailureReason.EMPTY,
        SourceFailureReason.UNAVAILABLE,
        SourceFailureReason.REFUSED,
        SourceFailureReason.NOT_CONFIGURED,
    }
)

UNAVAILABLE: Final = SourceFailure(reason=SourceFailureReason.UNAVAILABLE)
NOT_CONFIGURED: Final = SourceFailure(reason=SourceFailureReason.NOT_CONFIGURED)


class Next(Enum):
    """What an entry may do."""

    FETCH = auto()
    GO_ON = auto()  # with what is here


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question to the billing system, and what came back."""

    entry: LogEntry
    started_at: datetime
    finished_at: datetime
    came: Record | SourceFailure


Plan = Next | Fail | GiveWay | Retry | Skip | StandBack


@dataclass(slots=True, kw_only=True)
class Round:
    """What is known of a batch of entries, what each may do, and what came of asking."""

    company_id: UUID
    entries: Sequence[LogEntry]
    stored: Mapping[RecordKey, StoredRecord]
    newest: Mapping[UUID, Attempt]
    source: CompanySource | None
    plans: dict[UUID, Plan]
    asked: dict[UUID, Asked] = field(default_factory=dict)
    row_of_failures: int = 0
    is_stopped: bool = False
    pause: SourcePause | None = None

    @property
    def to_fetch(self) -> list[LogEntry]:
        """Those to ask the billing system for."""
        return [entry for entry in self.entries if self.plans[entry.id] is Next.FETCH]

    @property
    def given(self) -> list[tuple[Asked, Record]]:
        """Answers with data."""
        return [(each, each.came) for each in self.asked.values() if not isinstance(each.came, SourceFailure)]

    @property
    def failed(self) -> list[tuple[Asked, SourceFailure]]:
        """Answers without."""
        return [(each, each.came) for each in self.asked.values() if isinstance(each.came, SourceFailure)]

    def note(self, asked: Asked) -> None:
        """Count those in a row that got nothing; after so many, nobody else is sent."""
        self.asked[asked.entry.id] = asked
        is_down = isinstance(asked.came, SourceFailure) and asked.came.reason in ABOUT_EVERYBODY
        self.row_of_failures = self.row_of_failures + 1 if is_down else 0
        self.is_stopped = self.is_stopped or self.row_of_failures >= TRIPS


def plan(
    entry: LogEntry,
    stored: StoredRecord,
    newest: Attempt | None,
    source: CompanySource | None,
    now: datetime,
    *,
    carried: Carried = EVERYTHING,
) -> Plan:
    """Whether to fetch.

    What may be in the books is looked for under the data that was sent: it is settled before
    anything newer is thought of.
    """
    if not stored.by_reference or (newest and newest.is_unsettled):
        return Next.GO_ON
    if stored.voided or stored.record.source_version > entry.source_version:
        return overtaken(stored)
    if skip := skipped_unread(entry, carried):
        return skip
    if source is None:
        return Fail(explain(entry.record, NOT_CONFIGURED))
    if source.pause and _is_left_alone(entry, source.pause, now):
        return postponed(entry, source.pause)
    return Next.FETCH


def is_fetched_again(entry: LogEntry, stored: StoredRecord) -> bool:
    """Whether a worker would ask the billing system before it decides about the entry."""
    is_current = not stored.voided and stored.record.source_version == entry.source_version
    return stored.by_reference and is_current and entry.status is not Status.UNCERTAIN


def overtaken(stored: StoredRecord) -> Next | GiveWay:
    """A newer version is here, or a void: the rules say so, wherever there is data to decide about."""
    return Next.GO_ON if stored.data else GiveWay()


def postponed(entry: LogEntry, pause: SourcePause) -> Retry:
    """Not asked at all, so no attempt is spent."""
    return Retry(at=pause.until, error=explain(entry.record, UNAVAILABLE))


def _is_left_alone(entry: LogEntry, pause: SourcePause, now: datetime) -> bool:
    """Not where a person asked, nor once the pause is over by the database's clock, which woke it."""
    is_woken = entry.next_attempt_at is not None and entry.next_attempt_at >= pause.until
    return now < pause.until and not entry.by_hand and not is_woken


def is_same_submission(one: StoredRecord, other: StoredRecord) -> bool:
    """Whether nobody submitted the record again in between."""
    return one.submitted == other.submitted


def as_submitted(entry: LogEntry, fetched: Record | SourceFailure) -> Record | SourceFailure:
    """The data under the version that was submitted, which names the entry; it may be newer, not older."""
    if isinstance(fetched, SourceFailure):
        return fetched
    if fetched.source_version < entry.source_version:
        return SourceFailure(reason=SourceFailureReason.STALE, found=fetched.source_version)
    return replace(fetched, source_version=entry.source_version)


def pause_after(this: Round, now: datetime, policy: RetryPolicy) -> SourcePause | None:
    """How long to leave the billing system alone; None while it gives something to somebody.

    It doubles with each try, within the bounds of the backoff, or lasts as long as was asked for.
    """
    wish = max((failed.retry_after or 0 for _, failed in this.failed), default=0)
    if not this.is_stopped and not wish:
        return None
    before = this.source.pause if this.source else None
    since = before.since if before else now
    wait = min(policy.cap, max(policy.base, (now - since).total_seconds()))
    return SourcePause(since=since, until=now + timedelta(seconds=max(wait, wish)))


def explain(key: RecordKey, failed: SourceFailure, *, wanted: int = 0) -> SyncError:
    """The catalogue's words for it."""
    known = {
        "start": failed.start,
        "field": failed.field,
        "rule": failed.rule,
        "found": str(failed.found),
        "wanted": str(wanted),
    }
    code = CODES[failed.reason]
    subject = EVERYBODY if failed.reason in ABOUT_EVERYBODY else str(key)
    context = {name: known[name] for name in sorted(catalogue.blanks(code))}
    return failure(code, subject=subject, evidence=failed.evidence, context=context)


def after_failure(entry: LogEntry, failed: SourceFailure, moment: Moment) -> Fail | Retry:
    """A person is asked at once, or after so many attempts; `entry.attempts` counts this one."""
    error = explain(entry.record, failed, wanted=entry.source_version)
    if not catalogue.row(error.code).retryable or moment.policy.is_used_up(entry.attempts):
        return Fail(error)
    at = moment.policy.next_at(moment.now, entry.attempts, moment.roll)
    return Retry(at=max(at, moment.now + timedelta(seconds=failed.retry_after or 0)), error=error)


def in_vain(asked: Asked, failed: SourceFailure, newest: Attempt | None, new_id: UUID) -> Attempt:
    """The attempt that it was: nothing was sent."""
    return Attempt(
        id=new_id,
        entry_id=asked.entry.id,
        number=newest.number + 1 if newest else 1,
        request_id=str(new_id),
        epoch=asked.entry.lease_epoch,
        draft=None,
        started_at=asked.started_at,
        finished_at=asked.finished_at,
        outcome=AttemptOutcome.NOT_APPLIED,
        evidence=failed.evidence,
    )

"""Whether to fetch, and what follows when there is no data: pure rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.catalogue import row
from domain.model.attempts import AttemptOutcome
from domain.model.log_entries import LogEntry
from domain.model.outcomes import Evidence
from domain.model.records import Record, StoredRecord
from domain.model.settings import Carried
from domain.model.sources import CompanySource, SourceAddress, SourceFailure, SourceFailureReason, SourcePause
from domain.model.verdicts import Fail, GiveWay, Retry, Skip
from domain.rules.follow import Moment
from domain.rules.retry import RetryPolicy
from domain.rules.sources import (
    ABOUT_EVERYBODY,
    CODES,
    EVERYBODY,
    TRIPS,
    Asked,
    Next,
    Plan,
    Round,
    after_failure,
    as_submitted,
    explain,
    in_vain,
    is_same_submission,
    overtaken,
    pause_after,
    plan,
    postponed,
)
from tests.builders import (
    NOON,
    a_company,
    a_contact,
    a_payment,
    a_reference,
    an_attempt,
    an_entry,
    answered,
    later,
    new_id,
    stored,
)

COMPANY = a_company()
MEMBER = a_contact(external_ref="c-1")
PAUSE = SourcePause(since=NOON, until=later(minutes=1))
SOURCE = CompanySource(company_id=COMPANY.id, address=SourceAddress(url="https://billing.example.org"))
PAUSED = replace(SOURCE, pause=PAUSE)
DOWN = SourceFailure(reason=SourceFailureReason.UNAVAILABLE)
OWN = SourceFailure(reason=SourceFailureReason.MALFORMED)
POLICY = RetryPolicy()


def kept(record: Record | None = None, **fields: object) -> StoredRecord:
    """A contact by reference, of which this is known."""
    made = stored(a_reference(MEMBER, **fields), COMPANY)
    return replace(made, record=record) if record else made


def an_entry_of(**fields: object) -> LogEntry:
    return an_entry(kept(), **fields)


def planned(
    entry: LogEntry | None = None, of: StoredRecord | None = None, source: CompanySource | None = SOURCE
) -> Plan:
    return plan(entry or an_entry_of(), of or kept(), None, source, NOON)


def asked(came: Record | SourceFailure, entry: LogEntry | None = None) -> Asked:
    return Asked(entry=entry or an_entry_of(), started_at=NOON, finished_at=later(seconds=1), came=came)


def a_round(*came: Record | SourceFailure, source: CompanySource | None = SOURCE) -> Round:
    """A batch in which these answers came in this order."""
    made = Round(company_id=COMPANY.id, entries=[], stored={}, newest={}, source=source, plans={})
    for each in came:
        made.note(asked(each))
    return made


def moment() -> Moment:
    return Moment(now=NOON, policy=POLICY, roll=1.0)


def test_what_is_by_reference_is_fetched() -> None:
    assert planned() is Next.FETCH


def test_what_comes_with_its_data_by_now_is_not_fetched() -> None:
    assert planned(of=stored(MEMBER, COMPANY)) is Next.GO_ON


@pytest.mark.parametrize(
    ("outcome", "next_"),
    [(None, Next.GO_ON), (AttemptOutcome.UNCERTAIN, Next.GO_ON), (AttemptOutcome.NOT_APPLIED, Next.FETCH)],
    ids=["a worker died over it", "nobody knows", "it did not arrive"],
)
def test_what_may_be_in_the_books_is_looked_for_under_the_data_that_was_sent(
    outcome: AttemptOutcome | None, next_: Next
) -> None:
    entry = an_entry_of()
    attempt = an_attempt(entry)
    newest = answered(attempt, outcome) if outcome else attempt
    assert plan(entry, kept(MEMBER), newest, SOURCE, NOON) is next_


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (kept(source_version=2), GiveWay()),
        (kept(replace(MEMBER, source_version=2)), Next.GO_ON),
    ],
    ids=["nothing is known", "the rules will say so"],
)
def test_an_overtaken_version_gives_way_unfetched(of: StoredRecord, expected: Plan) -> None:
    assert planned(of=of) == overtaken(of) == expected


def test_what_the_settings_leave_out_and_nobody_else_needs_is_not_fetched() -> None:
    payment = a_payment()
    of = stored(a_reference(payment), COMPANY)
    verdict = plan(an_entry(of), of, None, None, NOON, carried=Carried(kinds=frozenset()))
    assert verdict == Skip("Payments are switched off in the settings")


def test_without_an_address_a_person_is_asked() -> None:
    verdict = planned(source=None)
    assert isinstance(verdict, Fail)
    assert (verdict.error.code, verdict.error.subject) == ("source_not_configured", EVERYBODY)


def test_a_source_that_is_left_alone_is_asked_for_nobody() -> None:
    entry = an_entry_of()
    assert planned(entry, source=PAUSED) == postponed(entry, PAUSE)
    assert postponed(entry, PAUSE).at == PAUSE.until


@pytest.mark.parametrize(
    ("fields", "pause"),
    [
        ({"by_hand": True}, PAUSE),
        ({"next_attempt_at": PAUSE.until}, PAUSE),
        ({}, replace(PAUSE, until=NOON)),
    ],
    ids=["a person asked", "the database's clock woke it", "the pause is over"],
)
def test_nobody_waits_longer_than_needed(fields: dict[str, object], pause: SourcePause) -> None:
    assert planned(an_entry_of(**fields), source=replace(SOURCE, pause=pause)) is Next.FETCH


def test_an_entry_that_is_due_for_itself_waits_for_the_pause() -> None:
    entry = an_entry_of(next_attempt_at=later(seconds=30))
    assert planned(entry, source=PAUSED) == postponed(entry, PAUSE)


def test_data_is_kept_under_the_version_that_was_submitted() -> None:
    assert as_submitted(an_entry_of(), replace(MEMBER, source_version=7)) == MEMBER
    assert as_submitted(an_entry_of(), MEMBER) == MEMBER
    assert as_submitted(an_entry_of(), DOWN) is DOWN


def test_older_data_is_stale() -> None:
    came = as_submitted(an_entry_of(source_version=2), MEMBER)
    assert came == SourceFailure(reason=SourceFailureReason.STALE, found=1)
    assert isinstance(came, SourceFailure)
    told = explain(MEMBER.key, came, wanted=2)
    assert "version 1, older than version 2" in told.message


def test_another_submission_is_another_one() -> None:
    assert is_same_submission(kept(), kept(MEMBER))
    assert not is_same_submission(kept(), kept(source_version=2))
    assert not is_same_submission(kept(), stored(MEMBER, COMPANY))


@pytest.mark.parametrize("reason", SourceFailureReason)
def test_every_failure_has_its_words_and_its_cause(reason: SourceFailureReason) -> None:
    failed = SourceFailure(reason=reason, start="<", field="/total", rule="Is required.")
    told = explain(MEMBER.key, failed)
    assert told.code == CODES[reason]
    assert told.subject == (EVERYBODY if reason in ABOUT_EVERYBODY else "contact c-1")


def test_invalid_data_names_the_field_and_the_rule() -> None:
    failed = SourceFailure(reason=SourceFailureReason.INVALID, field="/total", rule="Is required.")
    told = explain(MEMBER.key, failed)
    assert told.message == "The billing system's data breaks a rule at /total: Is required."
    assert told.context == {"field": "/total", "rule": "Is required."}


@pytest.mark.parametrize("reason", SourceFailureReason)
def test_the_machine_tries_again_where_the_catalogue_says_so(reason: SourceFailureReason) -> None:
    step = after_failure(an_entry_of(attempts=1), SourceFailure(reason=reason), moment())
    assert isinstance(step, Retry) is row(CODES[reason]).retryable


def test_after_ten_attempts_a_person_is_asked() -> None:
    assert isinstance(after_failure(an_entry_of(attempts=9), DOWN, moment()), Retry)
    assert isinstance(after_failure(an_entry_of(attempts=10), DOWN, moment()), Fail)


@pytest.mark.parametrize(("wished", "seconds"), [(None, 5), (1.0, 5), (60.0, 60)])
def test_the_next_attempt_is_no_sooner_than_the_billing_system_wants(
    wished: float | None, seconds: int
) -> None:
    step = after_failure(an_entry_of(attempts=1), replace(DOWN, retry_after=wished), moment())
    assert isinstance(step, Retry)
    assert step.at == later(seconds=seconds)


def test_an_attempt_in_vain_is_the_next_one_and_sent_nothing() -> None:
    entry, id_ = an_entry_of(lease_epoch=4), new_id()
    failed = replace(DOWN, evidence=Evidence(http_status=503))
    attempt = in_vain(asked(failed, entry), failed, an_attempt(entry, number=6), id_)
    assert (attempt.number, attempt.epoch, attempt.draft, attempt.is_unsettled) == (7, 4, None, False)
    assert (attempt.started_at, attempt.finished_at) == (NOON, later(seconds=1))
    assert in_vain(asked(failed, entry), failed, None, id_).number == 1


def test_so_many_in_a_row_stop_the_round() -> None:
    assert not a_round(*[DOWN] * (TRIPS - 1)).is_stopped
    assert a_round(*[DOWN] * TRIPS).is_stopped
    assert a_round(*[DOWN] * TRIPS, MEMBER).is_stopped, "some were not asked for already"


@pytest.mark.parametrize("between", [MEMBER, OWN], ids=["data", "a failure of its own"])
def test_an_answer_about_itself_starts_the_count_anew(between: Record | SourceFailure) -> None:
    assert not a_round(DOWN, DOWN, between, DOWN, DOWN).is_stopped


def test_a_round_tells_data_from_failures() -> None:
    this = a_round(MEMBER, DOWN)
    assert [data for _, data in this.given] == [MEMBER]
    assert [failed for _, failed in this.failed] == [DOWN]


def test_a_round_that_was_not_stopped_pauses_nothing() -> None:
    assert pause_after(a_round(DOWN, DOWN), NOON, POLICY) is None


@pytest.mark.parametrize(
    ("before", "seconds"),
    [
        (None, 5),
        (SourcePause(since=later(seconds=-5), until=NOON), 5),
        (SourcePause(since=later(seconds=-40), until=NOON), 40),
        (SourcePause(since=later(days=-1), until=NOON), 900),
    ],
    ids=["the first", "the second", "a later one", "the longest"],
)
def test_the_pause_doubles_with_each_try(before: SourcePause | None, seconds: int) -> None:
    pause = pause_after(a_round(*[DOWN] * TRIPS, source=replace(SOURCE, pause=before)), NOON, POLICY)
    since = before.since if before else NOON
    assert pause == SourcePause(since=since, until=later(seconds=seconds))


def test_a_wish_for_a_pause_needs_no_row_of_failures() -> None:
    this = a_round(MEMBER, replace(DOWN, retry_after=120.0), source=None)
    assert pause_after(this, NOON, POLICY) == SourcePause(since=NOON, until=later(seconds=120))

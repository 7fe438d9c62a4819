"""Every odd answer that QuickBooks is known for, over real HTTP: what it means, and what is in the books."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from adapters.quickbooks.settings import Rates
from domain.model.commands import PostCustomer, Write
from domain.model.outcomes import (
    Applied,
    Held,
    HoldReason,
    Outcome,
    RefusalReason,
    Refused,
    Unknown,
    UnknownReason,
)
from domain.model.questions import CustomerNamed
from domain.ports.ledger import Ledger, QuestionsUnanswered
from tests.adapters.quickbooks.conftest import OpenLedger
from tests.builders import NOON, a_contact
from tests.contracts.ledger import a_marker
from tests.servers.sandbox import Realm

NAME = CustomerNamed(name="Acme")


def customers(ledger: Ledger, *names: str) -> list[Write]:
    commands = (PostCustomer(contact=a_contact(organisation=name), marker=a_marker()) for name in names)
    return [
        Write(request_id=f"request-{number}", draft=ledger.draft(command))
        for number, command in enumerate(commands)
    ]


async def write_one(ledger: Ledger) -> Outcome:
    (outcome,) = await ledger.write(customers(ledger, "Acme"))
    return outcome


async def begun(realm: Realm, *, calls: int) -> None:
    async with asyncio.timeout(10):
        while True:
            if len(await asyncio.to_thread(realm.calls)) >= calls:
                return
            await asyncio.sleep(0.01)


def made(realm: Realm) -> int:
    return len([entry for entry in realm.ledger() if entry["operation"] == "create"])


@dataclass(frozen=True, kw_only=True)
class Case:
    """A fault on the only call, what it means, and how many customers there are then."""

    action: dict[str, Any]
    outcome: type[Outcome]
    reason: str = ""
    made: int = 0


AFTER = {"after": "commit"}
CASES = {
    "throttled in XML": Case(action={"kind": "throttle"}, outcome=Held, reason=HoldReason.RATE_LIMITED),
    "throttled in JSON": Case(
        action={"kind": "throttle", "format": "json"}, outcome=Held, reason=HoldReason.RATE_LIMITED
    ),
    "throttled in the gateway's JSON": Case(
        action={"kind": "throttle", "format": "gateway_json"}, outcome=Held, reason=HoldReason.RATE_LIMITED
    ),
    "throttled with 403": Case(
        action={"kind": "throttle", "status": 403}, outcome=Held, reason=HoldReason.RATE_LIMITED
    ),
    "a page with 503": Case(action={"kind": "html"}, outcome=Unknown, reason=UnknownReason.UNAVAILABLE),
    "a page with 200": Case(
        action={"kind": "html", "status": 200}, outcome=Unknown, reason=UnknownReason.UNREADABLE_ANSWER
    ),
    "a page after the commit": Case(
        action={"kind": "html", "status": 200, **AFTER},
        outcome=Unknown,
        reason=UnknownReason.UNREADABLE_ANSWER,
        made=1,
    ),
    "nothing": Case(action={"kind": "empty"}, outcome=Unknown, reason=UnknownReason.EMPTY_ANSWER),
    "nothing after the commit": Case(
        action={"kind": "empty", **AFTER}, outcome=Unknown, reason=UnknownReason.EMPTY_ANSWER, made=1
    ),
    "stream timeout": Case(action={"kind": "text"}, outcome=Unknown, reason=UnknownReason.TIMEOUT),
    "stream timeout with 200": Case(
        action={"kind": "text", "status": 200}, outcome=Unknown, reason=UnknownReason.TIMEOUT
    ),
    "dropped before the commit": Case(action={"kind": "drop"}, outcome=Unknown, reason=UnknownReason.TIMEOUT),
    "dropped after the commit": Case(
        action={"kind": "drop", **AFTER}, outcome=Unknown, reason=UnknownReason.TIMEOUT, made=1
    ),
    "cut in the middle": Case(
        action={"kind": "truncate"}, outcome=Unknown, reason=UnknownReason.TIMEOUT, made=1
    ),
    "in small pieces, but in time": Case(action={"kind": "slow", "seconds": 0.1}, outcome=Applied, made=1),
    "maintenance": Case(
        action={"kind": "fault", "code": "150"}, outcome=Refused, reason=RefusalReason.UNAVAILABLE
    ),
    "an application error": Case(
        action={"kind": "fault", "code": "10000"}, outcome=Unknown, reason=UnknownReason.UNAVAILABLE
    ),
    "a fault with 200": Case(
        action={"kind": "fault", "code": "6240", "status": 200},
        outcome=Refused,
        reason=RefusalReason.NAME_TAKEN,
    ),
    "a lapsed subscription": Case(
        action={"kind": "fault", "code": "6190"}, outcome=Held, reason=HoldReason.COMPANY_SUSPENDED
    ),
    "a missing permission": Case(
        action={"kind": "fault", "code": "5020"}, outcome=Held, reason=HoldReason.PERMISSION_DENIED
    ),
    "a redirect": Case(
        action={"kind": "http", "status": 307}, outcome=Unknown, reason=UnknownReason.EMPTY_ANSWER
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
async def test_a_write_that_is_answered(ledger: Ledger, realm: Realm, case: Case) -> None:
    realm.add_fault({"action": case.action})
    outcome = await write_one(ledger)
    assert isinstance(outcome, case.outcome)
    if not isinstance(outcome, Applied):
        assert outcome.reason == case.reason
    assert made(realm) == case.made
    assert len(realm.calls()) == 1  # nothing under us tries again


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        ({"kind": "throttle"}, Held),
        ({"kind": "html"}, Unknown),
        ({"kind": "fault", "code": "4000"}, Refused),
        ({"kind": "truncate"}, Unknown),
    ],
    ids=["throttled", "a page", "a query that cannot be parsed", "cut in the middle"],
)
async def test_a_question_that_is_answered_with(
    ledger: Ledger, realm: Realm, action: dict[str, Any], answer: type
) -> None:
    realm.add_fault({"action": action})
    with pytest.raises(QuestionsUnanswered) as unanswered:
        await ledger.ask([NAME])
    assert isinstance(unanswered.value.answer, answer)


async def test_every_outcome_keeps_the_intuit_tid(ledger: Ledger, realm: Realm) -> None:
    realm.add_fault({"times": 1, "action": {"kind": "fault", "code": "6210"}})
    refused, applied = await write_one(ledger), await write_one(ledger)
    tids = [call["intuit_tid"] for call in realm.calls()]
    assert [outcome.evidence.intuit_tid for outcome in (refused, applied)] == tids


async def test_retry_after_is_honoured(ledger: Ledger, realm: Realm) -> None:
    realm.add_fault({"action": {"kind": "throttle", "retry_after": 7}})
    outcome = await write_one(ledger)
    assert isinstance(outcome, Held)
    assert outcome.until == NOON + timedelta(seconds=7)


async def test_a_throttle_without_retry_after_lasts_as_long_as_is_set(
    open_ledger: OpenLedger, realm: Realm
) -> None:
    realm.add_fault({"action": {"kind": "throttle"}})
    outcome = await write_one(open_ledger(throttle_pause=90))
    assert isinstance(outcome, Held)
    assert outcome.until == NOON + timedelta(seconds=90)


async def test_once_a_write_is_held_the_rest_is_not_sent(open_ledger: OpenLedger, realm: Realm) -> None:
    realm.add_fault({"skip": 1, "action": {"kind": "throttle"}})
    ledger = open_ledger(rates=Rates(per_second=10_000, in_flight=1, per_minute=100_000))
    outcomes = await ledger.write(customers(ledger, *(f"Member {number}" for number in range(40))))
    assert [type(outcome) for outcome in outcomes] == [Applied] + [Held] * 39
    assert len(realm.calls()) == 2
    assert outcomes[-1].evidence.http_status is None


async def test_what_was_sent_before_a_hold_keeps_its_own_outcome(ledger: Ledger, realm: Realm) -> None:
    realm.add_fault({"match": {"body_contains": "Throttled"}, "action": {"kind": "throttle"}})
    realm.add_fault({"match": {"body_contains": "Slow"}, "action": {"kind": "delay", "seconds": 0.3}})
    outcomes = await ledger.write(customers(ledger, "Slow", "Throttled"))
    assert [type(outcome) for outcome in outcomes] == [Applied, Held]


async def test_an_answer_after_the_timeout_is_unknown(open_ledger: OpenLedger, realm: Realm) -> None:
    realm.add_fault({"action": {"kind": "delay", "seconds": 30, "after": "commit"}})
    outcome = await write_one(open_ledger(read_timeout=0.2))
    assert isinstance(outcome, Unknown)
    assert outcome.reason is UnknownReason.TIMEOUT
    assert made(realm) == 1


async def test_an_answer_that_trickles_in_for_ever_is_unknown_in_time(
    open_ledger: OpenLedger, realm: Realm
) -> None:
    realm.add_fault({"action": {"kind": "slow", "seconds": 20}})
    began = time.monotonic()
    outcome = await write_one(open_ledger(read_timeout=1.5, connect_timeout=0.1))
    assert isinstance(outcome, Unknown)
    assert time.monotonic() - began < 10


async def test_several_errors_at_once_are_all_kept(ledger: Ledger) -> None:
    contact = a_contact(first_name="Ann", last_name="O'Neil", suffix="x" * 20, email="x" * 120)
    draft = ledger.draft(PostCustomer(contact=contact, marker=a_marker()))
    (outcome,) = await ledger.write([Write(request_id="r-1", draft=draft)])
    assert isinstance(outcome, Refused)
    assert (outcome.reason, outcome.limit, outcome.length) == (RefusalReason.TOO_LONG, 100, 120)
    assert outcome.evidence.fault is not None
    assert outcome.evidence.fault.element == "PrimaryEmailAddr.Address"
    assert "\n2050 Suffix: " in (outcome.evidence.fault.detail or "")


async def test_a_cancellation_waits_for_what_was_sent_and_begins_nothing_more(
    open_ledger: OpenLedger, realm: Realm
) -> None:
    realm.add_fault({"action": {"kind": "delay", "seconds": 0.5}})
    ledger = open_ledger(rates=Rates(per_second=10_000, in_flight=2, per_minute=100_000))
    writing = asyncio.ensure_future(ledger.write(customers(ledger, "One", "Two", "Three", "Four")))
    await begun(realm, calls=2)
    assert made(realm) == 0
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert made(realm) == 2
    assert len(realm.calls()) == 2


async def test_the_limits_of_qbo_are_kept(open_ledger: OpenLedger, realm: Realm) -> None:
    realm.settings({"limits": {"enforce": True}})
    ledger = open_ledger(rates=Rates())
    outcomes = await ledger.write(customers(ledger, *(f"Member {number}" for number in range(25))))
    assert {type(outcome) for outcome in outcomes} == {Applied}


async def test_a_long_answer_is_read_page_by_page(
    ledger: Ledger, realm: Realm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.quickbooks.query.PAGE", 2)
    monkeypatch.setattr("adapters.quickbooks.ledger.PAGE", 2)
    names = [f"Member {number}" for number in range(4)]
    await ledger.write(customers(ledger, *names))
    facts = await ledger.ask([CustomerNamed(name=name) for name in names])
    assert [len(found) for found in facts.answers.values()] == [1, 1, 1, 1]
    assert [call["kind"] for call in realm.calls()][4:] == ["read", "read", "read"]


async def test_many_questions_cost_few_reads(ledger: Ledger, realm: Realm) -> None:
    questions = [CustomerNamed(name=f"Member {number}") for number in range(100)]
    facts = await ledger.ask([*questions, *questions])
    assert len(facts.answers) == 100
    assert [call["kind"] for call in realm.calls()] == ["read", "read"]

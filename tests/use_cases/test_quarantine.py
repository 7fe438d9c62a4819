"""A bug of ours sets its entry aside, and keeps nobody else back."""

from __future__ import annotations

import logging

import pytest

from domain.model.commands import Command, Draft, PostCustomer
from domain.model.dossiers import Dossier
from domain.model.log_entries import ErrorOutcome, Status
from domain.model.outcomes import Outcome
from domain.model.records import Contact
from domain.model.verdicts import Step, Verdict
from domain.rules import contacts
from domain.rules import follow as following
from domain.use_cases import record_outcomes
from tests.builders import a_contact
from tests.fakes.ledger import LOST
from tests.use_cases.house import House

FAILED, SYNCED = Status.FAILED, Status.SYNCED

ODD = a_contact(organisation="Odd")
GOOD = a_contact()


class BugError(Exception):
    """What nobody thought of; it quotes a member's name."""

    def __init__(self) -> None:
        super().__init__(ODD.display_name)


def break_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    decide = contacts.blocker

    def blocker(contact: Contact, dossier: Dossier) -> Verdict | None:
        if contact == ODD:
            raise BugError
        return decide(contact, dossier)

    monkeypatch.setattr(contacts, "blocker", blocker)


def break_the_drafts(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = house.ledger.draft

    def broken(command: Command) -> Draft:
        if isinstance(command, PostCustomer) and command.contact == ODD:
            raise BugError
        return draft(command)

    monkeypatch.setattr(house.ledger, "draft", broken)


def break_what_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    def follow(dossier: Dossier, outcome: Outcome, moment: following.Moment) -> Step:
        if dossier.record == ODD:
            raise BugError
        return following.follow(dossier, outcome, moment)

    monkeypatch.setattr(record_outcomes, "follow", follow)


@pytest.mark.parametrize("where", ["rules", "drafts", "what follows"])
async def test_a_bug_quarantines_its_entry_alone(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, where: str
) -> None:
    match where:
        case "rules":
            break_the_rules(monkeypatch)
        case "drafts":
            break_the_drafts(house, monkeypatch)
        case _:
            break_what_follows(monkeypatch)
    await house.submit(ODD, GOOD)
    await house.drain()
    assert await house.statuses(ODD, GOOD) == [FAILED, SYNCED]
    assert await house.code(ODD) == "internal_error"
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.message == "entry_quarantined"
    assert "BugError at " in str(record.__dict__["bug"])
    assert ODD.display_name not in caplog.text


async def test_a_bug_is_not_met_again_by_itself(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    break_the_rules(monkeypatch)
    await house.submit(ODD)
    await house.drain()
    monkeypatch.undo()
    await house.drain()
    assert await house.statuses(ODD) == [FAILED]
    await house.resync(ODD)
    await house.drain()
    assert await house.statuses(ODD) == [SYNCED]


async def test_a_bug_about_what_is_in_doubt_leaves_the_doubt(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.ledger.answer_next(LOST)

    async def meet_a_bug() -> None:
        def candidates(*_: object) -> None:
            raise BugError

        monkeypatch.setattr(contacts, "candidates", candidates)

    house.ledger.while_written = meet_a_bug
    await house.submit(ODD)
    await house.drain()
    error = (await house.entry(ODD)).error
    assert error
    assert (error.code, error.outcome) == ("internal_error", ErrorOutcome.UNCERTAIN)
    monkeypatch.undo()
    assert (await house.resync(ODD)).status is Status.UNCERTAIN

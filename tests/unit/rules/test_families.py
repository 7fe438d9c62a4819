"""A child waits for its parent, tells how that stands, and does not wait for one that was given up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.model.log_entries import LogEntry, Status
from domain.model.records import Record, RecordKey
from domain.model.standings import Standing
from domain.model.verdicts import Wait
from domain.rules.causes import cause_of
from domain.rules.decide import blocked, questions
from domain.rules.families import cause_of_children, is_bereft, told
from tests.builders import a_payment, an_error, an_invoice, failed, new_id
from tests.unit.rules.dossiers import ACME, COMPANY, a_dossier, an_entry_that, error_of

INVOICE = an_invoice(ACME)
PAYMENT = a_payment(INVOICE)
PARENT_ID = new_id()
TAKEN = "The name supplied already exists"


def standing(
    status: Status = Status.FAILED, *, left_out: bool = False, message: str | None = TAKEN
) -> Standing:
    return Standing(entry_id=PARENT_ID, status=status, is_left_out=left_out, message=message)


def verdict(child: Record, **standings: Standing) -> object:
    """Return what is decided of a child, its contact and invoice missing and standing as they do."""
    keys: dict[str, RecordKey] = {"contact": ACME.key, "invoice": INVOICE.key}
    missing = [keys[name] for name in standings]
    dossier = a_dossier(child, invoices=[INVOICE], missing=missing)
    needs = dict(dossier.needs)
    for name, each in standings.items():
        needs[keys[name]] = replace(needs[keys[name]], standing=each)
    dossier = replace(dossier, needs=needs)
    assert questions(dossier) == ()
    return blocked(dossier)


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.SUPERSEDED])
def test_a_child_waits_for_a_parent_that_may_still_come(status: Status) -> None:
    assert verdict(INVOICE, contact=standing(status)) == Wait((ACME.key,))


def test_a_child_of_a_parent_that_was_given_up_fails_and_says_why() -> None:
    error = error_of(verdict(INVOICE, contact=standing(left_out=True)))
    assert (error.code, error.subject) == ("depends_on_failed", "contact c-17")
    assert error.message == f"It depends on contact c-17, which was left out: {TAKEN}"
    assert error.context["entry_id"] == str(PARENT_ID)


def test_a_parent_that_was_voided_is_nothing_to_include() -> None:
    error = error_of(verdict(INVOICE, contact=replace(standing(Status.SYNCED), is_void=True)))
    assert error.message.endswith("contact c-17, which was left out: it was voided")
    assert "entry_id" not in error.context


def test_a_parent_may_be_given_up_before_anything_went_wrong_with_it() -> None:
    error = error_of(verdict(INVOICE, contact=standing(Status.QUEUED, left_out=True, message=None)))
    assert error.message.endswith("left out: nothing had gone wrong with it yet")


def test_one_parent_given_up_among_those_that_may_come_is_enough() -> None:
    error = error_of(verdict(PAYMENT, contact=standing(), invoice=standing(left_out=True)))
    assert error.subject == f"invoice {INVOICE.external_ref}"


@pytest.mark.parametrize("status", [Status.SYNCED, Status.SUPERSEDED, Status.SKIPPED])
def test_what_is_over_was_not_given_up(status: Status) -> None:
    assert not standing(status, left_out=True).is_given_up


def test_all_children_of_one_parent_share_a_cause() -> None:
    of_invoice, of_payment = (
        error_of(verdict(child, contact=standing(left_out=True))) for child in (INVOICE, PAYMENT)
    )
    cause = cause_of_children(COMPANY.id, ACME.key)
    assert {cause_of(COMPANY.id, of_invoice), cause_of(COMPANY.id, of_payment)} == {cause}


def test_only_a_failure_for_a_parent_is_bereft() -> None:
    entry = an_entry_that(Status.SYNCING)
    assert is_bereft(failed(entry, an_error("depends_on_failed")))
    assert not is_bereft(failed(entry))
    assert not is_bereft(replace(failed(entry), error=None))
    assert not is_bereft(entry)


def waiting_for(*keys: RecordKey) -> LogEntry:
    return an_entry_that(Status.WAITING, waiting_for=keys, message="Waiting")


def test_a_waiting_entry_says_which_of_its_parents_failed() -> None:
    entry = told(waiting_for(ACME.key), {ACME.key: standing()})
    assert entry.message == f"Waiting for contact c-17, which failed: {TAKEN}"


def test_a_waiting_entry_says_which_of_its_parents_the_settings_skipped() -> None:
    skipped = standing(Status.SKIPPED, message="Contacts are switched off in the settings")
    entry = told(waiting_for(ACME.key), {ACME.key: skipped})
    assert entry.message == (
        "Waiting for contact c-17, which was skipped: Contacts are switched off in the settings"
    )


def test_parents_that_did_not_fail_are_only_named() -> None:
    nobody = replace(ACME.key, external_ref="nobody")
    entry = told(
        waiting_for(nobody, INVOICE.key, ACME.key),
        {ACME.key: standing(), INVOICE.key: standing(Status.QUEUED)},
    )
    assert entry.message == (
        f"Waiting for contact nobody; invoice {INVOICE.external_ref}; contact c-17, which failed: {TAKEN}"
    )


@pytest.mark.parametrize(
    "standings", [{}, {ACME.key: standing(Status.RETRYING)}], ids=["unknown", "on its way"]
)
def test_while_no_parent_failed_the_message_stays(standings: dict[RecordKey, Standing]) -> None:
    entry = waiting_for(ACME.key)
    assert told(entry, standings) is entry

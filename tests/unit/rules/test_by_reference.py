"""What a submission by reference is to the rules of intake, and to the log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import SourceVersionReused, StaleSourceVersion
from domain.model.log_entries import ContactName, LogEntry
from domain.model.records import Contact, Record, StoredRecord
from domain.rules.entries import new_entry, with_data
from domain.rules.intake import Intake, content, judge
from domain.rules.sending import next_sending
from tests.builders import NOON, a_contact, a_payment, a_reference, an_attempt, an_invoice, new_id, stored
from tests.unit.rules.dossiers import COMPANY, a_dossier

MEMBER = a_contact(external_ref="c-1", source_version=2)
REFERENCE = a_reference(MEMBER)
FETCHED = replace(stored(REFERENCE, COMPANY), record=MEMBER)


def an_entry_for(of: StoredRecord, contact: Contact | None = None) -> LogEntry:
    return new_entry(of, contact=contact, is_linked=False, new_id=new_id(), now=NOON)


def test_a_reference_is_what_was_submitted_even_after_the_data_came() -> None:
    assert (FETCHED.submitted, FETCHED.data) == (REFERENCE, MEMBER)
    assert (stored(REFERENCE, COMPANY).submitted, stored(REFERENCE, COMPANY).data) == (REFERENCE, None)
    assert (stored(MEMBER, COMPANY).submitted, stored(MEMBER, COMPANY).data) == (MEMBER, MEMBER)


def test_the_same_reference_again_changes_nothing() -> None:
    assert judge(FETCHED.submitted, a_reference(MEMBER)) is Intake.UNCHANGED


def test_a_newer_version_is_newer_in_either_form() -> None:
    assert judge(FETCHED.submitted, replace(MEMBER, source_version=3)) is Intake.NEWER
    assert judge(MEMBER, a_reference(MEMBER, source_version=3)) is Intake.NEWER


def test_an_older_reference_is_stale() -> None:
    with pytest.raises(StaleSourceVersion):
        judge(FETCHED.submitted, a_reference(MEMBER, source_version=1))


def test_one_version_has_one_form() -> None:
    with pytest.raises(SourceVersionReused):
        judge(FETCHED.submitted, MEMBER)
    with pytest.raises(SourceVersionReused):
        judge(MEMBER, REFERENCE)


def test_what_is_known_is_kept_under_the_newer_reference() -> None:
    newer = a_reference(MEMBER, source_version=3)
    assert content(FETCHED, newer) == replace(MEMBER, source_version=3)
    assert content(stored(MEMBER, COMPANY), newer) == replace(MEMBER, source_version=3)


def test_where_nothing_is_known_the_reference_is_kept() -> None:
    newer = a_reference(MEMBER, source_version=3)
    assert content(None, newer) is content(stored(REFERENCE, COMPANY), newer) is newer


def test_data_takes_the_place_of_a_reference() -> None:
    newer = replace(MEMBER, source_version=3)
    assert content(FETCHED, newer) is newer


@pytest.mark.parametrize(
    ("record", "contact"),
    [(MEMBER, ContactName(external_ref="c-1")), (an_invoice(), None), (a_payment(), None)],
    ids=["a contact", "an invoice", "a payment"],
)
def test_an_entry_says_no_more_than_is_known(record: Record, contact: ContactName | None) -> None:
    entry = an_entry_for(stored(a_reference(record), COMPANY))
    assert (entry.record, entry.source_version) == (record.key, record.source_version)
    assert (entry.contact, entry.reference, entry.amount, entry.txn_date) == (contact, None, None, None)
    assert entry.by_reference


@pytest.mark.parametrize("record", [MEMBER, an_invoice(), a_payment()], ids=lambda each: each.kind.value)
def test_once_the_data_is_known_the_entry_is_like_any_other(record: Record) -> None:
    blank = an_entry_for(stored(a_reference(record), COMPANY))
    full = an_entry_for(stored(record, COMPANY), contact=MEMBER)
    filled = with_data(blank, record, contact=MEMBER)
    assert filled == replace(full, id=blank.id, record_id=blank.record_id, by_reference=True)


def test_an_attempt_that_sent_nothing_is_never_sent_again() -> None:
    dossier = a_dossier(MEMBER)
    with pytest.raises(LookupError):
        next_sending(dossier, an_attempt(dossier.entry, draft=None), new_id=new_id(), now=NOON)

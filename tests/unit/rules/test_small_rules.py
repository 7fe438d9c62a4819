"""The rules of a few lines: markers, causes, versions, words, quarantine, failures, new entries."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import catalogue
from domain.errors import VersionDiffers, VersionRequired
from domain.model.log_entries import ContactName, EntryOperation, ErrorOutcome, Status
from domain.model.outcomes import Evidence, Fault
from domain.model.records import Record
from domain.rules.causes import cause_of
from domain.rules.entries import new_entry
from domain.rules.failures import failure
from domain.rules.markers import is_current, is_ours, marker_of
from domain.rules.quarantine import quarantined, where
from domain.rules.versions import check_version
from domain.rules.words import search_words
from tests.builders import NOON, a_contact, a_payment, an_error, an_invoice, new_id, stored
from tests.unit.rules.dossiers import (
    ACME,
    COMPANY,
    a_dossier,
    error_of,
    mark,
    older_mark,
    somebodys_mark,
)


def test_our_marker_names_the_record_and_which_version_of_it() -> None:
    dossier = a_dossier(a_contact(source_version=4))
    assert (marker_of(dossier).record_id, marker_of(dossier).source_version) == (dossier.entry.record_id, 4)


def test_our_own_work_is_told_from_that_of_others() -> None:
    dossier = a_dossier(a_contact(source_version=4))
    marks = (mark(dossier), older_mark(dossier), somebodys_mark(), None)
    assert [is_ours(each, dossier) for each in marks] == [True, True, False, False]
    assert [is_current(each, dossier) for each in marks] == [True, False, False, False]


def test_one_code_about_one_subject_in_one_company_is_one_cause() -> None:
    cause = cause_of(COMPANY.id, an_error(subject="gala"))
    assert cause == cause_of(COMPANY.id, replace(an_error(subject="gala"), message="Other words"))
    others = [
        cause_of(COMPANY.id, an_error(subject="dues")),
        cause_of(COMPANY.id, an_error("tax_not_mapped", subject="gala")),
        cause_of(new_id(), an_error(subject="gala")),
    ]
    assert len({cause, *others}) == 4


def test_a_change_must_say_which_version_it_changes() -> None:
    check_version(3, 3)
    with pytest.raises(VersionRequired):
        check_version(3, None)
    with pytest.raises(VersionDiffers):
        check_version(3, 2)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Payment Ref#: CHK-5521!", ("payment", "ref", "chk", "5521")),
        ("dues dues DUES", ("dues",)),
        ("Müller_Söhne, Straße 7a", ("müller", "söhne", "strasse", "7a")),
        ("  #!? ", ()),
        ("東京 2026", ("東京", "2026")),
    ],
    ids=repr,
)
def test_words_are_runs_of_letters_and_digits(text: str, words: tuple[str, ...]) -> None:
    assert search_words(text) == words


@given(text=st.text())
def test_words_are_lower_case_come_once_and_are_their_own_words(text: str) -> None:
    words = search_words(text)
    assert len(set(words)) == len(words)
    assert all(word and "_" not in word and not word.isspace() for word in words)
    assert search_words(" ".join(words)) == words


@given(text=st.text(alphabet=st.characters(max_codepoint=0x7F)))
def test_the_case_of_a_search_does_not_matter(text: str) -> None:
    assert search_words(text.upper()) == search_words(text.lower())


def test_a_bug_sets_its_entry_aside() -> None:
    assert error_of(quarantined(a_dossier(ACME))).subject == "contact c-17"
    assert error_of(quarantined(a_dossier(ACME))).code == "internal_error"


def test_a_bug_is_told_by_its_place_and_without_its_message() -> None:
    with pytest.raises(KeyError) as bug:
        failure("invoice_not_found", subject="Ann Lee, 1 Main St")
    place = where(bug.value)
    assert re.fullmatch(r"KeyError at .*catalogue/__init__\.py:\d+", place)


def test_a_failure_fills_in_the_message_and_keeps_what_it_was_filled_with() -> None:
    fault = Fault(code="6140", message="Duplicate Document Number Error")
    error = failure(
        "document_number_conflict",
        subject="number 7",
        evidence=Evidence(fault=fault, intuit_tid="tid-1"),
        number=7,
    )
    assert error.message == catalogue.message("document_number_conflict", number="7")
    assert (error.context, error.subject) == ({"number": "7"}, "number 7")
    assert (error.fault, error.intuit_tid, error.outcome) == (fault, "tid-1", ErrorOutcome.NOT_APPLIED)


def test_a_failure_that_quickbooks_said_nothing_to_has_no_fault() -> None:
    error = failure("unauthorized", subject="quickbooks", outcome=ErrorOutcome.UNCERTAIN)
    assert (error.fault, error.intuit_tid, error.context) == (None, None, {})
    assert error.outcome is ErrorOutcome.UNCERTAIN


def test_a_failure_without_a_blank_is_a_bug() -> None:
    with pytest.raises(KeyError):
        failure("invoice_not_found", subject="number 7")


INVOICE = an_invoice(ACME, number="1001")
PAYMENT = a_payment(on=INVOICE, reference="CHK 1")


@pytest.mark.parametrize(
    ("record", "contact_ref", "reference", "amount"),
    [
        pytest.param(ACME, "c-17", None, "None", id="a contact"),
        pytest.param(INVOICE, "c-17", "1001", "350.00 USD", id="an invoice"),
        pytest.param(PAYMENT, "c-17", "CHK 1", "350.00 USD", id="a payment"),
    ],
)
def test_an_entry_begins_with_what_staff_know_the_record_by(
    record: Record, contact_ref: str, reference: str | None, amount: str
) -> None:
    entry_id = UUID(int=7)
    kept = stored(record, COMPANY)
    entry = new_entry(kept, contact=ACME, is_linked=False, new_id=entry_id, now=NOON)
    assert (entry.id, entry.record_id, entry.company_id) == (entry_id, kept.id, COMPANY.id)
    assert (entry.record, entry.source_version, entry.status) == (record.key, 1, Status.QUEUED)
    assert (entry.contact, entry.reference) == (
        ContactName(external_ref=contact_ref, name="Acme Bakery"),
        reference,
    )
    assert (str(entry.amount), entry.created_at, entry.updated_at) == (amount, NOON, NOON)
    assert entry.txn_date == getattr(record, "txn_date", None)
    assert entry.attempts == entry.lease_epoch == 0


def test_an_entry_of_a_contact_that_nobody_submitted_has_no_name_yet() -> None:
    entry = new_entry(stored(INVOICE, COMPANY), contact=None, is_linked=False, new_id=new_id(), now=NOON)
    assert entry.contact == ContactName(external_ref="c-17")


def test_what_is_in_the_books_already_is_updated() -> None:
    operations = [
        new_entry(stored(ACME, COMPANY), contact=ACME, is_linked=linked, new_id=new_id(), now=NOON).operation
        for linked in (False, True)
    ]
    assert operations == [EntryOperation.CREATE, EntryOperation.UPDATE]

"""What was deleted in the books is made anew where a person says so; what is changed has a version."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.model.books import LedgerPayment
from domain.model.log_entries import SyncError
from domain.model.records import Record
from domain.model.verdicts import Fail, Post
from domain.rules.failures import failure
from domain.rules.preconditions import versioned
from tests.builders import a_credit, a_payment, a_ref, an_invoice
from tests.unit.rules.dossiers import ACME, a_dossier, a_held_invoice, error_of, posted, verdict_on

GONE = SyncError(code="changed_in_quickbooks", message="", subject="")
OTHER = SyncError(code="fee_item_not_mapped", message="", subject="")
INVOICE = an_invoice(ACME, number="1001")
RECORDS: list[Record] = [INVOICE, a_payment(reference="CHK 1"), a_credit(reference="CR-5")]
each_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.kind.value)


@each_record
def test_a_person_who_was_told_that_it_is_gone_has_it_made_anew(record: Record) -> None:
    verdict = verdict_on(a_dossier(record, linked="188", by_hand=True, error=GONE))
    assert isinstance(verdict, Post)
    assert getattr(posted(verdict), "replaces", None) is None


@each_record
@pytest.mark.parametrize(
    ("by_hand", "error"),
    [(False, GONE), (True, OTHER), (True, None)],
    ids=["a bulk resync", "told of something else", "told of nothing"],
)
def test_nobody_else_has_it_made_anew(
    record: Record,
    by_hand: bool,  # noqa: FBT001 - a column of the table
    error: SyncError | None,
) -> None:
    verdict = verdict_on(a_dossier(record, linked="188", by_hand=by_hand, error=error))
    assert error_of(verdict).code == "changed_in_quickbooks"


def test_what_was_voided_is_not_made_anew() -> None:
    dossier = a_dossier(INVOICE, linked="145", by_hand=True, error=GONE)
    verdict = verdict_on(dossier, a_held_invoice(voided=True))
    assert isinstance(verdict, Fail)
    assert verdict.error.context == {"lost": "145"}


def test_nor_is_a_payment_that_was_voided() -> None:
    dossier = a_dossier(RECORDS[1], linked="188", by_hand=True, error=GONE)
    ref = a_ref("Payment", "188")
    voided = LedgerPayment(ref=ref, customer_id="61", reference="CHK 1", total=Decimal(), voided=True)
    assert error_of(verdict_on(dossier, voided)).context == {"lost": "188"}


def test_a_failure_knows_the_version_of_the_mapping_that_is_to_be_changed() -> None:
    error = failure("reference_inactive", subject="", what="Gold", known={"fee_item": "dues-gold"})
    assert versioned(error, a_dossier(INVOICE)).context["mapping_version"] == "1"


def test_a_failure_for_want_of_a_mapping_has_no_version() -> None:
    error = failure("tax_not_mapped", subject="state", number="1001", tax="state")
    assert versioned(error, a_dossier(INVOICE)) is error


def test_a_failure_knows_the_version_of_the_contacts_link() -> None:
    error = failure("customer_inactive", subject="", customer="Acme Bakery")
    assert versioned(error, a_dossier(INVOICE)).context["link_version"] == "1"
    assert versioned(error, a_dossier(ACME, linked="61")).context["link_version"] == "1"
    assert versioned(error, a_dossier(ACME)) is error


def test_a_failure_that_no_link_cures_knows_none() -> None:
    error = failure("period_closed", subject="", date="2026-01-05")
    assert versioned(error, a_dossier(INVOICE)) is error

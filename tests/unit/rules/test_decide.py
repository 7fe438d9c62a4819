"""An unknown outcome is settled first; an older version gives way to a newer one; then the books decide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.model.books import LedgerObject, LedgerPayment
from domain.model.dossiers import Dossier
from domain.model.log_entries import MAX_ATTEMPTS
from domain.model.records import Contact, Credit, Invoice, Payment, Record, WriteOff
from domain.model.verdicts import Adopt, GiveWay, Resend
from domain.rules.decide import questions
from tests.builders import a_contact, a_link, a_payment, a_ref, an_invoice, stored
from tests.unit.rules.dossiers import (
    ACME,
    COMPANY,
    RECORDS,
    a_dossier,
    a_held_customer,
    a_held_invoice,
    a_held_memo,
    a_held_payment,
    error_of,
    in_doubt,
    mark,
    older_mark,
    posted,
    somebodys_mark,
    verdict_on,
)

INVOICE = an_invoice(ACME, number="1001")

each_kind = pytest.mark.parametrize("record", RECORDS, ids=lambda record: str(record.kind))


def held(record: Record, **fields: object) -> LedgerObject:
    """Return the record's object, as the books would hold it."""
    match record:
        case Contact():
            return a_held_customer(**fields)  # type: ignore[arg-type]  # its own fields
        case Invoice():
            return a_held_invoice(**fields)  # type: ignore[arg-type]  # its own fields
        case Credit() | WriteOff():
            total = {"total": record.total, "remaining": record.total}
            return a_held_memo(**(total | fields))  # type: ignore[arg-type]  # its own fields
        case Payment():
            return a_held_payment(**fields)  # type: ignore[arg-type]  # its own fields


def resent(dossier: Dossier) -> Resend:
    assert dossier.unsettled
    return Resend(dossier.unsettled)


@each_kind
def test_what_a_lost_sending_made_is_found_by_its_marker_and_adopted(record: Record) -> None:
    dossier = in_doubt(record)
    ours = held(record, marker=mark(dossier))
    assert verdict_on(dossier, ours) == Adopt(ours.ref)


@each_kind
def test_a_lost_sending_of_which_the_books_know_nothing_goes_out_again(record: Record) -> None:
    dossier = in_doubt(record)
    assert verdict_on(dossier) == resent(dossier)


@each_kind
def test_somebody_elses_work_does_not_settle_a_lost_sending(record: Record) -> None:
    """What stands in its way now may not have stood there then."""
    dossier = in_doubt(record)
    assert verdict_on(dossier, held(record)) == resent(dossier)
    assert verdict_on(dossier, held(record, marker=older_mark(dossier))) == resent(dossier)


@each_kind
def test_a_lost_update_is_found_by_its_link(record: Record) -> None:
    dossier = in_doubt(record, linked="5")
    ours = held(record, marker=mark(dossier))
    assert verdict_on(dossier, ours) == (resent(dossier) if isinstance(record, Contact) else Adopt(ours.ref))


@each_kind
@pytest.mark.parametrize("attempts", [9, 10, 11])
def test_after_ten_attempts_the_books_are_asked_once_more_and_then_a_person(
    record: Record, attempts: int
) -> None:
    dossier = in_doubt(record, attempts=attempts)
    ours = held(record, marker=mark(dossier))
    assert verdict_on(dossier, ours) == Adopt(ours.ref)
    if attempts < 10:
        assert verdict_on(dossier) == resent(dossier)
    else:
        assert error_of(verdict_on(dossier)).code == "outcome_unknown"


def test_a_lost_sending_is_looked_for_even_when_it_could_not_be_sent_today() -> None:
    """The mapping was taken back meanwhile; the invoice may be in the books all the same."""
    dossier = in_doubt(INVOICE, mapped=())
    assert questions(dossier) != ()
    assert verdict_on(dossier) == resent(dossier)
    ours = a_held_invoice(marker=mark(dossier))
    assert verdict_on(dossier, ours) == Adopt(ours.ref)


def test_a_lost_payment_is_not_looked_for_under_a_contact_that_has_no_customer() -> None:
    """A newer version names another contact, which is not in the books yet."""
    dossier = in_doubt(a_payment(), missing=[ACME.key])
    assert questions(dossier) == ()
    assert verdict_on(dossier) == resent(dossier)


def test_a_lost_payment_is_looked_for_without_its_invoices() -> None:
    payment = a_payment(on=INVOICE)
    assert len(questions(a_dossier(payment))) == 2
    assert len(questions(in_doubt(payment))) == 1


@each_kind
def test_an_entry_gives_way_to_a_newer_version(record: Record) -> None:
    dossier = a_dossier(record, source_version=record.source_version - 1)
    assert questions(dossier) == ()
    assert verdict_on(dossier) == GiveWay()


@each_kind
def test_an_older_version_in_doubt_is_settled_before_it_gives_way(record: Record) -> None:
    dossier = in_doubt(record, source_version=record.source_version - 1)
    assert verdict_on(dossier) == resent(dossier)


@each_kind
def test_a_record_that_nothing_stands_against_is_posted(record: Record) -> None:
    assert posted(verdict_on(a_dossier(record))).marker.source_version == record.source_version


def test_the_books_are_not_asked_about_what_is_refused_anyway() -> None:
    assert questions(a_dossier(a_contact(organisation="\N{PARTY POPPER}"))) == ()


def test_a_person_who_names_the_customer_has_settled_what_became_of_the_contact() -> None:
    dossier = in_doubt(ACME)
    link = a_link(stored(ACME, COMPANY))
    customer = a_held_customer("Acme Bakery (customer)")
    assert verdict_on(replace(dossier, link=link), customer) == resent(dossier)
    assert verdict_on(replace(dossier, link=replace(link, hand_version=1)), customer) == Adopt(customer.ref)


@pytest.mark.parametrize(
    ("held", "context"),
    [
        pytest.param([], {}, id="nothing"),
        pytest.param([a_held_payment()], {"candidate": "188"}, id="what a person entered"),
        pytest.param([a_held_payment(marker=somebodys_mark())], {}, id="not what another record made"),
        pytest.param(
            [a_held_payment(), a_held_payment(ref=a_ref("Payment", "189"))],
            {"candidates": "188, 189"},
            id="several",
        ),
    ],
)
def test_when_nobody_knows_the_error_names_what_it_may_be(
    held: list[LedgerPayment], context: dict[str, str]
) -> None:
    dossier = in_doubt(a_payment(reference="CHK 1"), attempts=MAX_ATTEMPTS)
    assert error_of(verdict_on(dossier, *held)).context == context

"""What QuickBooks tells: what it means, whether it is our own echo, and what it leaves on an entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from domain.model.book_events import BookChange, BookEvent, ChangeMark, ChangeNotice
from domain.model.books import Imprint, LedgerCreditMemo, LedgerCustomer, LedgerInvoice, LedgerRef
from domain.model.facts import Facts
from domain.model.links import Link
from domain.model.log_entries import EntryOperation, LogEntry, Status
from domain.model.questions import CreditMemoWithId, CustomerWithId, InvoiceWithId, PaymentWithId, Question
from domain.rules.book_events import found_by, is_at_rest, is_echo, mark_for, question_about, understood
from tests.builders import NOON, a_company, a_contact, a_ref, an_entry, an_invoice, later, stored

COMPANY = a_company()
REALM = str(COMPANY.realm_id)
POSTED = Imprint(form="1", digest="as posted", at=NOON)
EDITED = Imprint(form="1", digest="edited", at=later(minutes=1))
MARK = ChangeMark(at=NOON, what=BookChange.CHANGED)


def a_notice(entity: str = "Customer", operation: str = "Update", **fields: object) -> ChangeNotice:
    notice = ChangeNotice(realm_id=REALM, entity=entity, object_id="61", operation=operation, at=NOON)
    return replace(notice, **fields)  # type: ignore[arg-type]  # as builders do


def read(notice: ChangeNotice) -> list[tuple[str, str, BookChange]]:
    events = understood(notice, COMPANY.id, NOON)
    return [(event.entity, event.object_id, event.change) for event in events]


@pytest.mark.parametrize(
    ("entity", "operation", "change"),
    [
        ("Customer", "Create", BookChange.CHANGED),
        ("Customer", "Update", BookChange.CHANGED),
        ("Invoice", "Emailed", BookChange.CHANGED),
        ("Invoice", "Void", BookChange.VOIDED),
        ("Payment", "Delete", BookChange.DELETED),
        ("CreditMemo", "Delete", BookChange.DELETED),
    ],
)
def test_both_shapes_spell_the_same(entity: str, operation: str, change: BookChange) -> None:
    participle = {"Void": "voided", "Emailed": "emailed"}.get(operation, f"{operation.lower()}d")
    for notice in (a_notice(entity, operation), a_notice(entity.lower(), participle)):
        assert read(notice) == [(entity, "61", change)]


@pytest.mark.parametrize("operation", ["Merge", "merged"])
def test_a_merge_tells_of_both(operation: str) -> None:
    assert read(a_notice("Customer", operation, merged_id="27")) == [
        ("Customer", "61", BookChange.CHANGED),
        ("Customer", "27", BookChange.MERGED),
    ]


@pytest.mark.parametrize(
    "notice",
    [a_notice("Vendor"), a_notice(operation="Locked"), a_notice("", "")],
    ids=["an entity", "an operation", "nothing"],
)
def test_what_nobody_knows_means_nothing(notice: ChangeNotice) -> None:
    assert understood(notice, COMPANY.id, NOON) == ()


def key(notice: ChangeNotice) -> str:
    return understood(notice, COMPANY.id, NOON)[0].key


def test_an_event_is_known_again_by_its_id() -> None:
    assert key(a_notice(id="e-1")) == key(a_notice(id="e-1", at=later(seconds=1)))
    assert key(a_notice(id="e-1")) != key(a_notice(id="e-2"))


@pytest.mark.parametrize(
    "other",
    [
        {"object_id": "62"},
        {"entity": "Invoice"},
        {"operation": "Delete"},
        {"at": later(seconds=1)},
        {"realm_id": "2"},
        {"at": None},
    ],
    ids=lambda other: next(iter(other)),
)
def test_without_an_id_it_is_known_by_what_it_says(other: dict[str, object]) -> None:
    assert key(a_notice()) == key(a_notice())
    assert key(a_notice()) != key(a_notice(**other))  # type: ignore[arg-type]  # as builders do


def test_the_two_of_a_merge_are_not_one() -> None:
    one, other = understood(a_notice("Customer", "merged", id="e-1", merged_id="27"), COMPANY.id, NOON)
    assert one.key != other.key


def an_event(change: BookChange = BookChange.CHANGED, at: datetime | None = NOON) -> BookEvent:
    return BookEvent(
        company_id=COMPANY.id,
        key="k",
        realm_id=REALM,
        entity="Invoice",
        object_id="145",
        change=change,
        at=at,
        received_at=later(minutes=9),
    )


def a_link(imprint: Imprint | None = POSTED, entity: str = "Invoice") -> Link:
    ref = LedgerRef(entity=entity, id="145", version="0", imprint=imprint)
    return Link(company_id=COMPANY.id, record=an_invoice().key, ref=ref)


@pytest.mark.parametrize(
    ("at", "imprint", "echo"),
    [
        (NOON, POSTED, True),
        (later(seconds=-1), POSTED, True),
        (later(seconds=1), POSTED, False),
        (None, POSTED, False),
        (NOON, replace(POSTED, at=None), False),
        (NOON, None, False),
    ],
    ids=["at that time", "before", "after", "untimed", "written at no known time", "nobody knows"],
)
def test_what_is_not_newer_than_our_own_writing_is_its_echo(
    at: datetime | None, imprint: Imprint | None, *, echo: bool
) -> None:
    assert is_echo(an_event(at=at), a_link(imprint)) is echo


@pytest.mark.parametrize(
    ("entity", "question"),
    [
        ("Customer", CustomerWithId(id="7")),
        ("Invoice", InvoiceWithId(id="7")),
        ("Payment", PaymentWithId(id="7")),
        ("CreditMemo", CreditMemoWithId(id="7")),
    ],
)
def test_an_object_is_asked_for_by_its_id(entity: str, question: Question) -> None:
    assert question_about(a_ref(entity, "7")) == question


def test_what_is_not_there_is_not_found() -> None:
    question = InvoiceWithId(id="145")
    assert found_by(question, Facts({question: ()})) is None
    assert found_by(question, Facts({question: (the_invoice(),)})) == the_invoice()


def the_entry(**fields: object) -> LogEntry:
    return an_entry(of=stored(an_invoice(), COMPANY), status=Status.SYNCED, **fields)


@pytest.mark.parametrize(
    ("status", "at_rest"),
    [(Status.SYNCED, True), (Status.FAILED, True), (Status.SYNCING, False), (Status.UNCERTAIN, False)],
)
def test_a_record_on_its_way_is_not_at_rest(status: Status, *, at_rest: bool) -> None:
    entries = [the_entry(), replace(the_entry(), status=status)]
    assert is_at_rest(entries, a_link(), a_link()) is at_rest


def test_an_object_that_was_written_meanwhile_is_not_at_rest() -> None:
    written = replace(a_link(), ref=replace(a_link().ref, version="1"))
    assert not is_at_rest([the_entry()], a_link(), written)
    assert not is_at_rest([the_entry()], a_link(), None)


def the_invoice(imprint: Imprint | None = POSTED, version: str = "1", **fields: object) -> LedgerInvoice:
    ref = LedgerRef(entity="Invoice", id="145", version=version, imprint=imprint)
    nothing = {"number": "1001", "customer_id": "61", "total": 0, "balance": 0}
    return LedgerInvoice(ref=ref, **(nothing | fields))  # type: ignore[arg-type]  # its own fields


def test_the_version_that_we_wrote_is_as_we_left_it() -> None:
    assert mark_for(the_entry(), a_link(), the_invoice(EDITED, version="0"), [an_event()]) is None


def test_a_newer_version_that_looks_the_same_is_as_we_left_it() -> None:
    entry = the_entry(changed_in_books=MARK)
    assert mark_for(entry, a_link(), the_invoice(replace(POSTED, at=None)), [an_event()]) is None


def test_what_looks_different_is_changed() -> None:
    events = [an_event(at=later(minutes=1)), an_event()]
    mark = mark_for(the_entry(), a_link(), the_invoice(EDITED), events)
    assert mark == ChangeMark(at=later(minutes=1), what=BookChange.CHANGED)


def test_a_change_at_no_known_time_happened_before_we_heard_of_it() -> None:
    mark = mark_for(the_entry(), a_link(), the_invoice(EDITED), [an_event(at=None)])
    assert mark == ChangeMark(at=later(minutes=9), what=BookChange.CHANGED)


@pytest.mark.parametrize(
    ("before", "now"),
    [(None, EDITED), (POSTED, None), (replace(POSTED, form="0"), EDITED)],
    ids=["before", "now", "in another form"],
)
@pytest.mark.parametrize("kept", [MARK, None], ids=["marked", "unmarked"])
def test_where_nobody_knows_how_it_looked_the_mark_stays(
    before: Imprint | None, now: Imprint | None, kept: ChangeMark | None
) -> None:
    entry = the_entry(changed_in_books=kept)
    assert mark_for(entry, a_link(before), the_invoice(now), [an_event()]) == kept


def what(entry: LogEntry, found: object, *events: BookEvent) -> BookChange | None:
    mark = mark_for(entry, a_link(), found, events or [an_event()])  # type: ignore[arg-type]  # an object
    return mark.what if mark else None


def test_what_is_not_there_any_more_is_deleted() -> None:
    assert what(the_entry(), None) is BookChange.DELETED
    assert what(the_entry(), None, an_event(BookChange.MERGED)) is BookChange.MERGED


def test_a_customer_that_was_merged_is_inactive_from_then_on() -> None:
    ref = LedgerRef(entity="Customer", id="145", version="1", imprint=EDITED)
    entry = an_entry(of=stored(a_contact(), COMPANY))
    merged = LedgerCustomer(ref=ref, name="Acme (deleted)", active=False)
    assert what(entry, merged, an_event(), an_event(BookChange.MERGED)) is BookChange.MERGED
    assert what(entry, merged, an_event()) is BookChange.CHANGED
    assert what(entry, replace(merged, active=True), an_event(BookChange.MERGED)) is BookChange.CHANGED


def test_a_void_of_ours_is_as_it_should_be() -> None:
    voided = the_invoice(EDITED, voided=True)
    assert what(the_entry(), voided) is BookChange.VOIDED
    assert what(the_entry(operation=EntryOperation.VOID), replace(voided, ref=the_invoice().ref)) is None


def test_a_credit_memo_is_compared_as_the_others() -> None:
    ref = LedgerRef(entity="CreditMemo", id="145", version="1", imprint=EDITED)
    memo = LedgerCreditMemo(ref=ref, number="CR-5", customer_id="61", total=0, remaining=0)  # type: ignore[arg-type]  # nothing
    assert what(the_entry(), memo) is BookChange.CHANGED

"""A plan says what a bulk resync would do, and what the limits of the books make of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

from domain.errors import CauseNotFound, CountChanged
from domain.model.dossiers import Dossier
from domain.model.failures import EVERY_FAILURE, Chosen, FailuresOf
from domain.model.money import Money
from domain.model.plans import Basis, FailingAgain, Plan
from domain.model.questions import InvoiceNumbered, InvoiceWithId, Question
from domain.model.records import RecordKind
from domain.model.settings import Carried
from domain.rules.plan import Forecast, forecast, minutes, plan, total
from domain.rules.resync import check_choice
from tests.builders import a_contact, a_line, an_error, an_invoice
from tests.unit.rules.dossiers import ACME, a_dossier, a_held_invoice, answers, in_doubt, mark

INVOICE = an_invoice(ACME, number="1001")
UNMAPPED = an_invoice(ACME, lines=(a_line("gala"),))


def forecasts(count: int = 1, *asks: Question, kind: RecordKind = RecordKind.INVOICE) -> list[Forecast]:
    return [Forecast(kind=kind, code=None, amount=None, asks=asks) for _ in range(count)]


def planned(*together: list[Forecast], batch: int = 30) -> Plan:
    return plan([each for some in together for each in some], Basis.OWN_DATA, batch=batch)


def usd(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="USD")


def test_what_our_own_data_does_not_stop_counts_as_sent() -> None:
    seen = forecast(a_dossier(INVOICE, error=an_error("period_closed")), None)
    assert (seen.writes, seen.waits, seen.fails) == (True, False, None)
    assert (seen.kind, seen.code, seen.amount) == (RecordKind.INVOICE, "period_closed", usd("350.00"))
    assert seen.asks == (InvoiceNumbered(number="1001"),)


def test_what_our_own_data_stops_fails_again_and_asks_nothing() -> None:
    seen = forecast(a_dossier(UNMAPPED), None)
    assert seen.fails
    assert seen.fails[0] == "fee_item_not_mapped"
    assert (seen.writes, seen.asks) == (False, ())


def test_what_needs_a_record_first_would_wait() -> None:
    seen = forecast(a_dossier(INVOICE, missing=[ACME.key]), None)
    assert (seen.waits, seen.writes, seen.fails) == (True, False, None)


def test_what_the_settings_leave_out_would_be_skipped_and_asks_nothing() -> None:
    dossier = replace(a_dossier(INVOICE), carried=Carried(kinds=frozenset()))
    seen = forecast(dossier, None)
    assert (seen.skips, seen.writes, seen.fails, seen.asks) == (True, False, None, ())
    assert plan([seen], Basis.OWN_DATA, batch=30).would_be_skipped == 1


def test_the_books_tell_what_they_hold_already_and_what_stands_in_the_way() -> None:
    dossier = a_dossier(INVOICE)
    ours, others = a_held_invoice(marker=mark(dossier)), a_held_invoice()
    assert not forecast(dossier, answers(dossier, ours)).writes
    assert forecast(dossier, answers(dossier)).writes
    fails = forecast(dossier, answers(dossier, others)).fails
    assert fails
    assert fails[0] == "invoice_already_exists"


@pytest.mark.parametrize("known", [True, False], ids=["with the books", "without"])
def test_an_unknown_outcome_is_for_the_books_to_settle(known: bool) -> None:  # noqa: FBT001 - a column
    dossier = in_doubt(UNMAPPED)
    seen = forecast(dossier, answers(dossier) if known else None)
    assert (seen.writes, seen.fails) == (True, None)
    assert seen.asks


def test_an_older_version_needs_nothing_any_more() -> None:
    dossier = a_dossier(INVOICE)
    dossier = replace(dossier, record=replace(INVOICE, source_version=2))
    seen = forecast(dossier, None)
    assert (seen.writes, seen.waits, seen.fails, seen.asks) == (False, False, None, ())


def test_a_plan_adds_up() -> None:
    dossiers: list[Dossier] = [
        a_dossier(a_contact(), error=an_error("name_already_exists")),
        *(a_dossier(UNMAPPED, error=an_error()) for _ in range(2)),
        a_dossier(INVOICE, error=an_error()),
        a_dossier(INVOICE, missing=[ACME.key]),
    ]
    made = plan([forecast(dossier, None) for dossier in dossiers], Basis.OWN_DATA, batch=30)
    assert made == Plan(
        entries=5,
        by_code={"name_already_exists": 1, "fee_item_not_mapped": 3},
        by_kind={RecordKind.CONTACT: 1, RecordKind.INVOICE: 4},
        amounts=(usd("1400.00"),),
        would_fail_again=made.would_fail_again,
        would_wait=1,
        would_be_skipped=0,
        reads=2,
        writes=2,
        minutes=1,
        basis=Basis.OWN_DATA,
    )
    (again,) = made.would_fail_again
    assert again == FailingAgain(code="fee_item_not_mapped", message=again.message, entries=2)
    assert again.message.startswith("No fee item mapped for line item: invoice ")


def test_what_would_fail_again_is_told_by_code_the_most_frequent_first() -> None:
    fails = [("a", "One"), ("b", "Two"), ("b", "Three")]
    some = [replace(forecasts()[0], fails=each) for each in fails]
    assert planned(some).would_fail_again == (
        FailingAgain(code="b", message="Two", entries=2),
        FailingAgain(code="a", message="One", entries=1),
    )


def test_one_query_asks_fifty_values_of_a_kind_for_one_claim() -> None:
    numbers = [InvoiceNumbered(number=str(number)) for number in range(51)]
    ids = [InvoiceWithId(id=str(number)) for number in range(3)]
    assert planned(forecasts(1, *numbers[:50])).reads == 1
    assert planned(forecasts(1, *numbers)).reads == 2
    assert planned(forecasts(1, *numbers, *ids)).reads == 3


def test_what_one_claim_asks_twice_is_asked_once_and_by_the_next_claim_again() -> None:
    same = InvoiceNumbered(number="1001")
    assert planned(forecasts(30, same)).reads == 1
    assert planned(forecasts(31, same)).reads == 2
    assert planned(forecasts(3, same), batch=1).reads == 3


def test_a_claim_has_one_kind() -> None:
    same = InvoiceNumbered(number="1001")
    assert planned(forecasts(1, same), forecasts(1, same, kind=RecordKind.PAYMENT)).reads == 2


def test_nothing_is_nothing() -> None:
    made = planned()
    assert (made.entries, made.reads, made.writes, made.minutes, made.amounts) == (0, 0, 0, 0, ())


@pytest.mark.parametrize(("calls", "lasts"), [(0, 0), (1, 1), (500, 1), (501, 2), (100_000, 200)])
def test_five_hundred_calls_take_a_minute(calls: int, lasts: int) -> None:
    assert minutes(calls) == lasts


def test_money_is_added_up_by_currency_and_to_the_cent() -> None:
    eur = Money(amount=Decimal("0.10"), currency="EUR")
    assert total([(usd("0.20"), 3), (None, 7), (eur, 1), (usd("1.00"), 1)]) == (eur, usd("1.60"))


@pytest.mark.parametrize(("count", "expected"), [(3, 3), (3, None), (0, 0), (0, None)])
def test_as_many_as_expected_may_go(count: int, expected: int | None) -> None:
    check_choice(EVERY_FAILURE, count, expected)


@pytest.mark.parametrize("chosen", [EVERY_FAILURE, FailuresOf(uuid4())], ids=["all", "of a cause"])
def test_another_number_than_expected_may_not(chosen: Chosen) -> None:
    with pytest.raises(CountChanged) as raised:
        check_choice(chosen, 2, 3)
    assert raised.value.context == {"count": 2}


@pytest.mark.parametrize("expected", [None, 0, 3])
def test_a_cause_that_nothing_failed_for_is_not_there(expected: int | None) -> None:
    with pytest.raises(CauseNotFound):
        check_choice(FailuresOf(uuid4()), 0, expected)

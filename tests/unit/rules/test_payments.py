"""A payment is posted with all its lines, once every invoice is there and open enough."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.model.books import LedgerInvoice, LedgerPayment, Marker
from domain.model.commands import PostPayment
from domain.model.dossiers import Dossier
from domain.model.questions import InvoiceNumbered, InvoiceWithId, PaymentReferenced, PaymentWithId
from domain.model.records import Application, Payment
from domain.model.verdicts import Adopt, Wait
from domain.rules import payments
from domain.rules.decide import questions
from tests.builders import a_payment, a_ref, an_invoice
from tests.unit.rules.dossiers import (
    ACME,
    SOMEBODY_ELSE,
    a_dossier,
    a_held_invoice,
    a_held_payment,
    error_of,
    mark,
    older_mark,
    posted,
    somebodys_mark,
    told,
    verdict_on,
)

INVOICE = an_invoice(ACME, number="1001")
SECOND = an_invoice(ACME, number="1002")
PAYMENT = a_payment(on=INVOICE, reference="CHK 1")


def applied_to(*parts: tuple[str, str], amount: str = "350.00") -> Payment:
    """Make a payment, applied in parts to invoices that were submitted."""
    applied = tuple(Application(amount=Decimal(amount), invoice=ref) for ref, amount in parts)
    return a_payment(reference="CHK 1", applied_to=applied, amount=Decimal(amount))


def on_number(number: str, amount: str = "350.00") -> Payment:
    """Make a payment of an invoice that is older than the integration."""
    applied = (Application(amount=Decimal(amount), invoice_number=number),)
    return a_payment(reference="CHK 1", applied_to=applied)


def dossier_of(payment: Payment, **fields: object) -> Dossier:
    return a_dossier(payment, invoices=(INVOICE, SECOND), **fields)  # type: ignore[arg-type]  # a_dossier's own


@pytest.mark.parametrize(("method", "id_"), [("check", "2"), ("Check", None), ("cash", None), (None, None)])
def test_a_method_goes_over_if_it_is_mapped_and_holds_up_nothing_if_not(
    method: str | None, id_: str | None
) -> None:
    dossier = a_dossier(a_payment(contact="c-17", method=method), methods={"check": "2"})
    command = posted(verdict_on(dossier))
    assert isinstance(command, PostPayment)
    assert command.method == id_


def test_a_payment_settles_its_invoice() -> None:
    dossier = dossier_of(PAYMENT)
    assert posted(verdict_on(dossier, a_held_invoice())) == PostPayment(
        payment=PAYMENT, customer_id="61", applied=(("145", Decimal("350.00")),), marker=mark(dossier)
    )


def test_a_payment_on_account_needs_no_invoice() -> None:
    command = posted(verdict_on(dossier_of(a_payment())))
    assert isinstance(command, PostPayment)
    assert command.applied == ()


def test_a_payment_asks_for_its_reference_its_link_and_every_invoice_it_settles() -> None:
    payment = a_payment(
        on=INVOICE,
        reference="CHK 1",
        applied_to=(
            Application(amount=Decimal(1), invoice=INVOICE.external_ref),
            Application(amount=Decimal(2), invoice_number="998"),
        ),
    )
    assert questions(dossier_of(payment, linked="188")) == (
        PaymentReferenced(reference="CHK 1", customer_id="61"),
        PaymentWithId(id="188"),
        InvoiceWithId(id="145"),
        InvoiceNumbered(number="998"),
    )


def test_a_payment_waits_for_whatever_is_not_in_the_books() -> None:
    dossier = dossier_of(PAYMENT, missing=[INVOICE.key, ACME.key])
    assert questions(dossier) == ()
    assert verdict_on(dossier) == Wait((ACME.key, INVOICE.key))


def test_a_payment_in_another_currency_than_its_contact_is_refused_by_ourselves() -> None:
    assert error_of(verdict_on(dossier_of(a_payment(currency="CAD")))).code == "currency_mismatch"


def test_a_reference_that_is_too_long_is_refused_by_ourselves() -> None:
    assert told(verdict_on(dossier_of(a_payment(reference="x" * 22))))[1].startswith("Payment reference is")


def test_a_payment_settles_several_invoices() -> None:
    payment = applied_to((INVOICE.external_ref, "100.00"), (SECOND.external_ref, "250.00"))
    second = a_held_invoice("1002", ref=a_ref("Invoice", "146"))
    command = posted(verdict_on(dossier_of(payment), a_held_invoice(), second))
    assert isinstance(command, PostPayment)
    assert command.applied == (("145", Decimal("100.00")), ("146", Decimal("250.00")))


def test_an_invoice_that_is_settled_in_two_parts_gets_one_line() -> None:
    payment = applied_to((INVOICE.external_ref, "100.00"), (INVOICE.external_ref, "250.00"))
    command = posted(verdict_on(dossier_of(payment), a_held_invoice()))
    assert isinstance(command, PostPayment)
    assert command.applied == (("145", Decimal("350.00")),)


def test_two_parts_that_are_more_than_the_invoice_are_refused_together() -> None:
    payment = applied_to((INVOICE.external_ref, "200.00"), (INVOICE.external_ref, "150.01"), amount="999.00")
    assert told(verdict_on(dossier_of(payment), a_held_invoice())) == (
        "over_applied",
        "Payment Ref#: CHK 1 applies 350.01 to invoice Ref#: 1001, which has 350.00 open",
    )


def test_more_than_the_open_balance_is_not_applied() -> None:
    half_paid = a_held_invoice(balance=Decimal("175.00"))
    assert told(verdict_on(dossier_of(PAYMENT), half_paid)) == (
        "over_applied",
        "Payment Ref#: CHK 1 applies 350.00 to invoice Ref#: 1001, which has 175.00 open",
    )


def test_an_older_invoice_is_found_by_its_number() -> None:
    theirs = a_held_invoice("998", customer_id=SOMEBODY_ELSE, ref=a_ref("Invoice", "7"))
    older = a_held_invoice("998", ref=a_ref("Invoice", "8"))
    command = posted(verdict_on(dossier_of(on_number("998")), theirs, older))
    assert isinstance(command, PostPayment)
    assert command.applied == (("8", Decimal("350.00")),)


@pytest.mark.parametrize(
    ("payment", "held", "expected"),
    [
        pytest.param(
            on_number("998"),
            [],
            ("payment_invoice_not_found", "Payment Ref#: CHK 1 Could not find applied invoice Ref#: 998"),
            id="an older invoice that nobody has",
        ),
        pytest.param(
            PAYMENT,
            [],
            ("invoice_not_found", "Invoice not found: 1001"),
            id="an invoice that was posted and is gone",
        ),
    ],
)
def test_without_its_invoice_a_payment_fails(
    payment: Payment, held: list[LedgerInvoice], expected: tuple[str, str]
) -> None:
    verdict = verdict_on(dossier_of(payment), *held)
    assert told(verdict) == expected
    number = payment.applied_to[0].invoice_number or "1001"
    assert (error_of(verdict).subject, error_of(verdict).context["number"]) == (f"number {number}", number)


def test_an_invoice_of_another_contact_is_not_paid() -> None:
    theirs = an_invoice(number="1001", contact="c-18")
    payment = a_payment(on=theirs, reference="CHK 1", contact="c-17")
    dossier = a_dossier(payment, invoices=(theirs,))
    verdict = verdict_on(dossier, a_held_invoice(customer_id=SOMEBODY_ELSE))
    assert told(verdict) == (
        "invoice_of_other_customer",
        "Error adding Payment. Error: The payment you are trying to apply to the invoice "  # noqa: ISC004 - one message
        "either does not exist or it belongs to another customer.",
    )
    assert (error_of(verdict).subject, error_of(verdict).context["number"]) == ("number 1001", "1001")


def test_the_contacts_own_invoice_is_another_customers_since_somebody_merged_it() -> None:
    verdict = verdict_on(dossier_of(PAYMENT), a_held_invoice(customer_id=SOMEBODY_ELSE))
    assert told(verdict) == (
        "invoice_moved",
        "Invoice Ref#: 1001 belongs to another customer in QuickBooks by now",
    )
    assert error_of(verdict).subject == "contact c-17"


def test_an_invoice_that_nobody_submitted_is_told_by_its_reference() -> None:
    assert told(verdict_on(a_dossier(applied_to(("inv-7", "1.00")))))[1] == "Invoice not found: inv-7"


def test_a_payment_that_a_person_entered_under_this_reference_stands_in_the_way() -> None:
    verdict = verdict_on(dossier_of(PAYMENT), a_held_invoice(), a_held_payment())
    assert told(verdict) == (
        "payment_already_exists",
        "Payment Ref#: CHK 1 Already exists for Customer Acme Bakery",
    )
    assert error_of(verdict).context["candidate"] == "188"


def test_one_check_may_pay_twice() -> None:
    twin = a_held_payment(marker=somebodys_mark())
    assert isinstance(posted(verdict_on(dossier_of(PAYMENT), a_held_invoice(), twin)), PostPayment)


def test_a_payment_that_this_very_version_posted_is_adopted() -> None:
    dossier = dossier_of(PAYMENT)
    ours = a_held_payment(marker=mark(dossier))
    assert verdict_on(dossier, ours, a_held_invoice(balance=Decimal())) == Adopt(ours.ref)


def a_newer_version(**fields: object) -> Dossier:
    return dossier_of(a_payment(on=INVOICE, reference="CHK 1", source_version=2), **fields)


def ours_before(marker: Marker | None) -> LedgerPayment:
    return a_held_payment(marker=marker, applied=(("145", Decimal("300.00")),))


def test_an_update_gives_back_what_it_had_applied_before() -> None:
    dossier = a_newer_version()
    invoice = a_held_invoice(balance=Decimal("50.00"))
    assert posted(verdict_on(dossier, ours_before(older_mark(dossier)), invoice)).replaces == a_ref(
        "Payment", "188"
    )


def test_an_update_gives_back_no_more_than_that() -> None:
    dossier = a_newer_version()
    invoice = a_held_invoice(balance=Decimal("49.99"))
    message = told(verdict_on(dossier, ours_before(older_mark(dossier)), invoice))[1]
    assert message.endswith("which has 349.99 open")


def test_a_linked_payment_is_known_by_its_link_when_its_marker_is_gone() -> None:
    """It answers two questions, but it is one payment, and no stranger's."""
    dossier = a_newer_version(linked="188")
    invoice = a_held_invoice(balance=Decimal("50.00"))
    assert posted(verdict_on(dossier, ours_before(None), invoice)).replaces == a_ref("Payment", "188")


def test_a_strangers_payment_stands_in_the_way_of_an_update_too() -> None:
    dossier = a_newer_version(linked="188")
    stranger = a_held_payment(ref=a_ref("Payment", "189"))
    verdict = verdict_on(dossier, stranger, ours_before(older_mark(dossier)), a_held_invoice())
    assert error_of(verdict).code == "payment_already_exists"


def test_a_linked_payment_that_is_gone_was_changed_in_quickbooks() -> None:
    assert error_of(verdict_on(dossier_of(PAYMENT, linked="188"))).code == "changed_in_quickbooks"


def test_a_missing_link_is_a_bug_and_not_an_empty_id() -> None:
    with pytest.raises(LookupError, match="invoice is not linked"):
        payments.questions(PAYMENT, dossier_of(PAYMENT, missing=[INVOICE.key]))

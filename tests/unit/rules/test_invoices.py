"""An invoice is posted, unless its number stands on somebody else's work."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.model.commands import PostInvoice
from domain.model.questions import InvoiceNumbered, InvoiceWithId
from domain.model.records import Discount
from domain.model.verdicts import Adopt, Fail, Wait
from domain.rules.decide import questions
from tests.builders import a_line, a_ref, an_invoice
from tests.unit.rules.dossiers import (
    ACME,
    SOMEBODY_ELSE,
    a_dossier,
    a_held_invoice,
    error_of,
    mark,
    older_mark,
    posted,
    somebodys_mark,
    told,
    verdict_on,
)

INVOICE = an_invoice(ACME, number="1001")

EARLY_BIRD = Discount(key="early-bird", amount=Decimal(25))

OF_ANOTHER_CUSTOMER = (
    "The payment you are trying to apply to the invoice either does not exist "
    "or it belongs to another customer."
)


def test_an_invoice_is_posted_to_its_customer_with_an_item_for_each_line() -> None:
    invoice = an_invoice(ACME, lines=(a_line("dues-gold"), a_line("gala"), a_line("dues-gold")))
    dossier = a_dossier(invoice, mapped=("dues-gold", "gala"))
    assert posted(verdict_on(dossier)) == PostInvoice(
        invoice=invoice, customer_id="61", items=("12", "12", "12"), marker=mark(dossier)
    )


def test_an_invoice_asks_who_holds_its_number_and_if_linked_how_it_is_now() -> None:
    numbered = InvoiceNumbered(number="1001")
    assert questions(a_dossier(INVOICE)) == (numbered,)
    assert questions(a_dossier(INVOICE, linked="145")) == (numbered, InvoiceWithId(id="145"))


def test_an_invoice_waits_for_its_contact() -> None:
    dossier = a_dossier(INVOICE, missing=[ACME.key])
    assert questions(dossier) == ()
    assert verdict_on(dossier) == Wait((ACME.key,))


def test_an_invoice_waits_for_a_contact_that_nobody_submitted() -> None:
    assert verdict_on(a_dossier(INVOICE, contact=None, missing=[ACME.key])) == Wait((ACME.key,))


def test_a_fee_item_that_is_not_mapped_is_told_before_anybody_waits() -> None:
    line = a_line("gala", unit_price="12.50", quantity="3")
    dossier = a_dossier(an_invoice(ACME, number="1001", lines=(line,)), missing=[ACME.key])
    assert told(verdict_on(dossier)) == (
        "fee_item_not_mapped",
        "No fee item mapped for line item: invoice 1001, price 12.50, quantity 3",
    )


def test_an_unmapped_fee_item_is_one_cause_for_all_invoices_and_says_which_it_is() -> None:
    error = error_of(verdict_on(a_dossier(INVOICE, mapped=())))
    assert (error.subject, error.context["fee_item"]) == ("dues-gold", "dues-gold")


def test_numbers_are_told_without_an_exponent() -> None:
    invoice = an_invoice(ACME, number="1", lines=(a_line(unit_price="1E+3", quantity="1E+1"),))
    assert told(verdict_on(a_dossier(invoice, mapped=())))[1].endswith("price 1000, quantity 10")


def test_a_tax_that_is_not_mapped_is_told() -> None:
    dossier = a_dossier(an_invoice(ACME, number="1001", lines=(a_line(), a_line(tax="state"))))
    verdict = verdict_on(dossier)
    assert told(verdict) == ("tax_not_mapped", "No tax mapped for line item: invoice 1001, tax state")
    assert (error_of(verdict).subject, error_of(verdict).context["tax"]) == ("state", "state")


def test_a_mapped_tax_goes_over_as_the_code_of_its_line() -> None:
    invoice = an_invoice(ACME, lines=(a_line(), a_line(tax="state"), a_line(tax="none")))
    command = posted(verdict_on(a_dossier(invoice, taxes={"state": "2", "none": "NON"})))
    assert isinstance(command, PostInvoice)
    assert command.tax_codes == (None, "2", "NON")


def test_an_invoice_without_taxes_goes_over_without_codes() -> None:
    command = posted(verdict_on(a_dossier(INVOICE, taxes={"state": "2"})))
    assert isinstance(command, PostInvoice)
    assert command.tax_codes == ()


@pytest.mark.parametrize("other", ["3", "TAX"])
def test_taxes_that_quickbooks_cannot_keep_apart_are_told(other: str) -> None:
    invoice = an_invoice(ACME, number="1001", lines=(a_line(tax="state"), a_line(tax="city")))
    verdict = verdict_on(a_dossier(invoice, taxes={"state": "2", "city": other}))
    assert told(verdict) == (
        "several_taxes",
        "Invoice 1001 has several taxes: city, state; QuickBooks takes one on an invoice",
    )
    assert error_of(verdict).subject == "city, state"


def test_several_taxes_may_stand_for_one_code() -> None:
    lines = a_line(tax="state"), a_line(tax="city"), a_line(tax="none")
    dossier = a_dossier(an_invoice(ACME, lines=lines), taxes={"state": "2", "city": "2", "none": "NON"})
    command = posted(verdict_on(dossier))
    assert isinstance(command, PostInvoice)
    assert command.tax_codes == ("2", "2", "NON")


def test_a_discount_that_is_not_mapped_is_told() -> None:
    dossier = a_dossier(an_invoice(ACME, number="1001", discount=EARLY_BIRD))
    verdict = verdict_on(dossier)
    assert told(verdict) == (
        "discount_not_mapped",
        "No discount mapped for invoice 1001: discount early-bird, amount 25.00",
    )
    assert (error_of(verdict).subject, error_of(verdict).context["discount"]) == ("early-bird", "early-bird")


def test_a_mapped_discount_goes_to_its_account() -> None:
    invoice = an_invoice(ACME, discount=EARLY_BIRD)
    command = posted(verdict_on(a_dossier(invoice, discounts={"early-bird": "86"})))
    assert isinstance(command, PostInvoice)
    assert command.discount_account == "86"


def test_keys_are_told_apart_by_their_case() -> None:
    verdict = verdict_on(a_dossier(an_invoice(ACME, discount=EARLY_BIRD), discounts={"Early-Bird": "86"}))
    assert error_of(verdict).code == "discount_not_mapped"


def test_an_invoice_in_another_currency_than_its_contact_is_refused_by_ourselves() -> None:
    dossier = a_dossier(an_invoice(ACME, currency="CAD"))
    assert told(verdict_on(dossier)) == (
        "currency_mismatch",
        "The record is in CAD, but customer Acme Bakery is in USD",
    )


@pytest.mark.parametrize(
    ("customer", "expected"),
    [
        pytest.param(
            SOMEBODY_ELSE,
            (
                "invoice_number_conflict",
                OF_ANOTHER_CUSTOMER,
            ),
            id="of another customer",
        ),
        pytest.param(
            "61",
            ("invoice_already_exists", "Invoice: 1001 Already exists for Customer Acme Bakery"),
            id="of the same customer",
        ),
    ],
)
def test_a_number_that_is_used_stands_in_the_way(customer: str, expected: tuple[str, str]) -> None:
    verdict = verdict_on(a_dossier(INVOICE), a_held_invoice(customer_id=customer))
    assert told(verdict) == expected
    assert error_of(verdict).context.get("candidate") == ("145" if customer == "61" else None)
    assert error_of(verdict).subject == "number 1001"


def test_the_customers_own_invoice_is_what_is_told_where_several_hold_the_number() -> None:
    theirs = a_held_invoice(customer_id=SOMEBODY_ELSE, ref=a_ref("Invoice", "144"))
    assert error_of(verdict_on(a_dossier(INVOICE), theirs, a_held_invoice())).code == "invoice_already_exists"


def test_the_number_of_another_record_of_ours_is_used_as_well() -> None:
    holder = a_held_invoice(marker=somebodys_mark())
    error = error_of(verdict_on(a_dossier(INVOICE), holder))
    assert error.code == "invoice_already_exists"
    assert "candidate" not in error.context


def test_a_contact_that_nobody_submitted_is_told_by_its_reference() -> None:
    message = told(verdict_on(a_dossier(INVOICE, contact=None), a_held_invoice()))[1]
    assert message == "Invoice: 1001 Already exists for Customer c-17"


def test_an_invoice_that_this_very_version_posted_is_adopted() -> None:
    dossier = a_dossier(INVOICE)
    ours = a_held_invoice(marker=mark(dossier))
    assert verdict_on(dossier, ours) == Adopt(ours.ref)


def test_an_invoice_that_an_earlier_version_posted_is_brought_up_to_date() -> None:
    dossier = a_dossier(an_invoice(ACME, number="1001", source_version=2))
    ours = a_held_invoice(marker=older_mark(dossier), ref=a_ref("Invoice", "145", "3"))
    assert posted(verdict_on(dossier, ours)).replaces == a_ref("Invoice", "145", "3")


def test_a_linked_invoice_is_known_by_its_link_when_its_marker_is_gone() -> None:
    command = posted(verdict_on(a_dossier(INVOICE, linked="145"), a_held_invoice(number=None)))
    assert command.replaces == a_ref("Invoice", "145")


def test_a_new_number_that_somebody_has_stands_in_the_way_of_an_update() -> None:
    dossier = a_dossier(an_invoice(ACME, number="2001", source_version=2), linked="145")
    own = a_held_invoice("1001", marker=older_mark(dossier))
    other = a_held_invoice("2001", ref=a_ref("Invoice", "146"), customer_id=SOMEBODY_ELSE)
    assert error_of(verdict_on(dossier, own, other)).code == "invoice_number_conflict"


def test_a_linked_invoice_that_is_gone_was_changed_in_quickbooks() -> None:
    assert told(verdict_on(a_dossier(INVOICE, linked="145"))) == (
        "changed_in_quickbooks",
        "Somebody else changed or deleted this in QuickBooks",
    )


@pytest.mark.parametrize("length", [21, 22])
def test_a_number_of_more_than_21_characters_is_refused_by_ourselves(length: int) -> None:
    verdict = verdict_on(a_dossier(an_invoice(ACME, number="9" * length)))
    if length == 21:
        assert isinstance(posted(verdict), PostInvoice)
    else:
        assert told(verdict)[1] == "Invoice number is too long: 22 characters, QuickBooks takes 21"


def test_a_contact_that_nobody_submitted_has_no_currency_to_differ_from() -> None:
    assert isinstance(posted(verdict_on(a_dossier(INVOICE, contact=None))), PostInvoice)


def test_an_invoice_that_a_person_voided_was_changed_in_quickbooks() -> None:
    void = a_held_invoice(total=Decimal(), balance=Decimal(), voided=True)
    assert error_of(verdict_on(a_dossier(INVOICE, linked="145"), void)).code == "changed_in_quickbooks"


def test_an_invoice_that_quickbooks_computed_otherwise_needs_a_person() -> None:
    dossier = a_dossier(INVOICE)
    taxed = a_held_invoice(total=Decimal("378.00"), marker=mark(dossier))
    verdict = verdict_on(dossier, taxed)
    assert told(verdict) == ("tax_differs", "Ref#: 1001 was billed as 350.00, and is 378.00 in QuickBooks")
    assert isinstance(verdict, Fail)
    assert verdict.ref == taxed.ref


@pytest.mark.parametrize(("settled", "expected"), [("350.00", None), ("350.01", "invoice_paid")])
def test_an_invoice_is_not_lowered_below_what_is_settled_of_it(settled: str, expected: str | None) -> None:
    dossier = a_dossier(INVOICE, linked="145")
    before = a_held_invoice(total=Decimal("500.00"), balance=Decimal("500.00") - Decimal(settled))
    verdict = verdict_on(dossier, before)
    assert (error_of(verdict).code if isinstance(verdict, Fail) else None) == expected

"""What a record's keys stand for is looked up at each attempt, whatever kind they are of."""

from __future__ import annotations

from decimal import Decimal

from domain.model.log_entries import Status
from domain.model.mappings import MappingKind
from domain.model.records import Discount
from tests.builders import a_contact, a_line, a_payment, an_invoice
from tests.use_cases.house import NO, House

CONTACT = a_contact(external_ref="c-17")
EARLY_BIRD = Discount(key="early-bird", amount=Decimal("25.00"))
INVOICE = an_invoice(of=CONTACT, lines=(a_line(tax="state", tax_amount="28.00"),), discount=EARLY_BIRD)


def sent(house: House) -> str:
    """What was sent last, as the fake ledger spells it."""
    return house.ledger.writes[-1].draft.body


async def test_an_invoice_fails_for_one_key_after_the_other_and_goes_when_all_are_mapped(
    house: House,
) -> None:
    books = house.ledger.books
    await house.submit(CONTACT, INVOICE)
    await house.drain()
    assert await house.code(INVOICE) == "tax_not_mapped"
    await house.map_to(MappingKind.TAX, "state", books.add_tax_code().ref.id)
    await house.resync(INVOICE)
    await house.drain()
    assert await house.code(INVOICE) == "discount_not_mapped"
    account = books.add_account()
    await house.map_to(MappingKind.DISCOUNT, "early-bird", account.ref.id)
    await house.resync(INVOICE)
    await house.drain()
    assert await house.statuses(INVOICE) == [Status.SYNCED]
    assert f"discount_account='{account.ref.id}'" in sent(house)


async def test_a_mapping_that_is_changed_between_two_attempts_is_the_one_that_counts(house: House) -> None:
    books = house.ledger.books
    first, second = books.add_tax_code("First"), books.add_tax_code("Second")
    await house.map_to(MappingKind.TAX, "state", first.ref.id)
    invoice = an_invoice(of=CONTACT, lines=(a_line(tax="state"),))
    await house.submit(CONTACT)
    await house.drain()
    house.ledger.answer_next(NO)
    await house.submit(invoice)
    await house.drain()
    assert await house.code(invoice) == "rejected_by_quickbooks"
    assert f"tax_codes=('{first.ref.id}',)" in sent(house)
    await house.map_to(MappingKind.TAX, "state", second.ref.id, if_match=1)
    await house.resync(invoice)
    await house.drain()
    assert await house.statuses(invoice) == [Status.SYNCED]
    assert f"tax_codes=('{second.ref.id}',)" in sent(house)


async def test_a_payment_goes_over_whether_its_method_is_mapped_or_not(house: House) -> None:
    method = house.ledger.books.add_payment_method()
    await house.map_to(MappingKind.PAYMENT_METHOD, "check", method.ref.id)
    await house.submit(CONTACT)
    await house.drain()
    for name, shown in (("check", f"method='{method.ref.id}'"), ("cash", "method=None")):
        payment = a_payment(contact="c-17", method=name)
        await house.submit(payment)
        await house.drain()
        assert await house.statuses(payment) == [Status.SYNCED]
        assert sent(house).endswith(f"{shown})")

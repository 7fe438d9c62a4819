"""Which keys a record uses, and what they stand for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.model.dossiers import KnownMappings
from domain.model.mappings import MappingKey, MappingKind, mapping_keys
from domain.model.records import Discount
from tests.builders import a_company, a_contact, a_line, a_mapping, a_payment, an_invoice


def test_a_contact_uses_no_mapping() -> None:
    assert mapping_keys(a_contact()) == frozenset()


def test_an_invoice_uses_its_fee_items_taxes_and_discount() -> None:
    lines = a_line("gold", tax="state"), a_line("gold"), a_line("Gold", tax="state")
    invoice = an_invoice(lines=lines, discount=Discount(key="early", amount=Decimal(5)))
    assert mapping_keys(invoice) == {
        MappingKey(MappingKind.FEE_ITEM, "gold"),
        MappingKey(MappingKind.FEE_ITEM, "Gold"),
        MappingKey(MappingKind.TAX, "state"),
        MappingKey(MappingKind.DISCOUNT, "early"),
    }


def test_an_invoice_without_tax_and_discount_uses_its_fee_items() -> None:
    assert mapping_keys(an_invoice()) == {MappingKey(MappingKind.FEE_ITEM, "dues-gold")}


def test_a_payment_uses_its_method() -> None:
    assert mapping_keys(a_payment(method="check")) == {MappingKey(MappingKind.PAYMENT_METHOD, "check")}
    assert mapping_keys(a_payment()) == frozenset()


def test_a_key_stands_for_what_it_is_mapped_to_within_its_kind() -> None:
    gold = a_mapping(a_company(), "gold", "12")
    known = KnownMappings({MappingKey(MappingKind.FEE_ITEM, "gold"): gold})
    assert known.of(MappingKind.FEE_ITEM, "gold") == gold
    assert known.id_of(MappingKind.FEE_ITEM, "gold") == "12"
    assert known.of(MappingKind.TAX, "gold") is None
    with pytest.raises(KeyError):
        known.id_of(MappingKind.FEE_ITEM, "Gold")

"""What every source of records promises."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import pytest

from domain.model.records import Record, RecordKey
from domain.model.sources import SourceAddress, SourceFailure, SourceFailureReason
from domain.ports.source import Source
from tests.builders import a_contact, a_payment, an_invoice

INVOICE = an_invoice(external_ref="inv 1/2", source_version=3)


class SourceUnderTest(Protocol):
    """A source, and the hand that is on the billing system behind it."""

    @property
    def source(self) -> Source: ...

    @property
    def address(self) -> SourceAddress: ...

    def gives(self, record: Record) -> None: ...

    def is_down(self) -> None: ...


class SourceContract:
    """The fixture `billing` gives one of these."""

    @pytest.mark.parametrize(
        "record", [a_contact(), INVOICE, a_payment(on=INVOICE)], ids=lambda record: record.kind.value
    )
    async def test_a_record_comes_as_it_is(self, billing: SourceUnderTest, record: Record) -> None:
        billing.gives(record)
        assert await fetched(billing, record.key) == record

    async def test_each_question_is_answered_with_current_data(self, billing: SourceUnderTest) -> None:
        billing.gives(INVOICE)
        await fetched(billing, INVOICE.key)
        newer = replace(INVOICE, source_version=4, memo="Corrected")
        billing.gives(newer)
        assert await fetched(billing, INVOICE.key) == newer

    async def test_a_record_that_is_not_there_is_not_found(self, billing: SourceUnderTest) -> None:
        assert await failed(billing, INVOICE.key) is SourceFailureReason.NOT_FOUND

    async def test_a_billing_system_that_is_down_is_no_exception(self, billing: SourceUnderTest) -> None:
        billing.gives(INVOICE)
        billing.is_down()
        assert await failed(billing, INVOICE.key) is SourceFailureReason.UNAVAILABLE


async def fetched(billing: SourceUnderTest, key: RecordKey) -> Record | SourceFailure:
    return await billing.source.fetch(billing.address, key)


async def failed(billing: SourceUnderTest, key: RecordKey) -> SourceFailureReason:
    came = await fetched(billing, key)
    assert isinstance(came, SourceFailure)
    return came.reason

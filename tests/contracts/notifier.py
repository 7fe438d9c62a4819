"""What every notifier promises."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from domain.model.notifications import CauseSummary, Mail
from domain.ports.notifier import MailNotSent, Notifier
from tests.builders import a_notice, a_review

UNMAPPED = CauseSummary(
    cause_id=UUID(int=10),
    code="fee_item_not_mapped",
    message="No fee item mapped for line item: invoice 2026-0117, price 125.00, quantity 1",
    correction=(
        "Map the fee item to a product or service, then resync.",
        "If it is inactive, reactivate it.",
    ),
    entries=412,
    amounts=(("USD", Decimal("51300.00")),),
    example_entry_id=UUID(int=11),
)
MAIL = Mail(
    id=UUID(int=1),
    company_id=UUID(int=2),
    company_name="Rhine Valley Chamber of Commerce",
    to="clerk@example.com",
    causes=(UNMAPPED,),
    created_at=datetime(2026, 1, 15, 12, tzinfo=UTC),
)


class NotifierContract(ABC):
    """A subclass gives a notifier, can make its server refuse, and reads the letter-boxes."""

    @pytest.fixture
    @abstractmethod
    def notifier(self) -> Notifier: ...

    @abstractmethod
    def refuse_next(self) -> None:
        """Let the next mail be refused, and that one only."""

    @abstractmethod
    def received(self) -> list[str]:
        """The addresses that mails came to, in any order."""

    async def test_a_mail_comes_to_whom_it_is_for(self, notifier: Notifier) -> None:
        await notifier.send(MAIL)
        assert self.received() == ["clerk@example.com"]

    async def test_a_review_comes_to_whom_it_is_for(self, notifier: Notifier) -> None:
        await notifier.send(replace(MAIL, causes=(), review=a_review()))
        assert self.received() == ["clerk@example.com"]

    async def test_a_notice_comes_to_whom_it_is_for(self, notifier: Notifier) -> None:
        await notifier.send(replace(MAIL, causes=(), notice=a_notice()))
        assert self.received() == ["clerk@example.com"]

    async def test_each_reader_gets_their_own(self, notifier: Notifier) -> None:
        await notifier.send(MAIL)
        await notifier.send(replace(MAIL, id=UUID(int=3), to="accountant@example.com"))
        assert sorted(self.received()) == ["accountant@example.com", "clerk@example.com"]

    async def test_a_refusal_is_said_and_nothing_came(self, notifier: Notifier) -> None:
        self.refuse_next()
        with pytest.raises(MailNotSent):
            await notifier.send(MAIL)
        assert self.received() == []

    async def test_a_refused_mail_can_be_sent_again(self, notifier: Notifier) -> None:
        self.refuse_next()
        with pytest.raises(MailNotSent):
            await notifier.send(MAIL)
        await notifier.send(replace(MAIL, attempts=1))
        assert self.received() == ["clerk@example.com"]

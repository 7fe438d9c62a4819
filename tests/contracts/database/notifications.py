"""What subscriptions and the outbox promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from domain.errors import AlreadySubscribed
from domain.model.alerts import HeldBack
from domain.model.companies import Company
from domain.model.notifications import Mail, SubscriptionKind
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import (
    FAR_AHEAD,
    LONG_AGO,
    NOON,
    a_mail,
    a_notice,
    a_review,
    a_reviewer,
    a_subscription,
    later,
)
from tests.contracts.database.base import LAPSED, MINUTE, DatabaseContract, a_company_in


class SubscriptionsContract(DatabaseContract):
    async def test_a_subscription_is_read_back(self, units: UnitsOfWork, company: Company) -> None:
        subscription = a_subscription(company)
        async with units() as uow:
            await uow.subscriptions.add(subscription)
            assert await uow.subscriptions.get(company.id, subscription.id) == subscription

    async def test_another_company_does_not_see_it(self, units: UnitsOfWork, company: Company) -> None:
        other, subscription = await a_company_in(units), a_subscription(company)
        async with units() as uow:
            await uow.subscriptions.add(subscription)
            assert await uow.subscriptions.get(other.id, subscription.id) is None
            assert await uow.subscriptions.page(other.id, after=None, limit=10) == []

    async def test_pages_come_oldest_first(self, units: UnitsOfWork, company: Company) -> None:
        all_of_them = [a_subscription(company, f"clerk-{number}@acme.example") for number in range(3)]
        async with units() as uow:
            for subscription in reversed(all_of_them):
                await uow.subscriptions.add(subscription)
            first = await uow.subscriptions.page(company.id, after=None, limit=2)
            rest = await uow.subscriptions.page(company.id, after=first[-1].id, limit=2)
        assert [*first, *rest] == all_of_them

    async def test_a_page_is_of_one_kind_if_asked(self, units: UnitsOfWork, company: Company) -> None:
        subscription = a_subscription(company)
        async with units() as uow:
            await uow.subscriptions.add(subscription)
            kind = SubscriptionKind.SYNC_ERROR
            assert await uow.subscriptions.page(company.id, kind=kind, after=None, limit=2) == [subscription]

    async def test_an_address_subscribes_once(self, units: UnitsOfWork, company: Company) -> None:
        async with units() as uow:
            await uow.subscriptions.add(a_subscription(company))
            with pytest.raises(AlreadySubscribed):
                await uow.subscriptions.add(a_subscription(company))
            assert len(await uow.subscriptions.page(company.id, after=None, limit=9)) == 1

    async def test_a_change_is_saved(self, units: UnitsOfWork, company: Company) -> None:
        changed = replace(a_subscription(company), email="other@acme.example", version=2)
        async with units() as uow:
            await uow.subscriptions.add(replace(changed, email="clerk@acme.example", version=1))
            await uow.subscriptions.save(changed)
            assert await uow.subscriptions.get(company.id, changed.id) == changed

    async def test_a_change_cannot_take_a_subscribed_address(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        first, second = a_subscription(company, "a@acme.example"), a_subscription(company, "b@acme.example")
        async with units() as uow:
            await uow.subscriptions.add(first)
            await uow.subscriptions.add(second)
            with pytest.raises(AlreadySubscribed):
                await uow.subscriptions.save(replace(second, email=first.email))
            assert await uow.subscriptions.get(company.id, second.id) == second, "the transaction lives on"

    async def test_a_deleted_one_is_gone(self, units: UnitsOfWork, company: Company) -> None:
        subscription = a_subscription(company)
        async with units() as uow:
            await uow.subscriptions.add(subscription)
            await uow.subscriptions.delete(subscription)
            assert await uow.subscriptions.get(company.id, subscription.id) is None

    async def test_a_review_is_due_when_its_time_has_come(self, units: UnitsOfWork, company: Company) -> None:
        reviewer = a_reviewer(company, next_review_at=NOON)
        async with units() as uow:
            await uow.subscriptions.add(reviewer)
            await uow.subscriptions.add(a_subscription(company))
            assert await uow.subscriptions.due_reviews(at=later(seconds=-1), limit=9) == []
            assert await uow.subscriptions.due_reviews(at=NOON, limit=9) == [reviewer]

    async def test_a_review_that_was_put_off_is_not_due(self, units: UnitsOfWork, company: Company) -> None:
        reviewer = a_reviewer(company, next_review_at=NOON)
        put_off = replace(reviewer, next_review_at=later(days=7))
        async with units() as uow:
            await uow.subscriptions.add(reviewer)
            await uow.subscriptions.save(put_off)
            assert await uow.subscriptions.due_reviews(at=NOON, limit=9) == []
            assert await uow.subscriptions.get(company.id, reviewer.id) == put_off

    async def test_the_review_that_is_due_longest_comes_first(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        other = await a_company_in(units)
        first = a_reviewer(other, next_review_at=later(minutes=1))
        second = a_reviewer(company, "a@acme.example", next_review_at=later(minutes=2))
        third = a_reviewer(company, "b@acme.example", next_review_at=later(minutes=3))
        async with units() as uow:
            for each in (third, first, second):
                await uow.subscriptions.add(each)
            assert await uow.subscriptions.due_reviews(at=later(days=1), limit=2) == [first, second]

    async def test_an_address_can_have_both_mails(self, units: UnitsOfWork, company: Company) -> None:
        async with units() as uow:
            await uow.subscriptions.add(a_subscription(company))
            await uow.subscriptions.add(a_reviewer(company))
            with pytest.raises(AlreadySubscribed):
                await uow.subscriptions.add(a_reviewer(company))
            kind = SubscriptionKind.SYNC_ERROR
            assert len(await uow.subscriptions.page(company.id, kind=kind, after=None, limit=9)) == 1


class MailsContract(DatabaseContract):
    async def test_a_mail_is_due_at_once(self, units: UnitsOfWork, company: Company) -> None:
        mail = await written(units, company)
        assert await taken(units) == [mail]

    async def test_a_review_is_read_back(self, units: UnitsOfWork, company: Company) -> None:
        mail = replace(a_mail(company), causes=(), review=a_review())
        async with units() as uow:
            await uow.mails.add([mail, replace(a_mail(company), created_at=later(minutes=1))])
            await uow.commit()
        first, second = await taken(units)
        assert first == mail
        assert second.review is None

    @pytest.mark.parametrize(
        "says",
        [{"held_back": HeldBack(causes=2, entries=30, cap=5)}, {"notice": a_notice()}],
        ids=["what is held back", "a notice"],
    )
    async def test_a_mail_without_causes_is_read_back_as_it_was_written(
        self, units: UnitsOfWork, company: Company, says: dict[str, object]
    ) -> None:
        mail = replace(a_mail(company), causes=(), **says)  # type: ignore[arg-type]  # one of its fields
        async with units() as uow:
            await uow.mails.add([mail])
            await uow.commit()
        assert await taken(units) == [mail]

    async def test_a_notice_is_read_back(self, units: UnitsOfWork, company: Company) -> None:
        mail = replace(a_mail(company), causes=(), notice=a_notice())
        async with units() as uow:
            await uow.mails.add([mail])
            await uow.commit()
        assert await taken(units) == [mail]

    async def test_no_mails_are_none_to_take(self, units: UnitsOfWork) -> None:
        async with units() as uow:
            await uow.mails.add([])
            assert await uow.mails.take(company_id=None, seconds=MINUTE, limit=1) == []

    async def test_who_takes_a_mail_has_it_alone(self, units: UnitsOfWork, company: Company) -> None:
        await written(units, company)
        await taken(units)
        assert await taken(units) == []

    async def test_a_mail_whose_taker_died_is_due_again(self, units: UnitsOfWork, company: Company) -> None:
        mail = await written(units, company)
        await taken(units, seconds=LAPSED)
        assert await taken(units) == [mail]

    async def test_a_sent_mail_is_not_due_again(self, units: UnitsOfWork, company: Company) -> None:
        mail = await written(units, company)
        await taken(units, seconds=LAPSED)
        async with units() as uow:
            await uow.mails.sent(mail, at=NOON)
            await uow.commit()
        assert await taken(units) == []

    async def test_a_postponed_mail_waits_for_its_time(self, units: UnitsOfWork, company: Company) -> None:
        await postponed(units, await written(units, company), until=FAR_AHEAD)
        assert await taken(units) == []

    async def test_a_postponed_mail_counts_its_failure(self, units: UnitsOfWork, company: Company) -> None:
        mail = await written(units, company)
        await postponed(units, mail, until=LONG_AGO)
        assert await taken(units) == [replace(mail, attempts=1)]

    async def test_a_mail_given_up_is_not_due_again(self, units: UnitsOfWork, company: Company) -> None:
        await postponed(units, await written(units, company), until=None)
        assert await taken(units) == []

    async def test_one_company_can_be_asked_for(self, units: UnitsOfWork, company: Company) -> None:
        other = await a_company_in(units)
        await written(units, other)
        mail = await written(units, company)
        async with units() as uow:
            assert await uow.mails.take(company_id=company.id, seconds=MINUTE, limit=9) == [mail]

    async def test_no_more_than_asked_for_are_taken(self, units: UnitsOfWork, company: Company) -> None:
        for _ in range(3):
            await written(units, company)
        async with units() as uow:
            assert len(await uow.mails.take(company_id=None, seconds=MINUTE, limit=2)) == 2


async def written(units: UnitsOfWork, company: Company) -> Mail:
    mail = a_mail(company)
    async with units() as uow:
        await uow.mails.add([mail])
        await uow.commit()
    return mail


async def taken(units: UnitsOfWork, *, seconds: float = MINUTE) -> list[Mail]:
    async with units() as uow:
        mails = await uow.mails.take(company_id=None, seconds=seconds, limit=10)
        await uow.commit()
    return list(mails)


async def postponed(units: UnitsOfWork, mail: Mail, *, until: datetime | None) -> None:
    async with units() as uow:
        await uow.mails.take(company_id=None, seconds=MINUTE, limit=10)
        await uow.mails.postpone(mail, until=until)
        await uow.commit()

"""Subscriptions and the outbox keep their promises on both databases."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from adapters.database.engine import open_engine
from adapters.database.rows import MailRow
from adapters.database.unit_of_work import SqlUnitsOfWork
from domain.model.companies import Company
from tests.builders import NOON, a_notice, a_review, new_id
from tests.contracts.database.notifications import MailsContract, SubscriptionsContract, written


class TestSqlSubscriptions(SubscriptionsContract): ...


class TestSqlMails(MailsContract):
    async def test_the_text_of_a_sent_mail_is_forgotten(
        self, units: SqlUnitsOfWork, company: Company, database_url: str
    ) -> None:
        mail = await written(units, company)
        review = replace(mail, id=new_id(), causes=(), review=a_review())
        notice = replace(mail, id=new_id(), causes=(), notice=a_notice())
        async with units() as uow:
            await uow.mails.add([review, notice])
            await uow.mails.sent(review, at=NOON)
            await uow.mails.sent(notice, at=NOON)
            await uow.mails.sent(mail, at=NOON)
            await uow.commit()
        engine = open_engine(database_url)
        async with engine.connect() as connection:
            texts = await connection.execute(select(MailRow.causes, MailRow.review, MailRow.notice))
            assert [tuple(row) for row in texts] == [((), None, None)] * 3
        await engine.dispose()

"""What is promised of people's tries to connect, of connections, and of books that a company had before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import RealmTaken
from domain.model.attempts import Attempt, AttemptOutcome
from domain.model.authorizations import Authorization, AuthorizationProblem, AuthorizationStatus, Books, Grant
from domain.model.choices import Choice
from domain.model.companies import Company
from domain.model.log_entries import LogEntry, Status
from domain.model.mappings import Mapping, MappingKind
from domain.model.outcomes import HoldReason
from domain.model.records import Contact
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import (
    NOON,
    a_company,
    a_connection,
    a_contact,
    a_mapping,
    a_payment,
    a_ref,
    an_api_key,
    an_attempt,
    an_invoice,
    later,
    new_id,
    realm_of,
    some_tokens,
)
from tests.contracts.database.base import (
    DatabaseContract,
    linked,
    now_of,
    one_claimed,
    one_submitted,
    saved,
    settled,
    submitted,
)
from tests.contracts.database.choices import fetched, names

OTHERS = Books(realm_id="9999", name="Other books")


async def an_authorization(units: UnitsOfWork, company: Company, **fields: object) -> Authorization:
    """Begin one, and write it down with its key."""
    key = an_api_key(company)
    id_ = new_id()
    made = Authorization(
        id=id_,
        company_id=company.id,
        key_id=key.id,
        begun_by=key.name,
        state_hash=id_.hex * 2,
        return_url="https://log.example.org/settings",
        created_at=NOON,
        expires_at=later(minutes=10),
    )
    made = replace(made, **fields)  # type: ignore[arg-type]  # as builders do
    async with units() as uow:
        await uow.api_keys.add(key)
        await uow.authorizations.add(made)
        await uow.commit()
    return made


def waiting(company: Company) -> dict[str, object]:
    return {
        "status": AuthorizationStatus.CONFIRMATION_REQUIRED,
        "books": OTHERS,
        "before": Books(realm_id=realm_of(company)),
        "tokens": some_tokens(7),
        "used_at": NOON,
    }


class AuthorizationsContract(DatabaseContract):
    async def test_one_is_read_back_as_it_was_written(self, units: UnitsOfWork, company: Company) -> None:
        plain = await an_authorization(units, company)
        full = await an_authorization(units, company, **waiting(company))
        async with units() as uow:
            assert await uow.authorizations.get(company.id, plain.id) == plain
            assert await uow.authorizations.get(company.id, full.id) == full

    async def test_another_companys_is_not_found(self, units: UnitsOfWork, company: Company) -> None:
        made = await an_authorization(units, company)
        async with units() as uow:
            assert await uow.authorizations.get(new_id(), made.id) is None

    async def test_a_state_is_used_once(self, units: UnitsOfWork, company: Company) -> None:
        made = await an_authorization(units, company)
        await an_authorization(units, company)
        async with units() as uow:
            used = await uow.authorizations.use(made.state_hash, at=later(minutes=1))
            assert used == replace(made, used_at=later(minutes=1))
            assert await uow.authorizations.use(made.state_hash, at=later(minutes=1)) is None

    async def test_a_state_is_not_used_once_it_has_expired(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        made = await an_authorization(units, company)
        async with units() as uow:
            assert await uow.authorizations.use(made.state_hash, at=later(minutes=10)) is None
            assert await uow.authorizations.use("0" * 64, at=NOON) is None

    async def test_a_changed_one_is_written(self, units: UnitsOfWork, company: Company) -> None:
        made = await an_authorization(units, company, **waiting(company))
        failed = replace(
            made,
            status=AuthorizationStatus.FAILED,
            problem=AuthorizationProblem.REALM_TAKEN,
            tokens=None,
        )
        async with units() as uow:
            await uow.authorizations.save(failed)
            assert await uow.authorizations.get(company.id, made.id) == failed

    async def test_tokens_that_nobody_confirmed_in_time_are_found(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        late = await an_authorization(units, company, **waiting(company))
        await an_authorization(units, company, **waiting(company), expires_at=later(minutes=11))
        await an_authorization(units, company)
        async with units() as uow:
            assert await uow.authorizations.unconfirmed(at=later(minutes=10), limit=9) == [late]
            assert await uow.authorizations.unconfirmed(at=later(minutes=9), limit=9) == []


def a_grant(company: Company, books: Books | None = None, number: int = 5) -> Grant:
    books = books or Books(realm_id=realm_of(company), name="Chamber's books")
    return Grant(company_id=company.id, books=books, tokens=some_tokens(number), at=NOON, by="front end")


class GrantsContract(DatabaseContract):
    async def test_a_company_that_never_was_connected_shows_it(self, units: UnitsOfWork) -> None:
        company = a_company(realm_id=None)
        async with units() as uow:
            await uow.companies.add(company)
            state = await uow.grants.state(company.id)
        assert state
        assert state.hold
        assert (state.books, state.is_connected, state.hold.reason) == (None, False, HoldReason.NOT_CONNECTED)

    async def test_who_is_connected_has_books_tokens_and_no_hold(self, units: UnitsOfWork) -> None:
        company = a_company(realm_id=None)
        async with units() as uow:
            await uow.companies.add(company)
            await uow.grants.connect(a_grant(company, OTHERS))
            state = await uow.grants.state(company.id)
            connection = await uow.connections.get(company.id)
            assert await uow.companies.get(company.id) == replace(company, realm_id=OTHERS.realm_id)
        assert state
        assert connection
        assert (state.books, state.is_connected, state.hold) == (OTHERS, True, None)
        assert (state.connected_at, state.connected_by) == (NOON, "front end")
        assert (connection.realm_id, connection.tokens) == (OTHERS.realm_id, some_tokens(5))

    async def test_nobody_has_a_state_who_is_not_here(self, units: UnitsOfWork) -> None:
        async with units() as uow:
            assert await uow.grants.state(new_id()) is None

    async def test_a_realm_has_one_holder_connected_or_not(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        async with units() as uow:
            await uow.grants.disconnect(company.id, at=NOON)
            assert await uow.grants.holder(realm_of(company)) == company.id
            assert await uow.grants.holder("1") is None

    async def test_a_realm_that_another_company_has_is_refused(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        other = a_company(realm_id=None)
        async with units() as uow:
            await uow.companies.add(other)
            await uow.commit()
        async with units() as uow:
            with pytest.raises(RealmTaken):
                await uow.grants.connect(a_grant(other, Books(realm_id=realm_of(company))))
        async with units() as uow:
            assert await uow.connections.get(other.id) is None
            assert await uow.connections.get(company.id) == a_connection(company)

    async def test_a_renewal_that_is_under_way_is_not_written_over_a_new_connection(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        renewed = replace(a_connection(company), tokens=some_tokens(2), version=2)
        async with units() as uow:
            await uow.grants.connect(a_grant(company))
            assert not await uow.connections.replace_tokens(renewed)

    async def test_a_renewal_that_is_under_way_does_not_connect_again(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        renewed = replace(a_connection(company), tokens=some_tokens(2), version=2)
        async with units() as uow:
            await uow.grants.disconnect(company.id, at=NOON)
            assert not await uow.connections.replace_tokens(renewed)
            assert await uow.connections.get(company.id) is None

    async def test_the_tokens_of_a_disconnected_company_are_gone_and_its_books_are_not(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        async with units() as uow:
            await uow.grants.connect(a_grant(company))
            await uow.grants.disconnect(company.id, at=later(minutes=1))
            await uow.grants.disconnect(company.id, at=later(minutes=2))
            state = await uow.grants.state(company.id)
        assert state
        assert state.hold
        assert (state.is_connected, state.expires_at, state.connected_at) == (False, None, None)
        assert state.books == Books(realm_id=realm_of(company), name="Chamber's books")
        assert (state.hold.reason, state.hold.since) == (HoldReason.NOT_CONNECTED, later(minutes=1))

    async def test_a_company_is_known_by_its_books(self, units: UnitsOfWork, company: Company) -> None:
        async with units() as uow:
            assert await uow.grants.has_books(company.id, realm_of(company))
            assert not await uow.grants.has_books(company.id, "1")


async def moved(units: UnitsOfWork, company: Company, *, before: str | None = None, after: str) -> None:
    async with units() as uow:
        await uow.former_books.move(
            company.id, before=before or realm_of(company), after=after, at=later(minutes=5)
        )
        await uow.commit()


async def mapping_of(units: UnitsOfWork, company: Company) -> Mapping | None:
    async with units() as uow:
        return await uow.mappings.get(company.id, MappingKind.FEE_ITEM, "dues-gold")


async def is_linked(units: UnitsOfWork, company: Company, contact: Contact) -> bool:
    async with units() as uow:
        return bool(await uow.links.find(company.id, [contact.key]))


async def begun(units: UnitsOfWork, entry: LogEntry, **fields: object) -> Attempt:
    attempt = an_attempt(entry, **fields)  # type: ignore[arg-type]  # as builders do
    async with units() as uow:
        assert await uow.attempts.begin([attempt]) == [attempt]
        await uow.commit()
    return attempt


async def outcomes(units: UnitsOfWork, entry: LogEntry) -> list[AttemptOutcome | None]:
    async with units() as uow:
        return [attempt.outcome for attempt in await uow.attempts.of_entry(entry.id)]


class FormerBooksContract(DatabaseContract):
    async def test_links_and_mappings_are_put_away_and_brought_back(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        contact, mapping = a_contact(), a_mapping(company)
        await one_submitted(units, company, contact, status=Status.SYNCED)
        await linked(units, company, contact)
        async with units() as uow:
            link = (await uow.links.find(company.id, [contact.key]))[contact.key]
            await uow.mappings.put(mapping)
            await uow.commit()
        await moved(units, company, after="2")
        assert await mapping_of(units, company) is None
        assert not await is_linked(units, company, contact)
        await moved(units, company, before="2", after=realm_of(company))
        assert await mapping_of(units, company) == mapping
        async with units() as uow:
            assert (await uow.links.find(company.id, [contact.key]))[contact.key] == link

    async def test_another_companys_stay(self, units: UnitsOfWork, company: Company) -> None:
        neighbour, contact = a_company(), a_contact()
        async with units() as uow:
            await uow.companies.add(neighbour)
            await uow.mappings.put(a_mapping(neighbour))
            await uow.commit()
        entry = await one_submitted(units, neighbour, contact, status=Status.SYNCED)
        await linked(units, neighbour, contact)
        await moved(units, company, after="2")
        assert await mapping_of(units, neighbour)
        assert await is_linked(units, neighbour, contact)
        assert await now_of(units, entry) == entry

    async def test_choices_are_forgotten(self, units: UnitsOfWork, company: Company) -> None:
        await fetched(units, company, Choice(id="12", name="Gold"))
        await moved(units, company, after="2")
        assert await names(units, company) == []

    async def test_contacts_that_were_synced_are_queued_and_nothing_else_is(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        contact, invoice, failed = a_contact(), an_invoice(), a_contact()
        ref = a_ref()
        of_contact = await one_submitted(units, company, contact, status=Status.SYNCED, ref=ref)
        of_invoice = await one_submitted(units, company, invoice, status=Status.SYNCED)
        of_failed = await one_submitted(units, company, failed, status=Status.FAILED, ref=a_ref(id_="62"))
        await moved(units, company, after="2")
        queued = await now_of(units, of_contact)
        assert (queued.status, queued.ref, queued.attempts) == (Status.QUEUED, None, 0)
        assert await now_of(units, of_invoice) == of_invoice
        assert await now_of(units, of_failed) == replace(of_failed, ref=None)

    async def test_the_newest_version_of_a_contact_is_queued_alone(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        old = a_contact(external_ref="c-1", source_version=1)
        new = a_contact(external_ref="c-1", source_version=2)
        of_old = await one_submitted(units, company, old, status=Status.SYNCED)
        of_new = await one_submitted(units, company, new, status=Status.SYNCED)
        await moved(units, company, after="2")
        assert (await now_of(units, of_old)).status is Status.SYNCED
        assert (await now_of(units, of_new)).status is Status.QUEUED

    async def test_whoever_waits_is_decided_anew(self, units: UnitsOfWork, company: Company) -> None:
        invoice = an_invoice()
        (entry,) = await submitted(units, company, a_payment(on=invoice))
        claimed = await one_claimed(units, company)
        await settled(units, claimed, Status.WAITING, waiting_for=(invoice.key,))
        await moved(units, company, after="2")
        queued = await now_of(units, entry)
        assert (queued.status, queued.waiting_for) == (Status.QUEUED, ())

    async def test_a_worker_that_has_an_entry_in_hand_loses_it(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        entry = await one_submitted(units, company, a_contact())
        claimed = await one_claimed(units, company)
        await begun(units, claimed)
        await moved(units, company, after="2")
        assert not await settled(units, claimed, Status.SYNCED)
        assert (await now_of(units, entry)).status is Status.QUEUED
        assert await outcomes(units, entry) == [AttemptOutcome.ABANDONED]
        async with units() as uow:
            assert await uow.attempts.begin([an_attempt(claimed, number=2)]) == []

    async def test_a_drain_of_the_former_books_loses_its_lease(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        async with units() as uow:
            lease = await uow.drains.take(company.id, seconds=60)
            await uow.commit()
        assert lease
        await moved(units, company, after="2")
        async with units() as uow:
            assert not await uow.drains.renew(lease, seconds=60)
            assert await uow.drains.take(company.id, seconds=60)

    async def test_an_unknown_outcome_is_not_asked_for_again_and_a_known_one_stays(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        entry = await one_submitted(units, company, a_contact())
        claimed = await one_claimed(units, company)
        first = await begun(units, claimed)
        second = await begun(units, claimed, number=2)
        async with units() as uow:
            for attempt in (first, second):
                await uow.attempts.finish(
                    replace(attempt, finished_at=NOON, outcome=AttemptOutcome.UNCERTAIN)
                )
            await uow.commit()
        await saved(units, replace(await now_of(units, entry), status=Status.FAILED))
        await moved(units, company, after="2")
        assert await outcomes(units, entry) == [AttemptOutcome.UNCERTAIN, AttemptOutcome.ABANDONED]

"""Connecting, with an Intuit and a database that a test decides about."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row, select

from adapters.database.rows import AuditRow
from domain.errors import CompanyNotFound, QuickBooksUnreadable, RealmTaken
from domain.errors.connecting import (
    AuthorizationNotFound,
    AuthorizationNotWaiting,
    ReturnUrlNotAllowed,
    StateInvalid,
)
from domain.model.authorizations import (
    Authorization,
    AuthorizationProblem,
    AuthorizationStatus,
    Books,
    Consent,
    Grant,
)
from domain.model.companies import Company, Hold
from domain.model.log_entries import Status
from domain.model.mappings import MappingKind
from domain.model.outcomes import HoldReason
from domain.model.questions import BooksSettings
from tests.builders import a_contact, new_id, some_tokens
from tests.fakes.connector import state_in
from tests.use_cases.house import RETURN_URLS, House, open_house

(RETURN_URL,) = RETURN_URLS


async def begun(house: House) -> tuple[Authorization, str]:
    made = await house.use_cases.connecting.begin(house.principal, RETURN_URL)
    return made.authorization, state_in(made.authorize_url)


async def back(house: House, realm_id: str, *, consented: str | None = None) -> Authorization:
    """Go to Intuit and come back with a consent for a realm."""
    authorization, state = await begun(house)
    code = house.connector.consent(consented or realm_id)
    await house.use_cases.connecting.return_from_consent(Consent(state=state, code=code, realm_id=realm_id))
    return await house.use_cases.connecting.get_authorization(house.principal, authorization.id)


async def fresh(house: House, realm_id: str | None = None) -> Company:
    return await house.use_cases.setup.create_company(
        "Other", realm_id=realm_id, time_zone="UTC", tokens=some_tokens() if realm_id else None
    )


async def realm_now(house: House) -> str | None:
    async with house.units() as uow:
        company = await uow.companies.get(house.company.id)
    assert company
    return company.realm_id


async def test_who_comes_back_has_the_bell_rung(house: House) -> None:
    rung = len(house.doorbell.rings)
    assert (await back(house, "1")).status is AuthorizationStatus.CONNECTED
    assert len(house.doorbell.rings) == rung + 1


async def test_a_return_url_that_nobody_listed_is_refused(house: House) -> None:
    for url in (RETURN_URL + "/", RETURN_URL.upper(), "https://evil.example", RETURN_URL + "?a=b"):
        with pytest.raises(ReturnUrlNotAllowed):
            await house.use_cases.connecting.begin(house.principal, url)


async def test_a_state_of_no_key_is_good_for_nothing(house: House) -> None:
    authorization, state = await begun(house)
    async with house.units() as uow:
        key = await uow.api_keys.get(house.company.id, house.principal.key_id)
        assert key
        await uow.api_keys.save(replace(key, scopes=frozenset()))
        await uow.commit()
    code = house.connector.consent("1")
    with pytest.raises(StateInvalid):
        await house.use_cases.connecting.return_from_consent(Consent(state=state, code=code, realm_id="1"))
    assert house.connector.codes == {code: "1"}, "the code was not touched"
    found = await house.use_cases.connecting.get_authorization(house.principal, authorization.id)
    assert found.problem is AuthorizationProblem.KEY_ENDED


async def test_books_that_another_company_takes_meanwhile_are_refused(house: House) -> None:
    await house.use_cases.connecting.disconnect(house.principal)
    other = await fresh(house)
    authorization, state = await begun(house)
    code = house.connector.consent("2")
    taken = Grant(
        company_id=other.id, books=Books(realm_id="2"), tokens=some_tokens(9), at=house.clock.now(), by="them"
    )
    consent = Consent(state=state, code=code, realm_id="2")
    async with house.units() as uow:
        await uow.grants.connect(taken)
        await uow.commit()
    await house.use_cases.connecting.return_from_consent(consent)
    found = await house.use_cases.connecting.get_authorization(house.principal, authorization.id)
    assert (found.status, found.problem) == (AuthorizationStatus.FAILED, AuthorizationProblem.REALM_TAKEN)
    assert house.connector.revoked[1:] == [], "whoever has them stays connected"


async def test_another_companys_authorization_is_not_found(house: House) -> None:
    authorization, _ = await begun(house)
    stranger = replace(house.principal, company_id=(await fresh(house)).id)
    connecting = house.use_cases.connecting
    for use in (connecting.get_authorization, connecting.confirm, connecting.reject):
        with pytest.raises(AuthorizationNotFound):
            await use(stranger, authorization.id)


async def test_nothing_is_confirmed_that_does_not_wait_for_it(house: House) -> None:
    done = await back(house, "1")
    for use in (house.use_cases.connecting.confirm, house.use_cases.connecting.reject):
        with pytest.raises(AuthorizationNotWaiting):
            await use(house.principal, done.id)


async def test_a_company_that_has_other_books_by_now_than_was_said_is_not_moved(house: House) -> None:
    house.connector.books["3"] = "Third books"
    first, second = await back(house, "2"), await back(house, "3")
    await house.use_cases.connecting.confirm(house.principal, second.id)
    with pytest.raises(AuthorizationNotWaiting):
        await house.use_cases.connecting.confirm(house.principal, first.id)
    assert await realm_now(house) == "3"


async def test_of_two_moves_at_once_one_is_made(postgres_url: str) -> None:
    """The other would take the links of the new books for those of the former ones."""
    async with open_house(postgres_url) as house:
        house.connector.books["3"] = "Third books"
        waiting = [await back(house, "2"), await back(house, "3")]
        ended = await asyncio.gather(
            *(house.use_cases.connecting.confirm(house.principal, each.id) for each in waiting),
            return_exceptions=True,
        )
        assert sorted(type(each).__name__ for each in ended) == ["Authorization", "AuthorizationNotWaiting"]
        (moved,) = [each for each in ended if isinstance(each, Authorization)]
        assert moved.books
        assert await realm_now(house) == moved.books.realm_id


async def test_a_consent_that_is_forgotten_is_not_revoked_in_books_that_somebody_has_by_now(
    house: House,
) -> None:
    confirmed, late = await back(house, "2"), await back(house, "2")
    await house.use_cases.connecting.confirm(house.principal, confirmed.id)
    revoked = list(house.connector.revoked)
    house.clock.advance(seconds=7200)
    await house.use_cases.sweep()
    seen = await house.use_cases.connecting.get_authorization(house.principal, late.id)
    assert (seen.status, seen.tokens) == (AuthorizationStatus.EXPIRED, None)
    assert house.connector.revoked == revoked


async def test_a_rejected_consent_is_not_revoked_in_books_that_somebody_has_by_now(house: House) -> None:
    waiting = await back(house, "2")
    await fresh(house, "2")
    await house.use_cases.connecting.reject(house.principal, waiting.id)
    assert house.connector.revoked == []


async def test_a_confirmation_of_books_that_somebody_took_changes_nothing(house: House) -> None:
    waiting = await back(house, "2")
    await fresh(house, "2")
    with pytest.raises(RealmTaken):
        await house.use_cases.connecting.confirm(house.principal, waiting.id)
    assert await realm_now(house) == "1"
    await house.submit(contact := a_contact())
    await house.drain()
    assert await house.statuses(contact) == [Status.SYNCED]


async def test_a_disconnected_company_is_moved_and_has_nothing_to_revoke(house: House) -> None:
    await house.use_cases.connecting.disconnect(house.principal)
    revoked = list(house.connector.revoked)
    waiting = await back(house, "2")
    moved = await house.use_cases.connecting.confirm(house.principal, waiting.id)
    assert moved.status is AuthorizationStatus.CONNECTED
    assert house.connector.revoked == revoked
    assert await realm_now(house) == "2"


async def test_who_asked_the_former_books_writes_nothing_of_them(house: House) -> None:
    waiting = await back(house, "2")
    item = house.ledger.books.add_item()

    async def move() -> None:
        await house.use_cases.connecting.confirm(house.principal, waiting.id)

    house.ledger.while_asked = move
    with pytest.raises(QuickBooksUnreadable):
        await house.map("dues-silver", item)
    async with house.units() as uow:
        assert await uow.mappings.get(house.company.id, MappingKind.FEE_ITEM, "dues-silver") is None


async def test_a_worker_that_is_at_it_while_the_company_moves_links_nothing(house: House) -> None:
    waiting = await back(house, "2")
    await house.submit(contact := a_contact())

    async def move() -> None:
        await house.use_cases.connecting.confirm(house.principal, waiting.id)

    house.ledger.while_written = move
    await house.drain()
    async with house.units() as uow:
        assert await uow.links.find(house.company.id, [contact.key]) == {}
    assert await house.statuses(contact) == [Status.QUEUED]
    await house.drain()
    assert await house.statuses(contact) == [Status.SYNCED]


async def test_a_company_that_is_not_here_has_no_connection(house: House) -> None:
    with pytest.raises(CompanyNotFound):
        await house.use_cases.connecting.get(replace(house.principal, company_id=new_id()))


def hold_until(house: House, seconds: float) -> Hold:
    now = house.clock.now()
    return Hold(reason=HoldReason.RATE_LIMITED, since=now, until=now + timedelta(seconds=seconds))


async def test_a_hold_is_shown_while_it_stands(house: House) -> None:
    async with house.units() as uow:
        await uow.connections.hold(house.company.id, hold_until(house, 60))
        await uow.commit()
    shown = await house.use_cases.connecting.get(house.principal)
    assert shown.state.hold
    assert shown.state.hold.reason is HoldReason.RATE_LIMITED
    house.clock.advance(60)
    assert (await house.use_cases.connecting.get(house.principal)).state.hold is None


async def test_a_test_without_an_answer_says_that_there_was_none(house: House) -> None:
    house.ledger.odd.add(BooksSettings())
    test = await house.use_cases.connecting.test(house.principal)
    assert test.failure is HoldReason.QUICKBOOKS_UNAVAILABLE


async def test_a_test_of_books_that_say_nothing_of_themselves_warns_of_nothing(house: House) -> None:
    test = await house.use_cases.connecting.test(house.principal)
    assert (test.failure, test.warnings) == (None, ())


async def test_who_connected_confirmed_and_disconnected_is_written_down(house: House) -> None:
    connecting = house.use_cases.connecting
    for _ in range(2):
        await connecting.disconnect(house.principal)
    await back(house, "1")
    await connecting.reject(house.principal, (await back(house, "2")).id)
    waiting = await back(house, "2")
    confirmer = replace(house.principal, name="administrator")
    await connecting.confirm(confirmer, waiting.id)
    rows = await events(house)
    assert [row.action for row in rows] == [
        "disconnected",
        "connection_started",
        "connected",
        "connection_started",
        "connection_rejected",
        "connection_started",
        "connected",
    ]
    assert {row.actor for row in rows[:-1]} == {house.principal.name}
    assert (rows[-1].actor, rows[-1].subject_id) == ("administrator", "2")
    assert rows[-1].details == {"authorization": str(waiting.id), "realm_before": "1"}
    assert not {"access-", "refresh-"} & {part for row in rows for part in str(row.details).split("'")}


async def events(house: House) -> Sequence[Row[Any]]:
    """What the audit trail has of connections, oldest first."""
    kinds = ("connection", "authorization")
    async with house.engine.connect() as connection:
        rows = await connection.execute(
            select(AuditRow).where(AuditRow.subject_kind.in_(kinds)).order_by(AuditRow.id)
        )
        return rows.all()

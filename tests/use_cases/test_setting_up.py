"""Companies, keys, subscriptions, mappings, records and health: the small use cases."""

from __future__ import annotations

from collections.abc import Awaitable

import pytest

from domain.errors import (
    AlreadySubscribed,
    CompanyNotFound,
    ConnectionRequired,
    DomainError,
    MappingNotFound,
    QuickBooksReferenceInvalid,
    QuickBooksUnreadable,
    RealmTaken,
    RecordNotFound,
    SubscriptionNotFound,
    VersionDiffers,
    VersionRequired,
)
from domain.model.api_keys import Principal, Scope
from domain.model.log_entries import Status
from domain.model.log_filter import LogFilter
from domain.model.mappings import MappingKind, Unmapped
from domain.model.notifications import SubscriptionKind
from domain.model.outcomes import Evidence, Held, HoldReason
from domain.model.records import RecordKind
from domain.rules.key_secrets import hash_secret
from domain.use_cases.check_health import Health
from domain.use_cases.mappings import PutResult
from tests.builders import a_company, a_contact, a_key, a_line, an_invoice, new_id, some_tokens
from tests.fakes.ledger import LOST, THROTTLED
from tests.use_cases.house import House

FEE_ITEM, SYNC_ERROR = MappingKind.FEE_ITEM, SubscriptionKind.SYNC_ERROR


async def stranger(house: House) -> Principal:
    """Make somebody who acts for another company."""
    company = await house.use_cases.setup.create_company(
        "Other", realm_id="2", time_zone="UTC", tokens=some_tokens()
    )
    key = await house.use_cases.setup.create_key(company.id, "other", frozenset(Scope))
    return await house.use_cases.authenticate(key.secret)


# companies and keys


async def test_a_company_has_its_realm_to_itself(house: House) -> None:
    with pytest.raises(RealmTaken):
        await house.use_cases.setup.create_company(
            "Copy", realm_id="1", time_zone="UTC", tokens=some_tokens()
        )
    assert await house.use_cases.setup.list_companies() == [house.company]
    assert await house.use_cases.setup.get_company(house.principal) == house.company


async def test_a_company_that_is_gone_is_not_there(house: House) -> None:
    nobody = Principal(key_id=new_id(), company_id=new_id(), name="Ghost", scopes=frozenset())
    with pytest.raises(CompanyNotFound):
        await house.use_cases.setup.get_company(nobody)
    with pytest.raises(CompanyNotFound):
        await house.use_cases.setup.create_key(nobody.company_id, "Ghost", frozenset())


async def test_a_key_opens_its_company_and_no_more_than_its_scopes(house: House) -> None:
    made = await house.use_cases.setup.create_key(house.company.id, "Front end", frozenset({Scope.LOGS_READ}))
    principal = await house.use_cases.authenticate(made.secret)
    assert (principal.company_id, principal.name) == (house.company.id, "Front end")
    assert principal.scopes == {Scope.LOGS_READ}


async def test_a_secret_is_recognisable_long_kept_as_a_hash_and_never_shown(house: House) -> None:
    made = await house.use_cases.setup.create_key(house.company.id, "Front end", frozenset())
    assert made.secret.startswith("synclog_")
    assert len(made.secret) == len("synclog_") + 43 + 6
    assert made.key.secret_hash == hash_secret(made.secret)
    assert made.secret not in repr(made)


# subscriptions


async def test_a_subscription_is_made_read_changed_and_ended(house: House) -> None:
    do = house.use_cases.setup
    made = await do.subscribe(house.principal, SYNC_ERROR, "clerk@example.com")
    assert await do.get_subscription(house.principal, made.id) == made
    changed = await do.change_subscription(house.principal, made.id, "boss@example.com", if_match=1)
    assert (changed.email, changed.version) == ("boss@example.com", 2)
    assert await do.list_subscriptions(house.principal, after=None, limit=10) == [changed]
    await do.unsubscribe(house.principal, made.id, if_match=2)
    assert await do.list_subscriptions(house.principal, after=None, limit=10) == []


async def test_an_address_gets_a_mail_once(house: House) -> None:
    do = house.use_cases.setup
    await do.subscribe(house.principal, SYNC_ERROR, "clerk@example.com")
    other = await do.subscribe(house.principal, SYNC_ERROR, "boss@example.com")
    with pytest.raises(AlreadySubscribed):
        await do.subscribe(house.principal, SYNC_ERROR, "clerk@example.com")
    with pytest.raises(AlreadySubscribed):
        await do.change_subscription(house.principal, other.id, "clerk@example.com", if_match=1)


@pytest.mark.parametrize(("if_match", "error"), [(None, VersionRequired), (2, VersionDiffers)])
async def test_a_subscription_is_not_changed_blindly(
    house: House, if_match: int | None, error: type[DomainError]
) -> None:
    made = await house.use_cases.setup.subscribe(house.principal, SYNC_ERROR, "clerk@example.com")
    with pytest.raises(error):
        await house.use_cases.setup.change_subscription(
            house.principal, made.id, "a@example.com", if_match=if_match
        )
    with pytest.raises(error):
        await house.use_cases.setup.unsubscribe(house.principal, made.id, if_match=if_match)
    assert await house.use_cases.setup.get_subscription(house.principal, made.id) == made


async def test_another_companys_subscription_is_not_there(house: House) -> None:
    made = await house.use_cases.setup.subscribe(house.principal, SYNC_ERROR, "clerk@example.com")
    other = await stranger(house)
    with pytest.raises(SubscriptionNotFound):
        await house.use_cases.setup.get_subscription(other, made.id)


# mappings


def mapping_to(house: House, quickbooks_id: str, if_match: int | None = None) -> Awaitable[PutResult]:
    return house.use_cases.setup.put_mapping(
        house.principal, FEE_ITEM, "gala", quickbooks_id, if_match=if_match
    )


async def test_a_mapping_names_what_it_is_mapped_to(house: House) -> None:
    gala, raffle = house.ledger.books.add_item("Gala"), house.ledger.books.add_item("Raffle")
    first = await mapping_to(house, gala.ref.id)
    assert (first.created, first.mapping.version, first.mapping.quickbooks_name) == (True, 1, "Gala")
    second = await mapping_to(house, raffle.ref.id, if_match=1)
    assert (second.created, second.mapping.version, second.mapping.quickbooks_name) == (False, 2, "Raffle")
    assert await house.use_cases.setup.get_mapping(house.principal, FEE_ITEM, "gala") == second.mapping
    page = await house.use_cases.setup.list_mappings(house.principal, FEE_ITEM, after="dues-gold", limit=10)
    assert page == [second.mapping]


async def test_a_mapping_can_be_taken_back(house: House) -> None:
    await house.use_cases.setup.delete_mapping(house.principal, FEE_ITEM, "dues-gold", if_match=1)
    with pytest.raises(MappingNotFound):
        await house.use_cases.setup.get_mapping(house.principal, FEE_ITEM, "dues-gold")
    with pytest.raises(MappingNotFound):
        await house.use_cases.setup.delete_mapping(house.principal, FEE_ITEM, "dues-gold", if_match=1)


async def test_only_what_the_books_hold_and_use_can_be_mapped_to(house: House) -> None:
    item = house.ledger.books.change(house.ledger.books.add_item("Old"), active=False)
    for quickbooks_id in (item.ref.id, "999", "not an id"):
        with pytest.raises(QuickBooksReferenceInvalid):
            await mapping_to(house, quickbooks_id)


async def test_a_customer_is_no_product(house: House) -> None:
    customer = house.ledger.books.add_customer("Acme Bakery")
    with pytest.raises(QuickBooksReferenceInvalid):
        await mapping_to(house, customer.ref.id)


@pytest.mark.parametrize("answer", [THROTTLED, LOST], ids=["throttled", "silent"])
async def test_books_that_do_not_answer_map_nothing(house: House, answer: object) -> None:
    house.ledger.unreadable = answer  # type: ignore[assignment]  # both may be answered
    with pytest.raises(QuickBooksUnreadable):
        await mapping_to(house, "1")


async def test_a_lost_connection_has_to_be_made_again_first(house: House) -> None:
    house.ledger.unreadable = Held(reason=HoldReason.NEEDS_RECONNECT, until=None, evidence=Evidence())
    with pytest.raises(ConnectionRequired):
        await mapping_to(house, "1")


async def test_without_a_connection_there_is_nothing_to_map_to(house: House) -> None:
    unconnected = a_company()
    async with house.units() as uow:
        await uow.companies.add(unconnected)
        await uow.commit()
    key = await house.use_cases.setup.create_key(unconnected.id, "other", frozenset(Scope))
    principal = await house.use_cases.authenticate(key.secret)
    with pytest.raises(ConnectionRequired):
        await house.use_cases.setup.put_mapping(principal, FEE_ITEM, "gala", "1", if_match=None)


@pytest.mark.parametrize(("if_match", "error"), [(None, VersionRequired), (2, VersionDiffers)])
async def test_a_mapping_is_not_changed_blindly_and_costs_no_call(
    house: House, if_match: int | None, error: type[DomainError]
) -> None:
    asked = len(house.ledger.questions)
    put, delete = house.use_cases.setup.put_mapping, house.use_cases.setup.delete_mapping
    with pytest.raises(error):
        await put(house.principal, FEE_ITEM, "dues-gold", "1", if_match=if_match)
    with pytest.raises(error):
        await delete(house.principal, FEE_ITEM, "dues-gold", if_match=if_match)
    assert len(house.ledger.questions) == asked


async def test_a_mapping_that_is_gone_cannot_be_changed(house: House) -> None:
    with pytest.raises(VersionDiffers):
        await mapping_to(house, "1", if_match=1)


async def test_a_mapping_that_somebody_changes_meanwhile_is_not_overwritten(house: House) -> None:
    item = house.ledger.books.add_item("Gala")
    house.ledger.while_asked = lambda: mapping_to(house, item.ref.id)
    with pytest.raises(VersionRequired):
        await mapping_to(house, item.ref.id)


async def test_what_is_not_mapped_is_listed_with_how_many_it_holds_up(house: House) -> None:
    contact = a_contact()
    invoices = [an_invoice(of=contact, lines=(a_line(item),)) for item in ("gala", "gala", "raffle")]
    await house.submit(contact, *invoices)
    await house.drain()
    listed = await house.use_cases.setup.list_unmapped(house.principal, FEE_ITEM, after=None, limit=10)
    since = house.clock.now()
    assert listed == [
        Unmapped(source_key="gala", entries=2, since=since),
        Unmapped(source_key="raffle", entries=1, since=since),
    ]


# records, the log, health


async def test_a_record_shows_its_object_and_its_entries_newest_first(house: House) -> None:
    first, second = (a_contact(external_ref="c-1", source_version=version) for version in (1, 2))
    await house.submit(first)
    fresh = await house.use_cases.get_record(house.principal, first.key)
    assert (fresh.stored.record, fresh.link) == (first, None)
    await house.drain()
    await house.submit(second)
    view = await house.use_cases.get_record(house.principal, first.key)
    assert view.stored.record == second
    assert view.link
    assert view.link.ref == (await house.entry(first)).ref
    assert [entry.source_version for entry in view.entries] == [2, 1]


async def test_a_record_that_nobody_submitted_here_is_not_there(house: House) -> None:
    contact = a_contact()
    await house.submit(contact)
    with pytest.raises(RecordNotFound):
        await house.use_cases.get_record(house.principal, a_key(RecordKind.INVOICE, contact.external_ref))
    with pytest.raises(RecordNotFound):
        await house.use_cases.get_record(await stranger(house), contact.key)


async def test_the_log_is_read_page_by_page_by_its_own_company(house: House) -> None:
    await house.submit(a_contact(), a_contact(), a_contact())
    first = await house.use_cases.list_log(house.principal, LogFilter(), after=None, limit=2)
    rest = await house.use_cases.list_log(house.principal, LogFilter(), after=first.next, limit=2)
    assert [*rest.entries[::-1], *first.entries[::-1]] == await house.entries()
    assert rest.next is None
    other = await stranger(house)
    assert (await house.use_cases.list_log(other, LogFilter(), after=None, limit=2)).entries == ()


async def test_an_entry_is_read_with_its_attempts(house: House) -> None:
    contact = a_contact()
    await house.submit(contact)
    await house.drain()
    entry = await house.entry(contact)
    assert await house.use_cases.get_entry(house.principal, entry.id) == entry
    assert len(await house.use_cases.list_attempts(house.principal, entry.id)) == entry.attempts == 1
    assert entry.status is Status.SYNCED


@pytest.mark.parametrize(
    ("database", "queue"),
    [(True, True), (True, False), (False, True)],
    ids=["well", "no queue", "no database"],
)
async def test_health_is_that_of_both_parts(
    house: House,
    database: bool,  # noqa: FBT001 - a column of the table
    queue: bool,  # noqa: FBT001 - the same
) -> None:
    house.pulses[0].alive, house.pulses[1].alive = database, queue
    assert await house.use_cases.check_health() == Health(database=database, queue=queue)

"""Link a contact to a customer by hand, and forget such a link."""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import (
    AlreadyLinked,
    CustomerAlreadyLinked,
    DataNotFetched,
    LinkNotFound,
    RecordInProgress,
    RecordNotFound,
    VersionDiffers,
)
from domain.model.api_keys import Principal
from domain.model.books import LedgerCustomer
from domain.model.companies import Connection
from domain.model.links import Link
from domain.model.log_entries import Status
from domain.model.questions import CustomerWithId
from domain.model.records import Contact, RecordKey, RecordKind, StoredRecord
from domain.ports.doorbell import Doorbell
from domain.ports.ledger import Ledgers
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.contacts import check_customer
from domain.rules.deeds import linking, unlinking
from domain.rules.links import link_by_hand
from domain.rules.versions import check_version
from domain.use_cases.asking import ask, require_same_books
from domain.use_cases.trail import Trail


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkResult:
    """The link, and whether the contact had none before."""

    link: Link
    created: bool


class GetLink:
    """Which customer a contact is."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self, principal: Principal, external_ref: str) -> Link:
        """Raises RecordNotFound or LinkNotFound."""
        key = contact_key(external_ref)
        async with self._units_of_work.of(principal.company_id) as uow:
            await contact_of(uow, principal, key)
            return _existing(await _link_of(uow, principal, key))


class DeleteLink:
    """Forget which customer a contact is; what was posted stays, and the next sync goes by the name."""

    def __init__(self, *, units_of_work: UnitsOfWork, trail: Trail) -> None:
        self._units_of_work = units_of_work
        self._trail = trail

    async def __call__(self, principal: Principal, external_ref: str, *, if_match: int | None) -> None:
        """Raises RecordNotFound, LinkNotFound, RecordInProgress, VersionRequired or VersionDiffers."""
        key = contact_key(external_ref)
        async with self._units_of_work.of(principal.company_id) as uow:
            await lock_at_rest(uow, principal, key)
            await contact_of(uow, principal, key)
            link = _existing(await _link_of(uow, principal, key))
            check_version(link.revision, if_match)
            await uow.links.delete(link)
            await self._trail.caller_did(uow, principal, unlinking(link))
            await uow.commit()


class PutLink:
    """Say which customer a contact is, once the books have shown that they hold it; whoever waited goes."""

    def __init__(
        self, *, units_of_work: UnitsOfWork, ledgers: Ledgers, doorbell: Doorbell, trail: Trail
    ) -> None:
        self._units_of_work = units_of_work
        self._ledgers = ledgers
        self._doorbell = doorbell
        self._trail = trail

    async def __call__(
        self, principal: Principal, external_ref: str, customer_id: str, *, if_match: int | None
    ) -> LinkResult:
        """Raises RecordNotFound, CustomerReferenceInvalid, CustomerAlreadyLinked, RecordInProgress.

        And DataNotFetched, ConnectionRequired, QuickBooksUnreadable, and those of If-Match.
        """
        key = contact_key(external_ref)
        connection = await self._check(principal, key, if_match)
        question = CustomerWithId(id=customer_id)
        facts = await ask(self._ledgers, connection, [question])
        async with self._units_of_work.of(principal.company_id) as uow:
            await require_same_books(uow, connection)
            await lock_at_rest(uow, principal, key)
            stored = await contact_of(uow, principal, key)
            customer = check_customer(contact_in(stored), facts.customers(question))
            result = await self._put(uow, principal, stored, customer, if_match)
            await uow.queue.wake(principal.company_id, key)
            last = await uow.drains.last(principal.company_id)
            await uow.commit()
        await self._doorbell.ring(last)
        return result

    async def _check(self, principal: Principal, key: RecordKey, if_match: int | None) -> Connection | None:
        """Before the books are asked: a wrong reference or If-Match should cost no call."""
        async with self._units_of_work.of(principal.company_id) as uow:
            contact_in(await contact_of(uow, principal, key))
            _check_put(await _link_of(uow, principal, key), if_match)
            return await uow.connections.get(principal.company_id)

    async def _put(
        self,
        uow: UnitOfWork,
        principal: Principal,
        stored: StoredRecord,
        customer: LedgerCustomer,
        if_match: int | None,
    ) -> LinkResult:
        before = await _link_of(uow, principal, stored.record.key)
        _check_put(before, if_match)
        ref = customer.ref
        holders = await uow.links.holders(principal.company_id, ref.entity, [ref.id])
        holder = holders.get(ref.id, stored.record.key)
        if holder != stored.record.key:
            raise CustomerAlreadyLinked(linked_to=holder.external_ref)
        link = link_by_hand(stored, ref, before)
        try:
            await uow.links.put(link)
        except AlreadyLinked:  # by somebody who was quicker
            raise CustomerAlreadyLinked from None
        await self._trail.caller_did(uow, principal, linking(link, before))
        return LinkResult(link=link, created=before is None)


def contact_key(external_ref: str) -> RecordKey:
    """What names a contact within its company."""
    return RecordKey(kind=RecordKind.CONTACT, external_ref=external_ref)


async def contact_of(uow: UnitOfWork, principal: Principal, key: RecordKey) -> StoredRecord:
    """Return the contact as it is now. Raises RecordNotFound."""
    stored = (await uow.records.find(principal.company_id, [key])).get(key)
    if stored is None:
        raise RecordNotFound
    return stored


def contact_in(stored: StoredRecord) -> Contact:
    """Return what is known of the contact. Raises DataNotFetched, for one by reference."""
    if isinstance(stored.record, Contact):
        return stored.record
    raise DataNotFetched


async def lock_at_rest(uow: UnitOfWork, principal: Principal, key: RecordKey) -> None:
    """Keep everybody else from the record until the end of the unit of work.

    Raises RecordInProgress while a worker sends it: what comes of that is written into the link.
    """
    await uow.records.lock(principal.company_id, [key])
    entries = await uow.log.of_records(principal.company_id, [key])
    if any(entry.status is Status.SYNCING for entry in entries):
        raise RecordInProgress


async def _link_of(uow: UnitOfWork, principal: Principal, key: RecordKey) -> Link | None:
    return (await uow.links.find(principal.company_id, [key])).get(key)


def _existing(link: Link | None) -> Link:
    if link is None:
        raise LinkNotFound
    return link


def _check_put(before: Link | None, if_match: int | None) -> None:
    """A new link needs no If-Match; one that is gone cannot be changed."""
    if before is not None:
        check_version(before.revision, if_match)
    elif if_match is not None:
        raise VersionDiffers

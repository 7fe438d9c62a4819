"""Map the billing system's words to objects of the books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import (
    ConnectionRequired,
    MappingNotFound,
    VersionDiffers,
)
from domain.model.api_keys import Principal
from domain.model.companies import Connection
from domain.model.mappings import Mapping, MappingKind, Unmapped
from domain.ports.clock import Clock
from domain.ports.ledger import Ledgers, QuestionsUnanswered
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.deeds import ending_mapping, making_mapping
from domain.rules.mappings import Mappable, check_mappable, question_about
from domain.rules.unanswered import why_unanswered
from domain.rules.versions import check_version
from domain.use_cases.asking import require_same_books
from domain.use_cases.trail import Trail


@dataclass(frozen=True, slots=True, kw_only=True)
class PutResult:
    """The mapping, and whether it is new."""

    mapping: Mapping
    created: bool


class ListMappings:
    """Mappings of one kind, by source key."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(
        self, principal: Principal, kind: MappingKind, *, after: str | None, limit: int
    ) -> Sequence[Mapping]:
        """Return up to `limit`, beginning behind `after`."""
        async with self._units_of_work.of(principal.company_id) as uow:
            return await uow.mappings.page(principal.company_id, kind, after=after, limit=limit)


class ListUnmapped:
    """Source keys that failed entries lack a mapping for."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(
        self, principal: Principal, kind: MappingKind, *, after: str | None, limit: int
    ) -> Sequence[Unmapped]:
        """Return up to `limit`, by source key, beginning behind `after`."""
        async with self._units_of_work.of(principal.company_id) as uow:
            return await uow.mappings.unmapped(principal.company_id, kind, after=after, limit=limit)


class GetMapping:
    """One mapping."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self, principal: Principal, kind: MappingKind, source_key: str) -> Mapping:
        """Raises MappingNotFound."""
        async with self._units_of_work.of(principal.company_id) as uow:
            return await _mapping_of(uow, principal, kind, source_key)


class DeleteMapping:
    """Take a mapping back; what was posted under it stays as it is."""

    def __init__(self, *, units_of_work: UnitsOfWork, trail: Trail) -> None:
        self._units_of_work = units_of_work
        self._trail = trail

    async def __call__(
        self, principal: Principal, kind: MappingKind, source_key: str, *, if_match: int | None
    ) -> None:
        """Raises MappingNotFound, VersionRequired or VersionDiffers."""
        async with self._units_of_work.of(principal.company_id) as uow:
            mapping = await _mapping_of(uow, principal, kind, source_key)
            check_version(mapping.version, if_match)
            await uow.mappings.delete(mapping)
            await self._trail.caller_did(uow, principal, ending_mapping(mapping))
            await uow.commit()


class PutMapping:
    """Map a source key, once the books have shown that they hold what it is mapped to."""

    def __init__(self, *, units_of_work: UnitsOfWork, ledgers: Ledgers, clock: Clock, trail: Trail) -> None:
        self._units_of_work = units_of_work
        self._ledgers = ledgers
        self._clock = clock
        self._trail = trail

    async def __call__(
        self,
        principal: Principal,
        kind: MappingKind,
        source_key: str,
        quickbooks_id: str,
        *,
        if_match: int | None,
    ) -> PutResult:
        """Raises QuickBooksReferenceInvalid, QuickBooksUnreadable, ConnectionRequired.

        And those of If-Match: VersionRequired and VersionDiffers.
        """
        await self._check_match(principal, kind, source_key, if_match)
        target, connection = await self._target(principal, kind, quickbooks_id)
        async with self._units_of_work.of(principal.company_id) as uow:
            await require_same_books(uow, connection)
            before = await uow.mappings.get(principal.company_id, kind, source_key)
            _check_put(before, if_match)
            mapping = self._mapping(principal, kind, source_key, target, before)
            await uow.mappings.put(mapping)
            await self._trail.caller_did(uow, principal, making_mapping(mapping, before))
            await uow.commit()
        return PutResult(mapping=mapping, created=before is None)

    async def _check_match(
        self, principal: Principal, kind: MappingKind, source_key: str, if_match: int | None
    ) -> None:
        """Before the books are asked: a wrong If-Match should cost no call."""
        async with self._units_of_work.of(principal.company_id) as uow:
            _check_put(await uow.mappings.get(principal.company_id, kind, source_key), if_match)

    async def _target(
        self, principal: Principal, kind: MappingKind, quickbooks_id: str
    ) -> tuple[Mappable, Connection]:
        async with self._units_of_work.of(principal.company_id) as uow:
            connection = await uow.connections.get(principal.company_id)
        if connection is None:
            raise ConnectionRequired
        question = question_about(kind, quickbooks_id)
        try:
            facts = await self._ledgers.open(connection).ask([question])
        except QuestionsUnanswered as unanswered:
            raise why_unanswered(unanswered.answer) from None
        return check_mappable(question, facts), connection

    def _mapping(
        self,
        principal: Principal,
        kind: MappingKind,
        source_key: str,
        target: Mappable,
        before: Mapping | None,
    ) -> Mapping:
        return Mapping(
            company_id=principal.company_id,
            kind=kind,
            source_key=source_key,
            quickbooks_id=target.ref.id,
            quickbooks_name=target.name,
            version=before.version + 1 if before else 1,
            updated_at=self._clock.now(),
        )


def _check_put(before: Mapping | None, if_match: int | None) -> None:
    """A new mapping needs no If-Match; one that is gone cannot be changed."""
    if before is not None:
        check_version(before.version, if_match)
    elif if_match is not None:
        raise VersionDiffers


async def _mapping_of(uow: UnitOfWork, principal: Principal, kind: MappingKind, source_key: str) -> Mapping:
    mapping = await uow.mappings.get(principal.company_id, kind, source_key)
    if mapping is None:
        raise MappingNotFound
    return mapping

"""The use cases on a real database, with a fake QuickBooks whose behaviour a test decides about.

The clock of the house stands in the past, while leases and due times run by the database's:
whatever is tried again later is due at once. Put it `FAR_AHEAD`, and nothing is.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.bootstrap import Ports, build_use_cases
from adapters.clock import UuidIds
from adapters.database.engine import open_engine
from adapters.database.unit_of_work import SqlUnitsOfWork
from adapters.vault import AesGcmVault, new_key
from domain.errors import DomainError
from domain.model.api_keys import Principal, Scope
from domain.model.attempts import Attempt
from domain.model.books import LedgerItem, LedgerObject
from domain.model.commands import Write
from domain.model.companies import Company, Connection, Hold
from domain.model.facts import Facts
from domain.model.log_entries import LogEntry, Status
from domain.model.log_filter import LogFilter
from domain.model.mappings import MappingKind
from domain.model.operations import Operation
from domain.model.outcomes import Evidence, Held, Outcome, RefusalReason, Refused
from domain.model.questions import Question
from domain.model.records import Submission
from domain.ports.ledger import QuestionsUnanswered
from domain.rules.retry import RetryPolicy
from domain.use_cases import UseCases
from domain.use_cases.accept import Accepted
from domain.use_cases.drain import DrainSettings
from tests.builders import LONG_AGO, some_tokens
from tests.fakes.clock import FakeClock, FakeDice
from tests.fakes.connector import FakeConnector
from tests.fakes.doorbell import FakeDoorbell
from tests.fakes.ledger import FakeLedger
from tests.fakes.notifier import FakeNotifier
from tests.fakes.source import FakeSource

Event = Callable[[], Awaitable[object]]

RETURN_URLS = frozenset({"https://log.example.org/settings"})

Found = TypeVar("Found", bound=LedgerObject)

NO = Refused(reason=RefusalReason.REJECTED, evidence=Evidence(http_status=400))


@dataclass
class FakePulse:
    """Beats until told otherwise."""

    alive: bool = True

    async def beats(self) -> bool:
        return self.alive


class Killed(BaseException):
    """The worker is gone, in the middle of what it did."""


class EventfulLedger(FakeLedger):
    """A ledger that something happens to before it answers: to the next questions, to the next writes.

    A question in `odd` is refused, and with it all that are asked together.
    """

    def __init__(self) -> None:
        super().__init__()
        self.while_asked: Event | None = None
        self.while_written: Event | None = None
        self.odd: set[Question] = set()
        self.renewed: list[Connection] = []
        self.not_renewed: dict[UUID, Held | Refused] = {}
        self.while_renewed: Event | None = None

    def open(self, connection: Connection) -> EventfulLedger:
        """Be the only books there are."""
        assert connection.realm_id
        return self

    async def renew(self, connection: Connection) -> Held | Refused | None:
        self.renewed.append(connection)
        if self.while_renewed:
            await self.while_renewed()
        return self.not_renewed.get(connection.company_id)

    async def ask(self, questions: Sequence[Question]) -> Facts:
        if self.odd.intersection(questions):
            raise QuestionsUnanswered(NO)
        facts = await super().ask(questions)
        event, self.while_asked = self.while_asked, None
        if event:
            await event()
        return facts

    async def write(self, writes: Sequence[Write]) -> Sequence[Outcome]:
        outcomes = await super().write(writes)
        event, self.while_written = self.while_written, None
        if event:
            await event()
        return outcomes


@dataclass(kw_only=True)
class House:
    """What a test holds on to; `principal` acts for the company."""

    use_cases: UseCases
    engine: AsyncEngine
    units: SqlUnitsOfWork
    ledger: EventfulLedger
    clock: FakeClock
    doorbell: FakeDoorbell
    notifier: FakeNotifier
    connector: FakeConnector
    source: FakeSource
    pulses: tuple[FakePulse, FakePulse]
    company: Company
    principal: Principal

    async def submit(self, *records: Submission) -> list[Accepted]:
        return [await self.use_cases.accept_record(self.principal, record) for record in records]

    async def submit_together(self, *records: Submission) -> Sequence[Accepted | DomainError]:
        async with self.units() as uow:
            answers = await self.use_cases.accept_batch.within(uow, self.principal, records)
            await uow.commit()
        return answers

    async def drain(self) -> None:
        """Let a worker do what is due."""
        await self.use_cases.drain(self.company.id)

    async def entries(self, *records: Submission) -> list[LogEntry]:
        """Return the entries of these versions, or of all, in the order of their acceptance."""
        async with self.units() as uow:
            page = await uow.log.page(self.company.id, LogFilter(), after=None, limit=200)
        every = sorted(page.entries, key=lambda entry: (entry.created_at, entry.id))
        if not records:
            return every
        found = {(entry.record, entry.source_version): entry for entry in every}
        return [found[record.key, record.source_version] for record in records]

    async def entry(self, record: Submission) -> LogEntry:
        (entry,) = await self.entries(record)
        return entry

    async def statuses(self, *records: Submission) -> list[Status]:
        return [entry.status for entry in await self.entries(*records)]

    async def code(self, record: Submission) -> str | None:
        error = (await self.entry(record)).error
        return error.code if error else None

    async def attempts(self, record: Submission) -> Sequence[Attempt]:
        return await self.use_cases.list_attempts(self.principal, (await self.entry(record)).id)

    async def held(self, record: Submission, kind: type[Found]) -> Found:
        """Return what the books hold of it."""
        ref = (await self.entry(record)).ref
        assert ref
        found = self.ledger.books.objects[ref.id]
        assert isinstance(found, kind)
        return found

    async def resync(self, record: Submission) -> LogEntry:
        entry = await self.entry(record)
        async with self.units() as uow:
            after = await self.use_cases.resync_entry.within(uow, self.principal, entry.id)
            await uow.commit()
        return after

    async def resync_failures(self) -> Operation:
        async with self.units() as uow:
            operation = await self.use_cases.resync_failures.within(uow, self.principal, None)
            await uow.commit()
        return operation

    async def operation(self, started: Operation) -> Operation:
        return await self.use_cases.get_operation(self.principal, started.id)

    async def exclude(self, record: Submission, reason: str | None = None) -> LogEntry:
        entry = await self.entry(record)
        return await self.use_cases.exclude_entry(self.principal, entry.id, reason)

    async def include(self, record: Submission) -> LogEntry:
        return await self.use_cases.include_entry(self.principal, (await self.entry(record)).id)

    async def map(self, source_key: str, item: LedgerItem | None = None) -> None:
        item = item or self.ledger.books.add_item()
        await self.map_to(MappingKind.FEE_ITEM, source_key, item.ref.id)

    async def map_to(
        self, kind: MappingKind, source_key: str, id_: str, *, if_match: int | None = None
    ) -> None:
        await self.use_cases.setup.put_mapping(self.principal, kind, source_key, id_, if_match=if_match)

    async def unmap(self, source_key: str) -> None:
        await self.use_cases.setup.delete_mapping(
            self.principal, MappingKind.FEE_ITEM, source_key, if_match=1
        )

    async def hold(self) -> Hold | None:
        async with self.units() as uow:
            connection = await uow.connections.get(self.company.id)
        assert connection
        return connection.hold

    async def end_hold(self) -> None:
        """Let the time of the hold pass."""
        hold = await self.hold()
        assert hold
        async with self.units() as uow:
            await uow.connections.hold(self.company.id, replace(hold, until=LONG_AGO))
            await uow.commit()

    async def lapse(self) -> None:
        """Let the leases of the worker that drains end before it is done."""
        async with self.units() as uow:
            last = await uow.drains.last(self.company.id)
            assert await uow.drains.renew(last, seconds=-1)
            await uow.commit()

    async def end_of_lease(self) -> str:
        """Return until when the drain that was begun last has its lease."""
        async with self.engine.connect() as connection:
            return str(await connection.scalar(text("SELECT lease_until FROM drains")))

    async def be_killed(self) -> None:
        await self.lapse()
        raise Killed

    async def overtake(self) -> None:
        """Let another worker do the same work, while the first one sleeps past its leases."""
        await self.lapse()
        await self.drain()


@asynccontextmanager
async def open_house(database_url: str, settings: DrainSettings | None = None) -> AsyncIterator[House]:
    """Put the house together, with one company in which the fee item dues-gold is mapped."""
    engine = open_engine(database_url)
    units = SqlUnitsOfWork(engine, AesGcmVault([new_key()]))
    clock, doorbell, notifier = FakeClock(), FakeDoorbell(), FakeNotifier()
    ledger, database, queue = EventfulLedger(), FakePulse(), FakePulse()
    source = FakeSource()
    connector = FakeConnector(clock)
    ports = Ports(
        units_of_work=units,
        ledgers=ledger,
        connector=connector,
        source=source,
        doorbell=doorbell,
        notifier=notifier,
        database=database,
        queue=queue,
        clock=clock,
        ids=UuidIds(),
        dice=FakeDice(),
    )
    use_cases = build_use_cases(ports, settings or DrainSettings(), RetryPolicy(), return_urls=RETURN_URLS)
    try:
        company = await use_cases.setup.create_company(
            "Chamber", realm_id="1", time_zone="UTC", tokens=some_tokens()
        )
        made = await use_cases.setup.create_key(company.id, "Billing system", frozenset(Scope))
        house = House(
            use_cases=use_cases,
            engine=engine,
            units=units,
            ledger=ledger,
            clock=clock,
            doorbell=doorbell,
            notifier=notifier,
            connector=connector,
            source=source,
            pulses=(database, queue),
            company=company,
            principal=await use_cases.authenticate(made.secret),
        )
        await house.map("dues-gold")
        yield house
    finally:
        await engine.dispose()

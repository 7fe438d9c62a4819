"""A company's connection: how it is, whether it works, and its end."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.errors import CompanyNotFound, ConnectionRequired
from domain.model.api_keys import Principal
from domain.model.authorizations import ConnectionState
from domain.model.companies import Connection
from domain.model.notifications import MOST_COUNTED
from domain.model.outcomes import Held, HoldReason
from domain.model.questions import BooksSettings
from domain.ports.clock import Clock
from domain.ports.connector import Connector
from domain.ports.doorbell import Doorbell
from domain.ports.ledger import Ledgers, QuestionsUnanswered
from domain.ports.unit_of_work import UnitsOfWork
from domain.rules.connection_deeds import disconnecting
from domain.rules.preferences import PreferenceWarning, warnings_about
from domain.rules.retry import is_standing
from domain.use_cases.confirm import revoked
from domain.use_cases.trail import Trail


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionView:
    """What there is to see of it; `under_way` is how many entries workers would send.

    One more than MOST_COUNTED where there are more.
    """

    state: ConnectionState
    under_way: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionTest:
    """What one call showed: what may hurt; or why there was no answer."""

    failure: HoldReason | None
    warnings: tuple[PreferenceWarning, ...] = ()


class GetConnection:
    """Connected or not, since when and until when, and what holds it up."""

    def __init__(self, *, units_of_work: UnitsOfWork, clock: Clock) -> None:
        self._units_of_work = units_of_work
        self._clock = clock

    async def __call__(self, principal: Principal) -> ConnectionView:
        """Raises CompanyNotFound."""
        async with self._units_of_work.of(principal.company_id) as uow:
            state = await uow.grants.state(principal.company_id)
            if state is None:
                raise CompanyNotFound
            under_way = await uow.holds.held_up(principal.company_id, limit=MOST_COUNTED + 1)
        stands = state.hold and is_standing(state.hold, self._clock.now())
        return ConnectionView(state=state if stands else replace(state, hold=None), under_way=under_way)


class Disconnect:
    """The tokens are deleted here and revoked at Intuit; what was accepted waits for the next connection."""

    def __init__(
        self, *, units_of_work: UnitsOfWork, connector: Connector, clock: Clock, trail: Trail
    ) -> None:
        self._units_of_work = units_of_work
        self._connector = connector
        self._clock = clock
        self._trail = trail

    async def __call__(self, principal: Principal) -> None:
        """Nothing happens the second time."""
        company_id, now = principal.company_id, self._clock.now()
        async with self._units_of_work.of(company_id) as uow:
            connection = await uow.connections.get(company_id)
            if connection is None:
                return
            await uow.grants.disconnect(company_id, at=now)
            await self._trail.caller_did(uow, principal, disconnecting(connection.realm_id))
            await uow.commit()
        await revoked(self._connector, connection.tokens, company_id)


class TestConnection:
    """One cheap call, for a person who waits for it; if it works, what had held the company up is over."""

    __test__ = False  # no test of ours

    def __init__(self, *, units_of_work: UnitsOfWork, ledgers: Ledgers, doorbell: Doorbell) -> None:
        self._units_of_work = units_of_work
        self._ledgers = ledgers
        self._doorbell = doorbell

    async def __call__(self, principal: Principal) -> ConnectionTest:
        """Raises ConnectionRequired where there is nothing to test."""
        async with self._units_of_work.of(principal.company_id) as uow:
            connection = await uow.connections.get(principal.company_id)
        if connection is None:
            raise ConnectionRequired
        question = BooksSettings()
        try:
            facts = await self._ledgers.open(connection).ask([question])
        except QuestionsUnanswered as unanswered:
            answer = unanswered.answer
            reason = answer.reason if isinstance(answer, Held) else HoldReason.QUICKBOOKS_UNAVAILABLE
            return ConnectionTest(failure=reason)
        await self._release(connection)
        found = facts.preferences(question)
        return ConnectionTest(failure=None, warnings=warnings_about(found) if found else ())

    async def _release(self, connection: Connection) -> None:
        if connection.hold is None:
            return
        async with self._units_of_work.of(connection.company_id) as uow:
            await uow.holds.met(connection, None)
            last = await uow.drains.last(connection.company_id)
            await uow.commit()
        await self._doorbell.ring(last)

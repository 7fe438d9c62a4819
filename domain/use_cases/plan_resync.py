"""Plan a bulk resync: what it would do, without doing any of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from uuid import UUID

from domain.errors import ConnectionRequired
from domain.model.api_keys import Principal
from domain.model.companies import Connection
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.failures import Chosen
from domain.model.plans import Basis, Plan
from domain.model.questions import Question
from domain.ports.ledger import Ledgers, QuestionsUnanswered
from domain.ports.unit_of_work import UnitsOfWork
from domain.rules.decide import questions
from domain.rules.plan import Forecast, forecast, forecast_of, plan
from domain.rules.quarantine import quarantined, where
from domain.rules.resync import check_choice
from domain.use_cases.resync import require_connection

log = logging.getLogger(__name__)

MOST_ASKED_ABOUT = 200  # reads are metered: a plan for more is made from our own data alone
CHUNK = 500


class PlanResync:
    """Reads only; no transaction is open while the books are asked."""

    def __init__(self, *, units_of_work: UnitsOfWork, ledgers: Ledgers, batch: int) -> None:
        self._units_of_work = units_of_work
        self._ledgers = ledgers
        self._batch = batch

    async def __call__(self, principal: Principal, chosen: Chosen, *, expected_count: int | None) -> Plan:
        """Raises CauseNotFound or CountChanged."""
        async with self._units_of_work.of(principal.company_id) as uow:
            ids = await uow.failures.choose(principal.company_id, chosen)
        check_choice(chosen, len(ids), expected_count)
        if len(ids) <= MOST_ASKED_ABOUT:
            return await self._with_the_books(principal, ids)
        forecasts: list[Forecast] = []
        for start in range(0, len(ids), CHUNK):
            dossiers = await self._dossiers(principal, ids[start : start + CHUNK])
            forecasts += (_forecast(dossier, None) for dossier in dossiers)
        return plan(forecasts, Basis.OWN_DATA, batch=self._batch)

    async def _with_the_books(self, principal: Principal, ids: Sequence[UUID]) -> Plan:
        dossiers = await self._dossiers(principal, ids)
        facts = await self._ask(principal, dossiers)
        forecasts = [_forecast(dossier, facts) for dossier in dossiers]
        basis = Basis.OWN_DATA if facts is None else Basis.BOOKS
        return plan(forecasts, basis, batch=self._batch)

    async def _dossiers(self, principal: Principal, ids: Sequence[UUID]) -> Sequence[Dossier]:
        async with self._units_of_work.of(principal.company_id) as uow:
            entries = await uow.failures.entries(principal.company_id, ids)
            return await uow.records.dossiers(entries)

    async def _ask(self, principal: Principal, dossiers: Sequence[Dossier]) -> Facts | None:
        """None where there is nothing to ask, and where the books cannot be asked just now."""
        asked = dict.fromkeys(question for dossier in dossiers for question in _questions(dossier))
        connection = await self._connection(principal.company_id) if asked else None
        if connection is None:
            return None
        try:
            return await self._ledgers.open(connection).ask(tuple(asked))
        except QuestionsUnanswered:
            return None

    async def _connection(self, company_id: UUID) -> Connection | None:
        async with self._units_of_work.of(company_id) as uow:
            try:
                await require_connection(uow, company_id)
            except ConnectionRequired:
                return None
            return await uow.connections.get(company_id)


def _questions(dossier: Dossier) -> tuple[Question, ...]:
    """What to ask; nothing where our own code fails, which `_forecast` then meets again."""
    try:
        return questions(dossier)
    except Exception:  # noqa: BLE001 - as in _forecast
        return ()


def _forecast(dossier: Dossier, facts: Facts | None) -> Forecast:
    try:
        return forecast(dossier, facts)
    except Exception as bug:  # noqa: BLE001 - whatever it is, the plan for the others must be made
        log.error("entry_not_planned", extra={"entry_id": dossier.entry.id, "bug": where(bug)})  # noqa: TRY400
        return forecast_of(dossier, quarantined(dossier))

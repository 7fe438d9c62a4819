"""Show what the books have to choose from, as it was fetched last."""

from __future__ import annotations

from collections.abc import Sequence

from domain.errors import ConnectionRequired
from domain.model.api_keys import Principal
from domain.model.choices import Choice, ChoiceMark, FetchedList
from domain.model.companies import Connection
from domain.model.questions import Everything, LedgerList
from domain.ports.clock import Clock
from domain.ports.ledger import Ledgers, QuestionsUnanswered
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.choices import choices_among, is_fresh
from domain.rules.unanswered import why_unanswered


class FetchChoices:
    """Ask the books for whole lists, and keep them."""

    def __init__(self, *, units_of_work: UnitsOfWork, ledgers: Ledgers, clock: Clock) -> None:
        self._units_of_work = units_of_work
        self._ledgers = ledgers
        self._clock = clock

    async def __call__(self, connection: Connection, lists: Sequence[LedgerList]) -> Sequence[FetchedList]:
        """All of these lists anew, or none. Raises ConnectionRequired or QuickBooksUnreadable."""
        now = self._clock.now()  # before they are asked: a list is at least as old as its question
        questions = [Everything(of=each) for each in lists]
        try:
            facts = await self._ledgers.open(connection).ask(questions)
        except QuestionsUnanswered as unanswered:
            raise why_unanswered(unanswered.answer) from None
        fetched: list[FetchedList] = []
        async with self._units_of_work.of(connection.company_id) as uow:
            for question in questions:
                choices = tuple(choices_among(facts.everything(question)))
                one = FetchedList(of=question.of, realm_id=connection.realm_id, at=now, choices=len(choices))
                await uow.choices.replace(connection.company_id, one, choices)
                fetched.append(one)
            await uow.commit()
        return fetched


class RefreshChoices:
    """Fetch every list anew, for whoever has just changed something in QBO."""

    def __init__(self, *, units_of_work: UnitsOfWork, fetch: FetchChoices) -> None:
        self._units_of_work = units_of_work
        self._fetch = fetch

    async def __call__(self, principal: Principal) -> Sequence[FetchedList]:
        """Raises ConnectionRequired or QuickBooksUnreadable; then every list stays as it was."""
        async with self._units_of_work.of(principal.company_id) as uow:
            connection = await _connection_of(uow, principal)
        return await self._fetch(connection, tuple(LedgerList))


class ListChoices:
    """One list, by name; fetched first where it is not here, or not fresh."""

    def __init__(self, *, units_of_work: UnitsOfWork, fetch: FetchChoices, clock: Clock) -> None:
        self._units_of_work = units_of_work
        self._fetch = fetch
        self._clock = clock

    async def __call__(
        self,
        principal: Principal,
        of: LedgerList,
        *,
        words: Sequence[str],
        after: ChoiceMark | None,
        limit: int,
    ) -> Sequence[Choice]:
        """Return up to `limit` behind `after`. Raises ConnectionRequired or QuickBooksUnreadable."""
        company_id = principal.company_id
        async with self._units_of_work.of(principal.company_id) as uow:
            connection = await _connection_of(uow, principal)
            fetched = await uow.choices.fetched(company_id, of)
        if not is_fresh(fetched, connection, self._clock.now()):
            await self._fetch(connection, (of,))
        async with self._units_of_work.of(principal.company_id) as uow:
            return await uow.choices.page(company_id, of, words=words, after=after, limit=limit)


async def _connection_of(uow: UnitOfWork, principal: Principal) -> Connection:
    connection = await uow.connections.get(principal.company_id)
    if connection is None:
        raise ConnectionRequired
    return connection

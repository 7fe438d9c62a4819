"""Push one batch of claimed entries into the books: ask, decide, write ahead, send, record."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from uuid import UUID

from domain.model.commands import Write
from domain.model.companies import Connection
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.log_entries import LogEntry
from domain.model.outcomes import Held, Refused, Unknown
from domain.model.questions import Question
from domain.model.verdicts import Adopt, Done, Fail, GiveWay, Post, Resend, Skip, Wait
from domain.ports.clock import Clock, Ids
from domain.ports.ledger import Ledger, Ledgers, QuestionsUnanswered
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.decide import decide, questions
from domain.rules.follow import CURES_ITSELF
from domain.rules.quarantine import quarantined, where
from domain.rules.sending import Sending, as_sent, first_sending, next_sending
from domain.use_cases.record_outcomes import RecordOutcomes, Unsent
from domain.use_cases.refresh_sources import RefreshSources

log = logging.getLogger(__name__)


class Push:
    """Steps 4 to 7 of one record's way, for entries of one company that this worker holds."""

    def __init__(
        self,
        *,
        units_of_work: UnitsOfWork,
        ledgers: Ledgers,
        refresh: RefreshSources,
        record: RecordOutcomes,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._units_of_work = units_of_work
        self._refresh = refresh
        self._ledgers = ledgers
        self._record = record
        self._clock = clock
        self._ids = ids

    async def __call__(self, connection: Connection, claimed: Sequence[LogEntry]) -> bool:
        """Every entry leaves with a status other than `syncing`, unless its claim was lost.

        False when the company is held up now: nothing more may be sent.
        """
        current = await self._refresh(connection.company_id, claimed)
        if not current:
            return True
        async with self._units_of_work.of(connection.company_id) as uow:
            dossiers = await uow.records.dossiers(current)
        return await self._push(connection, self._ledgers.open(connection), dossiers)

    async def _push(self, connection: Connection, ledger: Ledger, dossiers: Sequence[Dossier]) -> bool:
        asked = dict.fromkeys(question for dossier in dossiers for question in _questions(dossier))
        facts = Facts()
        if asked:
            try:
                facts = await ledger.ask(tuple(asked))
            except QuestionsUnanswered as unanswered:
                return await self._unanswered(connection, ledger, dossiers, unanswered.answer)
            await self._record.readable(connection)
        judged = [self._judge(ledger, dossier, facts) for dossier in dossiers]
        await self._record.unsent(connection, [each for each in judged if isinstance(each, Unsent)])
        sendings = await self._write_ahead(connection, [each for each in judged if isinstance(each, Sending)])
        return await self._send(connection, ledger, sendings) if sendings else True

    async def _unanswered(
        self,
        connection: Connection,
        ledger: Ledger,
        dossiers: Sequence[Dossier],
        answer: Held | Refused | Unknown,
    ) -> bool:
        """Books that cannot be read hold up the company; a question too odd for them, its own entry."""
        if not isinstance(answer, Refused) or answer.reason in CURES_ITSELF:
            await self._record.unreadable(connection, dossiers, answer)
            return False
        if len(dossiers) > 1:
            return await self._one_by_one(connection, ledger, dossiers)
        await self._record.refused_question(dossiers[0], answer)
        return True

    async def _one_by_one(self, connection: Connection, ledger: Ledger, dossiers: Sequence[Dossier]) -> bool:
        """Find out whose question it was; those behind a hold go back unasked."""
        for position, dossier in enumerate(dossiers, start=1):
            if not await self._push(connection, ledger, [dossier]):
                await self._record.given_back(connection, dossiers[position:])
                return False
        return True

    def _judge(self, ledger: Ledger, dossier: Dossier, facts: Facts) -> Unsent | Sending:
        new_id, now = self._ids.new(), self._clock.now()
        try:
            match decide(dossier, facts):
                case Post(command=command):
                    told = as_sent(dossier, command)
                    return first_sending(told, ledger.draft(command), new_id=new_id, now=now)
                case Resend(attempt=unsettled):
                    return next_sending(dossier, unsettled, new_id=new_id, now=now)
                case Adopt() | Done() | Wait() | Fail() | GiveWay() | Skip() as verdict:
                    return Unsent(dossier, verdict)
        except Exception as bug:  # noqa: BLE001 - whatever it is, the other entries must go on
            log.error("entry_quarantined", extra={"entry_id": dossier.entry.id, "bug": where(bug)})  # noqa: TRY400
            return Unsent(dossier, quarantined(dossier))

    async def _send(self, connection: Connection, ledger: Ledger, sendings: Sequence[Sending]) -> bool:
        writes = [Write(request_id=each.attempt.request_id, draft=each.attempt.sent) for each in sendings]
        outcomes = await ledger.write(writes)
        return await self._record.outcomes(connection, list(zip(sendings, outcomes, strict=True)))

    async def _write_ahead(self, connection: Connection, sendings: Sequence[Sending]) -> Sequence[Sending]:
        """Nothing is sent that was not written down before, under a claim that still holds.

        What a person left out while we thought about it goes back unsent.
        """
        if not sendings:
            return []
        async with self._units_of_work.of(connection.company_id) as uow:
            left_out = await _left_out(uow, sendings)
            wanted = [each.attempt for each in sendings if each.attempt.entry_id not in left_out]
            begun = {attempt.id for attempt in await uow.attempts.begin(wanted)}
            await uow.commit()
        if left_out:
            await self._record.given_back(
                connection, [each.before for each in sendings if each.attempt.entry_id in left_out]
            )
        return [each for each in sendings if each.attempt.id in begun]


async def _left_out(uow: UnitOfWork, sendings: Sequence[Sending]) -> set[UUID]:
    """Ask under a lock, so that nobody is told of an exclusion and sees it sent after all."""
    company_id = sendings[0].dossier.entry.company_id
    keys = {sending.dossier.entry.record for sending in sendings}
    return {entry.id for entry in await uow.log.of_records(company_id, keys) if entry.is_left_out}


def _questions(dossier: Dossier) -> tuple[Question, ...]:
    """What to ask; nothing where our own code fails, which `_judge` then meets again."""
    try:
        return questions(dossier)
    except Exception:  # noqa: BLE001 - as in _judge
        return ()

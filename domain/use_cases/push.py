"""Push one batch of claimed entries into the books: ask, decide, write ahead, send, record."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from domain.model.books import Question, Write
from domain.model.companies import Connection
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.log_entries import LogEntry
from domain.model.outcomes import Refused
from domain.model.verdicts import Adopt, Fail, Post, Resend, Wait
from domain.ports.clock import Clock, Ids
from domain.ports.ledger import Ledger, Ledgers, QuestionsUnanswered
from domain.ports.unit_of_work import UnitsOfWork
from domain.rules.decide import decide, questions
from domain.rules.follow import CURES_ITSELF
from domain.rules.quarantine import quarantined, where
from domain.rules.sending import Sending, first_sending, next_sending
from domain.use_cases.record_outcomes import RecordOutcomes, Unsent

log = logging.getLogger(__name__)


class Push:
    """Steps 4 to 7 of one record's way, for entries of one company that this worker holds."""

    def __init__(
        self, *, units_of_work: UnitsOfWork, ledgers: Ledgers, record: RecordOutcomes, clock: Clock, ids: Ids
    ) -> None:
        self._units_of_work = units_of_work
        self._ledgers = ledgers
        self._record = record
        self._clock = clock
        self._ids = ids

    async def __call__(self, connection: Connection, claimed: Sequence[LogEntry]) -> None:
        """Every entry leaves with a status other than `syncing`, unless its claim was lost."""
        async with self._units_of_work() as uow:
            dossiers = await uow.records.dossiers(claimed)
        await self._push(connection, self._ledgers.open(connection), dossiers)

    async def _push(self, connection: Connection, ledger: Ledger, dossiers: Sequence[Dossier]) -> None:
        asked = {question for dossier in dossiers for question in _questions(dossier)}
        try:
            facts = await ledger.ask(tuple(asked)) if asked else Facts()
        except QuestionsUnanswered as unanswered:
            await self._unanswered(connection, ledger, dossiers, unanswered)
            return
        await self._carry_out(
            connection, ledger, [self._judge(ledger, dossier, facts) for dossier in dossiers]
        )

    async def _unanswered(
        self,
        connection: Connection,
        ledger: Ledger,
        dossiers: Sequence[Dossier],
        unanswered: QuestionsUnanswered,
    ) -> None:
        """Books that cannot be read hold up the company; a question too odd for them, its own entry."""
        answer = unanswered.answer
        if not isinstance(answer, Refused) or answer.reason in CURES_ITSELF:
            await self._record.unreadable(connection, dossiers, answer)
        elif len(dossiers) == 1:
            await self._record.refused_question(dossiers[0], answer)
        else:
            for dossier in dossiers:
                await self._push(connection, ledger, [dossier])

    def _judge(self, ledger: Ledger, dossier: Dossier, facts: Facts) -> Unsent | Sending:
        new_id, now = self._ids.new(), self._clock.now()
        try:
            match decide(dossier, facts):
                case Post(command=command):
                    return first_sending(dossier, ledger.draft(command), new_id=new_id, now=now)
                case Resend(attempt=unsettled):
                    return next_sending(dossier, unsettled, new_id=new_id, now=now)
                case Adopt() | Wait() | Fail() as verdict:
                    return Unsent(dossier, verdict)
        except Exception as bug:  # noqa: BLE001 - whatever it is, the other entries must go on
            log.error("entry_quarantined", extra={"entry_id": dossier.entry.id, "bug": where(bug)})  # noqa: TRY400
            return Unsent(dossier, quarantined(dossier))

    async def _carry_out(
        self, connection: Connection, ledger: Ledger, judged: Sequence[Unsent | Sending]
    ) -> None:
        await self._record.unsent(connection, [each for each in judged if isinstance(each, Unsent)])
        sendings = await self._write_ahead([each for each in judged if isinstance(each, Sending)])
        if not sendings:
            return
        writes = [Write(request_id=each.attempt.request_id, draft=each.attempt.draft) for each in sendings]
        outcomes = await ledger.write(writes)
        await self._record.outcomes(connection, list(zip(sendings, outcomes, strict=True)))

    async def _write_ahead(self, sendings: Sequence[Sending]) -> Sequence[Sending]:
        """Nothing is sent that was not written down before, under a claim that still holds."""
        if not sendings:
            return []
        async with self._units_of_work() as uow:
            begun = await uow.attempts.begin([sending.attempt for sending in sendings])
            await uow.commit()
        ours = {attempt.id for attempt in begun}
        return [sending for sending in sendings if sending.attempt.id in ours]


def _questions(dossier: Dossier) -> tuple[Question, ...]:
    """What to ask; nothing where our own code fails, which `_judge` then meets again."""
    try:
        return questions(dossier)
    except Exception:  # noqa: BLE001 - as in _judge
        return ()

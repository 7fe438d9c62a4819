"""Record what came of claimed entries, fenced by their claim."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.model.attempts import AttemptOutcome
from domain.model.books import LedgerRef
from domain.model.companies import Connection
from domain.model.dossiers import Dossier
from domain.model.log_entries import LogEntry
from domain.model.outcomes import Held, Outcome, Refused, Unknown
from domain.model.records import Contact
from domain.model.settings import Carried
from domain.model.verdicts import Adopt, Done, Fail, GiveWay, GoOn, Skip, StandBack, Step, Wait
from domain.ports.clock import Clock, Dice
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.contacts import held_by_another
from domain.rules.follow import Moment, follow, recorded
from domain.rules.links import link_by_sync
from domain.rules.quarantine import quarantined, where
from domain.rules.refusals import explain
from domain.rules.retry import RetryPolicy, hold_for, longest
from domain.rules.sending import Sending
from domain.rules.settle import settle
from domain.rules.skipping import sets_free, skip, still
from domain.use_cases.settings import settings_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unsent:
    """A verdict that needs no call."""

    dossier: Dossier
    verdict: Adopt | Done | Wait | Fail | GiveWay | Skip | StandBack


class RecordOutcomes:
    """Step 7 of one record's way; a stale holder's answer is kept as evidence only."""

    def __init__(self, *, units_of_work: UnitsOfWork, clock: Clock, dice: Dice, policy: RetryPolicy) -> None:
        self._units_of_work = units_of_work
        self._clock = clock
        self._dice = dice
        self._policy = policy

    async def readable(self, connection: Connection) -> None:
        """The books answered, so nothing holds the company up any more."""
        if connection.hold:
            async with self._units_of_work.of(connection.company_id) as uow:
                await uow.holds.met(connection, None)
                await uow.commit()

    async def unsent(self, connection: Connection, verdicts: Sequence[Unsent]) -> None:
        """Record verdicts that need no call."""
        async with self._units_of_work.of(connection.company_id) as uow:
            for each in await _by_settings_of_now(uow, connection, verdicts):
                is_unsettled = each.dossier.unsettled is not None
                await self._settle(uow, each.dossier, each.verdict, is_unsettled=is_unsettled)
            await uow.commit()

    async def outcomes(self, connection: Connection, answered: Sequence[tuple[Sending, Outcome]]) -> bool:
        """Record each attempt's result and what follows from it; False when the company is held up now."""
        held = longest(outcome for _, outcome in answered if isinstance(outcome, Held))
        async with self._units_of_work.of(connection.company_id) as uow:
            for sending, outcome in answered:
                await self._outcome(uow, sending, outcome)
            if held:
                await self._hold(uow, connection, held)
            await uow.commit()
        return held is None

    async def refused_question(self, dossier: Dossier, refused: Refused) -> None:
        """The books would not even be asked about this one: a person has to look at it."""
        async with self._units_of_work.of(dossier.entry.company_id) as uow:
            is_unsettled = dossier.unsettled is not None
            await self._settle(uow, dossier, Fail(explain(dossier, refused)), is_unsettled=is_unsettled)
            await uow.commit()

    async def unreadable(
        self, connection: Connection, dossiers: Sequence[Dossier], answer: Held | Refused | Unknown
    ) -> None:
        """Give every entry back and hold the company up: nothing was sent, no attempt is spent."""
        async with self._units_of_work.of(connection.company_id) as uow:
            await self._give_back(uow, dossiers)
            await self._hold(uow, connection, answer)
            await uow.commit()

    async def given_back(self, connection: Connection, dossiers: Sequence[Dossier]) -> None:
        """Give entries back untouched: somebody before them found the company held up."""
        async with self._units_of_work.of(connection.company_id) as uow:
            await self._give_back(uow, dossiers)
            await uow.commit()

    async def _give_back(self, uow: UnitOfWork, dossiers: Sequence[Dossier]) -> None:
        for dossier in dossiers:
            step = StandBack(attempts=dossier.entry.attempts)
            await self._settle(uow, dossier, step, is_unsettled=dossier.unsettled is not None)

    async def _outcome(self, uow: UnitOfWork, sending: Sending, outcome: Outcome) -> None:
        now = self._clock.now()
        result = recorded(outcome, was_unsettled=sending.dossier.unsettled is not None)
        attempt = replace(sending.attempt, finished_at=now, outcome=result, evidence=outcome.evidence)
        await uow.attempts.finish(attempt)
        step = self._follow(sending.dossier, outcome)
        await self._settle(uow, sending.dossier, step, is_unsettled=result is AttemptOutcome.UNCERTAIN)

    def _follow(self, dossier: Dossier, outcome: Outcome) -> Step:
        moment = Moment(now=self._clock.now(), policy=self._policy, roll=self._dice.roll())
        try:
            return follow(dossier, outcome, moment)
        except Exception as bug:  # noqa: BLE001 - whatever it is, the answers to the others must be kept
            log.error("entry_quarantined", extra={"entry_id": dossier.entry.id, "bug": where(bug)})  # noqa: TRY400
            return quarantined(dossier)

    async def _settle(
        self, uow: UnitOfWork, dossier: Dossier, step: Step | Done | Wait | GiveWay, *, is_unsettled: bool
    ) -> None:
        step = await _unless_taken(uow, dossier, step)
        entry = settle(dossier, step, is_unsettled=is_unsettled, now=self._clock.now())
        if not await uow.queue.settle(entry):
            log.warning("claim_lost", extra={"entry_id": entry.id})
            return
        log.info("entry_settled", extra={"entry_id": entry.id, "status": entry.status.value})
        await _note_link(uow, dossier, step, entry)
        # What waits for one that is given up, or is known by its number, would wait for ever.
        if entry.is_left_out or sets_free(entry):
            await uow.queue.wake(entry.company_id, entry.record)

    async def _hold(self, uow: UnitOfWork, connection: Connection, answer: Held | Refused | Unknown) -> None:
        hold = hold_for(answer, connection.hold, self._clock.now(), self._policy)
        is_held = await uow.holds.met(connection, hold)
        told = "company_held" if is_held else "hold_outdated"  # there is another connection by now, or none
        log.warning(told, extra={"company_id": connection.company_id, "reason": hold.reason.value})


async def _by_settings_of_now(
    uow: UnitOfWork, connection: Connection, verdicts: Sequence[Unsent]
) -> Sequence[Unsent]:
    """Skip by the settings that nobody changes before this is written.

    Whoever changes them queues what is skipped, and must not miss what is being skipped just then.
    They are locked before any entry, as they are for a change.
    """
    if not any(isinstance(each.verdict, Skip) for each in verdicts):
        return verdicts
    settings = await settings_of(uow, connection.company_id, lock=True)
    return [_by_settings(each, settings.carried) for each in verdicts]


def _by_settings(unsent: Unsent, carried: Carried) -> Unsent:
    if not isinstance(unsent.verdict, Skip):
        return unsent
    dossier = unsent.dossier
    return replace(unsent, verdict=still(skip(dossier.entry, dossier.record, carried), dossier.entry))


async def _note_link(
    uow: UnitOfWork, dossier: Dossier, step: Step | Done | Wait | GiveWay, entry: LogEntry
) -> None:
    """What is in the books is known from now on, and whoever waited for it goes."""
    match step:
        case Done() if dossier.link:
            await uow.links.delete(dossier.link)
        case Adopt(ref=LedgerRef() as ref) | GoOn(ref=LedgerRef() as ref):
            await _link(uow, dossier, entry, ref)
        case Fail(ref=LedgerRef() as ref) | GiveWay(ref=LedgerRef() as ref):
            await _link(uow, dossier, entry, ref)


async def _link(uow: UnitOfWork, dossier: Dossier, entry: LogEntry, ref: LedgerRef) -> None:
    await uow.links.put(link_by_sync(entry, ref, dossier.link))
    await uow.queue.wake(entry.company_id, entry.record)


async def _unless_taken(
    uow: UnitOfWork, dossier: Dossier, step: Step | Done | Wait | GiveWay
) -> Step | Done | Wait | GiveWay:
    """A customer that another contact was linked to meanwhile is not this contact's too."""
    match step, dossier.record:
        case Adopt(ref=ref), Contact() as contact:
            holders = await uow.links.holders(dossier.entry.company_id, ref.entity, [ref.id])
            holder = holders.get(ref.id, contact.key)
            return step if holder == contact.key else Fail(held_by_another(contact, holder))
        case _:
            return step

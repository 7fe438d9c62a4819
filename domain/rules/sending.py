"""What goes out for an entry, and under which request id."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from domain.model.attempts import Attempt
from domain.model.commands import Command, Draft, PostCreditMemo, PostCustomer, PostInvoice, PostPayment
from domain.model.dossiers import Dossier
from domain.model.log_entries import EntryOperation

# How long QBO remembers a request id is documented nowhere; a day is what we rely on.
REQUEST_ID_TRUST = timedelta(hours=24)

UPDATING = PostCustomer | PostInvoice | PostPayment | PostCreditMemo


@dataclass(frozen=True, slots=True)
class Sending:
    """An attempt on its way, and the dossier with that attempt counted, and as it was before."""

    dossier: Dossier
    attempt: Attempt
    before: Dossier


def as_sent(dossier: Dossier, command: Command) -> Dossier:
    """The dossier with its entry told as what it does to the books.

    A correction that was accepted while the first version was in flight was taken for a new record.
    """
    if isinstance(command, UPDATING) and command.replaces is not None:
        return replace(dossier, entry=replace(dossier.entry, operation=EntryOperation.UPDATE))
    return dossier


def first_sending(dossier: Dossier, draft: Draft, *, new_id: UUID, now: datetime) -> Sending:
    """A write that was never sent, or was definitely refused: under a new request id."""
    attempt = Attempt(
        id=new_id,
        entry_id=dossier.entry.id,
        number=dossier.last_attempt_number + 1,
        request_id=str(new_id),
        epoch=dossier.entry.lease_epoch,
        draft=draft,
        started_at=now,
    )
    entry = replace(dossier.entry, attempts=dossier.entry.attempts + 1, last_attempt_at=now)
    return Sending(replace(dossier, entry=entry), attempt, before=dossier)


def next_sending(dossier: Dossier, unsettled: Attempt, *, new_id: UUID, now: datetime) -> Sending:
    """The same bytes again: under the same request id, while QBO can be trusted to remember it."""
    again = first_sending(dossier, unsettled.sent, new_id=new_id, now=now)
    if now - unsettled.started_at > REQUEST_ID_TRUST:
        return again
    return replace(again, attempt=replace(again.attempt, request_id=unsettled.request_id))

"""Try again: one entry, or all that failed; leave an entry out of that; or say that it is there already."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response, status

from api import examples
from api.dependencies import EntryId, ShowEntry, Use
from api.documented import LOCATION, RETRY_AFTER, Documented, answers, link
from api.errors import problems
from api.idempotency import REPLAYED, RepeatableCall, given, stored
from api.resync_answers import resync_answer
from api.route import Route
from api.schemas.exclusions import ExcludeIn
from api.schemas.links import AdoptIn
from api.schemas.log_entries import LogEntryOut
from api.schemas.operations import OperationOut
from api.schemas.resync_failures import ResyncFailuresIn, ResyncPlanOut
from api.security import LogsWriter
from domain.errors import (
    AdoptedReferenceInvalid,
    AlreadyLinked,
    AlreadySynced,
    AlreadyVoided,
    CauseNotFound,
    ConnectionRequired,
    CountChanged,
    DataNotFetched,
    EntryNotFound,
    EntrySuperseded,
    IdempotencyKeyReused,
    NotTheSame,
    OperationInProgress,
    QuickBooksUnreadable,
    RecordInProgress,
)
from domain.errors.settings import SkippedBySettings

router = APIRouter(tags=["Resync"], route_class=Route)

_ENTRY = link("get_log_entry", "The entry, as it goes on.", entry_id="$response.body#/id")
_OPERATION = link("get_operation", "How far it has come.", operation_id="$response.body#/id")
_PLAN = ResyncPlanOut.of(examples.PLAN)
_PLANNED: Documented = {
    200: {**answers(200, "What would happen; nothing has.", _PLAN)[200], "model": ResyncPlanOut}
}
_CHOICES = {
    "all": {"summary": "All, with a reason", "value": {"reason": "The fee items are mapped now."}},
    "cause": {
        "summary": "Exactly those of a cause, if they are still three",
        "value": {"cause": str(examples.CAUSE.id), "expected_count": 3},
    },
    "filter": {
        "summary": "What would become of January's invoices",
        "value": {"filter": {"kind": ["invoice"], "from": "2026-01-01", "to": "2026-01-31"}, "dry_run": True},
    },
    "log_ids": {"summary": "Some entries", "value": {"log_ids": [str(examples.ENTRY_ID)]}},
}
_BY_HAND = {"reason": {"summary": "With a reason", "value": {"reason": "Entered by hand."}}}
_OBJECT = {"object": {"summary": "An object in QuickBooks", "value": {"quickbooks_id": "145"}}}


@router.post(
    "/logs/{entry_id}/resync",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=LogEntryOut,
    summary="Resync one entry",
    responses={
        **answers(
            status.HTTP_202_ACCEPTED,
            "A worker acts next.",
            examples.shown(examples.QUEUED),
            headers={**LOCATION, **REPLAYED},
            links={"GetLogEntry": _ENTRY},
        ),
        **problems(
            EntryNotFound,
            AlreadySynced,
            EntrySuperseded,
            SkippedBySettings,
            ConnectionRequired,
            IdempotencyKeyReused,
        ),
    },
)
async def resync_log_entry(
    *, entry_id: EntryId, who: LogsWriter, call: RepeatableCall, use: Use, show: ShowEntry
) -> Response:
    """Try one entry again, now, with the current record and mappings.

    It starts a new count of attempts. An `uncertain` entry is looked up in the books first, and never
    made blindly. Pressed twice, it happens once. An excluded entry may be resynced, and stays excluded.
    While the company is paused it stays `queued`. A `skipped` one is not resynced: once the settings
    let it through, it goes by itself.
    """
    answered = await use.once(
        who,
        call,
        effect=lambda uow: use.resync_entry.within(uow, who, entry_id),
        answer=lambda entry: stored(
            show(entry), status=status.HTTP_202_ACCEPTED, location=f"/logs/{entry.id}"
        ),
    )
    return given(answered)


@router.post(
    "/resync-failures",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=OperationOut,
    summary="Resync failures",
    responses={
        **_PLANNED,
        **answers(
            status.HTTP_202_ACCEPTED,
            "Workers act next; the operation tells how far they are.",
            OperationOut.of(examples.OPERATION),
            headers={**LOCATION, **RETRY_AFTER, **REPLAYED},
            links={"GetOperation": _OPERATION},
        ),
        **problems(
            CauseNotFound, OperationInProgress, ConnectionRequired, CountChanged, IdempotencyKeyReused
        ),
    },
)
async def resync_failures(
    *,
    wanted: Annotated[ResyncFailuresIn, Body(openapi_examples=_CHOICES)] = ResyncFailuresIn(),  # noqa: B008  # frozen
    who: LogsWriter,
    call: RepeatableCall,
    use: Use,
) -> Response:
    """Try entries again that failed and are not excluded, with current records and mappings: all, or some.

    The set is frozen when it is accepted. One such operation runs at a time. A `cause` for which nothing
    needs attention is a 404. With `dry_run`, the answer is a plan and nothing is written; that needs no
    connection, waits for no operation, and an Idempotency-Key has no effect on it.
    """
    return await resync_answer(use, who, call, wanted)


@router.post(
    "/logs/{entry_id}/exclude",
    summary="Exclude an entry from the full resync",
    responses={
        **answers(status.HTTP_200_OK, "The entry, excluded.", examples.shown(examples.EXCLUDED)),
        **problems(EntryNotFound, AlreadySynced, EntrySuperseded),
    },
)
async def exclude_log_entry(
    *,
    entry_id: EntryId,
    exclusion: Annotated[ExcludeIn, Body(openapi_examples=_BY_HAND)] = ExcludeIn(),  # noqa: B008  # frozen
    who: LogsWriter,
    use: Use,
    show: ShowEntry,
) -> LogEntryOut:
    """Leave the entry out of every bulk and automatic attempt from now on.

    Excluded twice, it keeps the first exclusion. A resync of this one entry is still allowed.
    """
    return show(await use.exclude_entry(who, entry_id, exclusion.reason))


@router.delete(
    "/logs/{entry_id}/exclude",
    summary="Include an entry in the full resync again",
    responses={
        **answers(status.HTTP_200_OK, "The entry, included.", examples.shown(examples.FAILED)),
        **problems(EntryNotFound),
    },
)
async def include_log_entry(entry_id: EntryId, who: LogsWriter, use: Use, show: ShowEntry) -> LogEntryOut:
    """Take the exclusion back; nothing happens where there is none."""
    return show(await use.include_entry(who, entry_id))


@router.post(
    "/logs/{entry_id}/adopt",
    summary="Say that it is in QuickBooks already",
    responses={
        **answers(status.HTTP_200_OK, "The entry, synced.", examples.shown(examples.SYNCED)),
        **problems(
            EntryNotFound,
            AlreadySynced,
            EntrySuperseded,
            AlreadyVoided,
            DataNotFetched,
            RecordInProgress,
            NotTheSame,
            AlreadyLinked,
            ConnectionRequired,
            AdoptedReferenceInvalid,
            QuickBooksUnreadable,
        ),
    },
)
async def adopt_log_entry(
    *,
    entry_id: EntryId,
    adoption: Annotated[AdoptIn, Body(openapi_examples=_OBJECT)],
    who: LogsWriter,
    use: Use,
    show: ShowEntry,
) -> LogEntryOut:
    """Link the entry's record to an object of its kind that is in QuickBooks, after it was read and compared.

    Compared are the customer, the number or reference, the total and the currency; of a payment also what
    it is applied to, of a credit and a write-off how much of it is; of a contact the display name. What
    differs is in the `context` of the problem: ours by the name of the field, theirs with
    `_in_quickbooks` behind it. Nothing is written to QuickBooks.
    """
    return show(await use.by_hand.adopt_entry(who, entry_id, adoption.quickbooks_id))

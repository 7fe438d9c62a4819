"""How the records of one kind are shown: as accepted, and as they are now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fastapi import Response, status

from api.etags import etag_of
from api.schemas.log_entries import NUMBERED, LogEntryOut, QuickBooksObjectOut
from api.schemas.records import AcceptedOut, CurrentOut
from api.schemas.references import ReferenceOut
from api.schemas.shown import Out
from api.settings import ApiSettings
from domain.errors import RecordNotFound
from domain.model.log_entries import LogEntry
from domain.model.records import (
    ByReference,
    Contact,
    Credit,
    Invoice,
    Payment,
    RecordKey,
    Submission,
    WriteOff,
    reference_of,
)
from domain.use_cases.accept import Accepted
from domain.use_cases.get_record import RecordView

RecordT = TypeVar("RecordT", Contact, Invoice, Payment, Credit, WriteOff)
AcceptedT = TypeVar("AcceptedT", bound=AcceptedOut[Any])
CurrentT = TypeVar("CurrentT", bound=CurrentOut[Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordForms(Generic[RecordT, AcceptedT, CurrentT]):
    """The forms of one kind's answers."""

    record: type[RecordT]
    show: Callable[[RecordT], Out]
    accepted: type[AcceptedT]
    current: type[CurrentT]

    def key(self, external_ref: str) -> RecordKey:
        """Which record of this kind is meant."""
        return RecordKey(kind=self.record.kind, external_ref=external_ref)

    def accepted_as(
        self, accepted: Accepted, *, show: Callable[[LogEntry], LogEntryOut], response: Response
    ) -> AcceptedT:
        """Say whether anything has changed, and where to look."""
        response.headers["Location"] = f"/logs/{accepted.entry.id}"
        response.status_code = status.HTTP_202_ACCEPTED if accepted.changed else status.HTTP_200_OK
        return self.accepted(record=self._known(accepted.stored.submitted), log=show(accepted.entry))

    def current_as(
        self,
        view: RecordView,
        *,
        show: Callable[[LogEntry], LogEntryOut],
        settings: ApiSettings,
        response: Response,
    ) -> CurrentT:
        """Tell what became of it."""
        answer = self.current(
            record=self._known(view.stored.record),
            by_reference=view.stored.by_reference,
            voided=view.stored.voided,
            quickbooks=_object_in(view, base=settings.quickbooks_url),
            entries=[show(entry) for entry in view.entries],
        )
        response.headers["ETag"] = etag_of(answer)
        return answer

    def _known(self, record: Submission) -> Out:
        """The record as it is shown, or only its reference where nobody knows more."""
        if isinstance(record, ByReference):
            return ReferenceOut.of(record)
        if not isinstance(record, self.record):
            raise RecordNotFound
        return self.show(record)


def _object_in(view: RecordView, *, base: str) -> QuickBooksObjectOut | None:
    data = view.stored.data
    number = reference_of(data) if data and data.kind in NUMBERED else None
    return QuickBooksObjectOut.of(view.link.ref if view.link else None, number=number, base=base)

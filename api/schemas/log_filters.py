"""Which log entries are wanted."""

from __future__ import annotations

from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.schemas.bounds import Bound
from api.schemas.fields import DayOrMoment, ExternalRef, Id, In, visible
from api.schemas.links import QuickBooksId
from domain.catalogue import CATALOGUE
from domain.model.log_entries import Status
from domain.model.log_filter import DateField, LogFilter
from domain.model.records import RecordKind
from domain.rules.words import search_words

_SEARCHABLE: Final = r"^[^\x00-\x1f\x7f]*[\p{L}\p{N}][^\x00-\x1f\x7f]*$"


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError("wrong_type", "Must be true or false.")


def _known_code(value: str) -> str:
    if value in CATALOGUE:
        return value
    raise PydanticCustomError("not_allowed", "Must be a code of the catalogue; see /error-codes.")


def _with_words(text: str) -> str:
    if search_words(text):
        return text
    raise PydanticCustomError("no_words", "Must have a letter or a digit.")


Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
ErrorCode = Annotated[
    str, AfterValidator(_known_code), WithJsonSchema({"type": "string", "enum": sorted(CATALOGUE)})
]
Reference = Annotated[str, visible(100)]
Words = Annotated[
    str,
    StringConstraints(min_length=2, max_length=200, pattern=_SEARCHABLE),
    AfterValidator(_with_words),
]


class LogFilterIn(In):
    """OR within one filter, AND between filters; what is left out does not matter."""

    from_: Annotated[
        DayOrMoment | None,
        Field(
            alias="from",
            description="From this day on (in the company's time zone), or from this date-time on.",
        ),
    ] = None
    to: Annotated[
        DayOrMoment | None,
        Field(
            description="Up to the end of this day (in the company's time zone), or before this date-time."
        ),
    ] = None
    date_field: Annotated[
        DateField,
        Field(description="What `from` and `to` speak of; a `txn_date` is the beginning of its day."),
    ] = DateField.CREATED_AT
    status: Annotated[list[Status], Field(max_length=20, description="Any of these.")] = Field(
        default_factory=list
    )
    kind: Annotated[list[RecordKind], Field(max_length=20, description="Any of these.")] = Field(
        default_factory=list
    )
    error_code: Annotated[list[ErrorCode], Field(max_length=100, description="Any of these.")] = Field(
        default_factory=list
    )
    excluded: Annotated[Flag | None, Field(description="Excluded by a person, or not.")] = None
    needs_attention: Annotated[
        Flag, Field(description="True: only what is failed and not excluded. False makes no difference.")
    ] = False
    changed_in_quickbooks: Annotated[
        Flag | None,
        Field(description="Somebody changed its object in QuickBooks since, or not."),
    ] = None
    external_ref: Annotated[ExternalRef | None, Field(description="Exactly this record's.")] = None
    contact: Annotated[
        ExternalRef | None, Field(description="What is about this contact, by its `external_ref`.")
    ] = None
    reference: Annotated[
        Reference | None, Field(description="Exactly this number of an invoice, or reference of another.")
    ] = None
    quickbooks_id: Annotated[
        QuickBooksId | None, Field(description="What is this object in QuickBooks, of any kind.")
    ] = None
    cause_id: Annotated[Id | None, Field(description="What failed for this cause; see `/causes`.")] = None
    q: Annotated[
        Words | None,
        Field(
            description="Words; each starts a word of the message, the reference, the external_ref or the "
            "contact's name, in any case. All must be found."
        ),
    ] = None

    def wanted(self, time_zone: str) -> LogFilter:
        """The filter, with its days ended as they end in this time zone (IANA)."""
        bound = Bound(ZoneInfo(time_zone), is_day=self.date_field is DateField.TXN_DATE)
        return LogFilter(
            since=bound.first(self.from_),
            until=bound.end(self.to),
            date_field=self.date_field,
            statuses=frozenset(self.status),
            kinds=frozenset(self.kind),
            error_codes=frozenset(self.error_code),
            excluded=self.excluded,
            needs_attention=self.needs_attention,
            changed_in_books=self.changed_in_quickbooks,
            external_ref=self.external_ref,
            contact=self.contact,
            reference=self.reference,
            quickbooks_id=self.quickbooks_id,
            cause_id=self.cause_id,
            words=search_words(self.q or ""),
        )


class LogQuery(LogFilterIn):
    """The filter as query parameters; the route itself refuses those that nobody knows."""

    model_config = ConfigDict(extra="ignore")

"""Settings of a company on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Final, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from api.schemas.fields import Day, In, Whole
from api.schemas.shown import Out, Shown, ShownDay, ShownInteger
from domain.model.records import RecordKind
from domain.model.settings import Keep, Settings, SettingsChange

NEVER_NULL: Final = ("time_zone", "kinds", "paused", "alert_cap")
MOST_ALERTS: Final = 1000
_ZONE: Final = r"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$"

TIME_ZONE: Final = "IANA name of the time zone in which the company's days begin and end."
START_DATE: Final = "Transactions dated before it are skipped; null: none is."
KINDS: Final = "The kinds of records that are carried over; those of the others are skipped."
PAUSED: Final = "Nothing is sent to QuickBooks. Records are accepted all the same, and stay `queued`."
ALERT_CAP: Final = """The most `sync_error` mails that anybody gets in one day of the company.

One more then says that there is more; the first mail of the next day tells of all that was held back."""


def _each_once(kinds: list[RecordKind]) -> list[RecordKind]:
    if len(set(kinds)) < len(kinds):
        raise PydanticCustomError("not_unique", "Give each kind once.")
    return kinds


def _alerts(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool) and not 1 <= value <= MOST_ALERTS:
        raise PydanticCustomError("out_of_range", f"Must be from 1 to {MOST_ALERTS}.")
    return value


def _without_nulls(schema: dict[str, Any]) -> None:
    """A setting may be left out; null would be a value, which the start date alone has."""
    for name, field in schema["properties"].items():
        field.pop("default", None)
        if name in NEVER_NULL:
            (kind,) = (each for each in field.pop("anyOf") if each != {"type": "null"})
            field.update(kind)


TimeZone = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=_ZONE)]
Kinds = Annotated[
    list[RecordKind],
    Field(max_length=len(RecordKind), json_schema_extra={"uniqueItems": True}),
    AfterValidator(_each_once),
]
Alerts = Annotated[
    Whole,
    BeforeValidator(_alerts),
    WithJsonSchema({"type": "integer", "format": "int32", "minimum": 1, "maximum": MOST_ALERTS}),
]


class SettingsChangeIn(In):
    """The settings that change; those that are left out stay as they are."""

    model_config = ConfigDict(json_schema_extra=_without_nulls)

    time_zone: Annotated[TimeZone | None, Field(description=TIME_ZONE)] = None
    start_date: Annotated[Day | None, Field(description=START_DATE)] = None
    kinds: Annotated[Kinds | None, Field(description=KINDS)] = None
    paused: Annotated[StrictBool | None, Field(description=PAUSED)] = None
    alert_cap: Annotated[Alerts | None, Field(description=ALERT_CAP)] = None

    @field_validator(*NEVER_NULL)
    @classmethod
    def _not_null(cls, value: object) -> object:
        """A value that got lost on its way must not look like a setting that was left out."""
        if value is None:
            raise PydanticCustomError("wrong_type", "May be left out, but not null.")
        return value

    def change(self) -> SettingsChange:
        """The same, as the domain knows it."""
        return SettingsChange(
            time_zone=self.time_zone,
            start_date=self.start_date if "start_date" in self.model_fields_set else Keep.AS_IT_IS,
            kinds=None if self.kinds is None else frozenset(self.kinds),
            paused=self.paused,
            alert_cap=self.alert_cap,
        )


class SettingsOut(Out):
    """What a company has set."""

    time_zone: Annotated[Shown, Field(description=TIME_ZONE)]
    start_date: Annotated[ShownDay | None, Field(description=START_DATE)]
    kinds: Annotated[list[RecordKind], Field(max_length=len(RecordKind), description=KINDS)]
    paused: Annotated[bool, Field(description=PAUSED)]
    alert_cap: Annotated[ShownInteger, Field(description=ALERT_CAP)]
    version: Annotated[ShownInteger, Field(description="Grows with each change; the ETag is made of it.")]

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As they are shown; the kinds in their usual order."""
        return cls(
            time_zone=settings.time_zone,
            start_date=settings.start_date,
            kinds=[kind for kind in RecordKind if kind in settings.kinds],
            paused=settings.paused,
            alert_cap=settings.alert_cap,
            version=settings.version,
        )

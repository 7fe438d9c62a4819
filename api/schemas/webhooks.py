"""What Intuit sends when something has changed in QuickBooks: two shapes of the same.

Both are open, and every field of an event may be missing: one that nobody understands is let go,
and holds back neither the others of its call nor those that come later.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, WithJsonSchema
from pydantic.alias_generators import to_camel

from domain.model.book_events import ChangeNotice

LONGEST: Final = 255
MOST: Final = 20_000  # more than a body has room for
QUICKBOOKS: Final = "qbo"


def _text(value: object) -> str | None:
    is_text = isinstance(value, str) and 0 < len(value) <= LONGEST and value.isprintable()
    return str(value) if is_text else None


def _moment(value: object) -> datetime | None:
    """QuickBooks writes its moments in several ways, some to the nanosecond; those without offset are UTC."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC) if moment else None
    except (ValueError, OverflowError):
        return None


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


_TEXT: Final = {"type": "string", "maxLength": LONGEST}

Text = Annotated[str | None, BeforeValidator(_text), WithJsonSchema(_TEXT)]
Moment = Annotated[
    datetime | None, BeforeValidator(_moment), WithJsonSchema({**_TEXT, "format": "date-time"})
]


class _Open(BaseModel):
    """Takes what it knows of an object, and leaves the rest."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class MergedIn(_Open):
    """What a CloudEvent says besides: of a merge, which object is no more."""

    deletedid: Text = None


class CloudEventIn(_Open):
    """One change, as a CloudEvent: `type` is `qbo.{entity}.{operation}.v1`."""

    specversion: Text = None
    id: Text = None
    source: Text = None
    type: Text = None
    datacontenttype: Text = None
    time: Moment = None
    intuitentityid: Text = None
    intuitaccountid: Annotated[Text, Field(description="The realm.")] = None
    data: Annotated[MergedIn, BeforeValidator(_object)] = MergedIn()

    def read(self) -> ChangeNotice | None:
        """What it says; None where something is missing."""
        product, _, rest = (self.type or "").partition(".")
        entity, _, told = rest.partition(".")
        operation = told.partition(".")[0]
        if product != QUICKBOOKS or not operation or not self.intuitentityid or not self.intuitaccountid:
            return None
        return ChangeNotice(
            realm_id=self.intuitaccountid,
            entity=entity,
            object_id=self.intuitentityid,
            operation=operation,
            at=self.time,
            id=self.id,
            merged_id=self.data.deletedid,
        )


class ChangedEntityIn(_Open):
    """One change, in the older shape."""

    model_config = ConfigDict(alias_generator=to_camel)

    name: Text = None
    id: Text = None
    operation: Text = None
    last_updated: Moment = None
    deleted_id: Text = None

    def read(self, realm_id: str | None) -> ChangeNotice | None:
        """What it says; None where something is missing."""
        if not realm_id or not self.name or not self.id or not self.operation:
            return None
        return ChangeNotice(
            realm_id=realm_id,
            entity=self.name,
            object_id=self.id,
            operation=self.operation,
            at=self.last_updated,
            merged_id=self.deleted_id,
        )


class DataChangeEventIn(_Open):
    """The changes of one realm."""

    entities: Annotated[list[ChangedEntityIn], Field(max_length=MOST)] = []


class EventNotificationIn(_Open):
    """A realm and what has changed there."""

    model_config = ConfigDict(alias_generator=to_camel)

    realm_id: Text = None
    data_change_event: Annotated[DataChangeEventIn, BeforeValidator(_object)] = DataChangeEventIn()


class EventNotificationsIn(_Open):
    """The older shape, which Intuit stopped sending in July 2026."""

    model_config = ConfigDict(alias_generator=to_camel)

    event_notifications: Annotated[list[EventNotificationIn], Field(max_length=MOST)]

    def read(self) -> Iterator[ChangeNotice | None]:
        """What each event says."""
        for told in self.event_notifications:
            for entity in told.data_change_event.entities:
                yield entity.read(told.realm_id)


class IntuitNoticesIn(
    RootModel[Annotated[list[CloudEventIn], Field(max_length=MOST)] | EventNotificationsIn]
):
    """An array of CloudEvents, of several realms at once; or an object of the older shape."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    def read(self) -> list[ChangeNotice]:
        """All that can be read."""
        match self.root:
            case EventNotificationsIn() as older:
                return [notice for notice in older.read() if notice]
            case events:
                return [notice for event in events if (notice := event.read())]

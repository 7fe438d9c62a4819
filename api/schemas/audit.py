"""The audit trail on the wire."""

from __future__ import annotations

from typing import Annotated, Final, Self
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.bounds import Bound
from api.schemas.fields import DayOrMoment, Id, In, visible
from api.schemas.pages import Page
from api.schemas.shown import Moment, Out, Shown, ShownId, ShownInteger
from domain.model.audit import Actor, AuditAction, AuditEvent, AuditFilter

ACTIONS: Final = """What was done, and what `details` tells of it:

- `excluded`: a log entry was left out of the full resync; `reason`.
- `included`: its exclusion was taken back.
- `resynced`: one entry was tried again; `status` and `error_code` are those it had.
- `failures_resynced`: a bulk resync was started over so many `entries`; `chosen_by` (`all`, `cause` with
  `cause_id`, `filter` with the names in `filter`, `log_ids` with how many were `named`); `reason`.
- `adopted`: an object in QuickBooks was said to be the entry's record; `entity`, `quickbooks_id`.
- `voided`: a record was taken back; `log_id`.
- `linked`, `unlinked`: a contact was said to be a customer, or that was forgotten; `quickbooks_id`, `before`.
- `mapped`, `unmapped`: the same of a source key; `quickbooks_id`, `before`.
- `connection_started`, `connected`, `connection_rejected`, `disconnected`: the company's QuickBooks.
- `settings_changed`: each that changed, by its name with `.old` and `.new` behind it.
- `source_changed`: where the data of records by reference comes from; `url`, `has_token`.
- `subscribed`, `subscription_changed`, `unsubscribed`: who gets which mail; `kind`. The address is not kept.
- `company_created`: the company began to use the service.
- `key_created`, `key_changed`: an API key; `name`, `scopes`, `expires_at`.
- `key_rotated`: another key takes its place; `replaced_by`, `expires_at`. `key_revoked`: it opens nothing any
  more; `name`."""

SubjectKind = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z_]+$")]


class AuditQuery(In):
    """OR within one filter, AND between filters; the route itself refuses those that nobody knows."""

    model_config = ConfigDict(extra="ignore")

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
    action: Annotated[list[AuditAction], Field(max_length=40, description="Any of these.")] = Field(
        default_factory=list
    )
    actor: Annotated[Id | None, Field(description="What was done with the API key of this id.")] = None
    subject_kind: Annotated[
        SubjectKind | None,
        Field(
            description="What was done to such things: `log_entry`, `mapping`, `contact`, `subscription`, …"
        ),
    ] = None
    subject_id: Annotated[
        Annotated[str, visible(200)] | None,
        Field(
            description="What was done to exactly this: an id, a record's `external_ref`, or of a mapping "
            "its `kind/source_key`."
        ),
    ] = None

    def wanted(self, time_zone: str) -> AuditFilter:
        """The filter, with its days ended as they end in this time zone (IANA)."""
        bound = Bound(ZoneInfo(time_zone), is_day=False)
        return AuditFilter(
            since=bound.first(self.from_),
            until=bound.end(self.to),
            actions=frozenset(self.action),
            key_id=self.actor,
            subject_kind=self.subject_kind,
            subject_id=self.subject_id,
        )


class ActorOut(Out):
    """An API key, by the name that it had then; the operator at the command line has none."""

    key_id: ShownId | None
    name: Shown

    @classmethod
    def of(cls, actor: Actor) -> Self:
        """As it is shown."""
        return cls(key_id=actor.key_id, name=actor.name)


class SubjectOut(Out):
    """What it was done to."""

    kind: Shown
    id: Shown


class AuditEventOut(Out):
    """One thing that somebody did. It names no member and holds no secret."""

    id: ShownId
    at: Moment
    action: Annotated[AuditAction, Field(description=ACTIONS)]
    actor: ActorOut
    subject: SubjectOut
    details: Annotated[
        dict[str, Shown | ShownInteger | bool],
        Field(description="Ids, codes and counts, and the reason that was given."),
    ]
    request_id: Annotated[
        ShownId | None, Field(description="The `Request-Id` of the call; null for the operator.")
    ]

    @classmethod
    def of(cls, event: AuditEvent) -> Self:
        """As it is shown."""
        return cls(
            id=event.id,
            at=event.at,
            action=event.action,
            actor=ActorOut.of(event.actor),
            subject=SubjectOut(kind=event.subject_kind, id=event.subject_id),
            details={name: value for name, value in event.details.items() if value is not None},
            request_id=event.actor.request_id,
        )


class AuditPageOut(Page[AuditEventOut]):
    """What was done, newest first."""

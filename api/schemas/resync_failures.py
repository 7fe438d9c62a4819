"""Which failures are resynced, and what that would do."""

from __future__ import annotations

from itertools import combinations
from typing import Annotated, Any, Final, Self

from pydantic import ConfigDict, Field, StrictBool, field_validator, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.amounts import SumOut, Sums
from api.schemas.causes import Counts
from api.schemas.fields import Id, In, Whole
from api.schemas.log_filters import LogFilterIn
from api.schemas.operations import Reason
from api.schemas.shown import Code, Out, Shown, ShownInteger
from domain.model.failures import EVERY_FAILURE, Chosen, FailuresAmong, FailuresLike, FailuresOf
from domain.model.plans import Basis, FailingAgain, Plan

MOST_LOG_IDS: Final = 1000
CHOICES: Final = ("cause", "filter", "log_ids")


def _without_defaults(schema: dict[str, Any]) -> None:
    """Generators of clients take a field with a default for one that is always there."""
    for field in schema["properties"].values():
        field.pop("default", None)


def _with_one_choice(schema: dict[str, Any]) -> None:
    """A choice may be left out, but not null; and there is one at most."""
    _without_defaults(schema)
    for name in CHOICES:
        field = schema["properties"][name]
        (kind,) = (each for each in field.pop("anyOf") if each != {"type": "null"})
        field |= kind
    pairs = combinations(CHOICES, 2)
    schema["not"] = {
        "anyOf": [{"properties": {name: {} for name in pair}, "required": list(pair)} for pair in pairs]
    }


class FailuresFilterIn(LogFilterIn):
    """The filter of `GET /logs`; only what failed and is not excluded is taken of what it selects."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    excluded: StrictBool | None = None
    needs_attention: StrictBool = False


class ResyncFailuresIn(In):
    """Which failures, all if none of `cause`, `filter` and `log_ids` is there; and why."""

    model_config = ConfigDict(json_schema_extra=_with_one_choice)

    cause: Annotated[Id | None, Field(description="Exactly those of this cause; see `/causes`.")] = None
    filter: Annotated[FailuresFilterIn | None, Field(description="Those that this filter selects.")] = None
    log_ids: Annotated[
        Annotated[list[Id], Field(min_length=1, max_length=MOST_LOG_IDS)] | None,
        Field(description="Those among these entries."),
    ] = None
    expected_count: Annotated[
        Whole | None, Field(description="Nothing happens unless exactly so many would be resynced.")
    ] = None
    dry_run: Annotated[StrictBool, Field(description="Only say what would happen; nothing is written.")] = (
        False
    )
    reason: Annotated[Reason | None, Field(description="For those who read it later.")] = None

    @field_validator(*CHOICES)
    @classmethod
    def _not_null(cls, value: object) -> object:
        """A choice that got lost on its way must not become all failures."""
        if value is None:
            raise PydanticCustomError("wrong_type", "May be left out, but not null.")
        return value

    @model_validator(mode="after")
    def _one_choice(self) -> Self:
        """A set that is chosen in two ways is a mistake: nobody would know which was meant."""
        if len(self.model_fields_set.intersection(CHOICES)) > 1:
            raise PydanticCustomError("one_of", "Give at most one of cause, filter and log_ids.")
        return self

    def chosen(self, time_zone: str) -> Chosen:
        """The same, as the domain knows it; the filter's days end as they end in this time zone."""
        if self.cause is not None:
            return FailuresOf(self.cause)
        if self.filter is not None:
            return FailuresLike(self.filter.wanted(time_zone))
        if self.log_ids is not None:
            return FailuresAmong(frozenset(self.log_ids))
        return EVERY_FAILURE


class FailingAgainOut(Out):
    """Entries that would fail again, by code; `message` is that of the first of them."""

    code: Code
    message: Shown
    entries: ShownInteger

    @classmethod
    def of(cls, failing: FailingAgain) -> Self:
        """As it is shown."""
        return cls(code=failing.code, message=failing.message, entries=failing.entries)


class CallsOut(Out):
    """Calls to QuickBooks at the least: reads are metered by Intuit, writes are not."""

    reads: ShownInteger
    writes: ShownInteger


class ResyncPlanOut(Out):
    """What a resync would do now; nothing of it has been done."""

    entries: Annotated[ShownInteger, Field(description="How many would be resynced.")]
    by_code: Annotated[dict[str, ShownInteger], Field(description="How many failed with which code so far.")]
    by_kind: Annotated[Counts, Field(description="How many are of which kind of record.")]
    amounts: Sums
    would_fail_again: Annotated[list[FailingAgainOut], Field(max_length=200)]
    would_wait: Annotated[
        ShownInteger, Field(description="How many need a record first that is not in QuickBooks yet.")
    ]
    would_be_skipped: Annotated[ShownInteger, Field(description="How many the settings leave out.")]
    quickbooks_calls: CallsOut
    minutes: Annotated[
        ShownInteger, Field(description="How long QuickBooks' limits make it take at the least.")
    ]
    basis: Annotated[
        Basis,
        Field(
            description="`books`: QuickBooks was asked, as for up to 200 entries. `own_data`: it was not, "
            "or could not be; what it would refuse is not foreseen."
        ),
    ]

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """As it is shown."""
        return cls(
            entries=plan.entries,
            by_code=dict(plan.by_code),
            by_kind=dict(plan.by_kind),
            amounts=[SumOut.of(money) for money in plan.amounts],
            would_fail_again=[FailingAgainOut.of(each) for each in plan.would_fail_again],
            would_wait=plan.would_wait,
            would_be_skipped=plan.would_be_skipped,
            quickbooks_calls=CallsOut(reads=plan.reads, writes=plan.writes),
            minutes=plan.minutes,
            basis=plan.basis,
        )

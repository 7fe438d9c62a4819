"""How one company behaves where QBO lets it vary, or nobody could verify what QBO does."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(ge=1, le=1_000_000_000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Limits(_Part):
    """QBO's published limits; `scale` 60 lets a minute pass in a second.

    A second's calls, those in flight and a minute's batches are one application's; a minute's calls, the
    company's batches and a month's reads are all applications' together.
    """

    enforce: bool = False
    scale: Annotated[float, Field(gt=0, le=100_000)] = 1.0
    per_second: Count = 10
    concurrent: Count = 10
    per_minute: Count = 500
    batches_per_minute: Count = 40
    company_batches_per_minute: Count = 120
    reads_per_month: Count = 500_000
    retry_after: Annotated[int, Field(ge=1, le=86_400)] | None = None


class RequestIds(_Part):
    """What a repeated `requestid` does.

    Undocumented: how long it is kept, whether faults replay, and what a different body under it does.
    `batch_lengths`: an id and a `bId` share 46 characters, or have 36 and 10 of their own, as documented.
    """

    mode: Literal["replay", "ignore", "forget_after"] = "replay"
    seconds: Annotated[float, Field(ge=0)] = 3600.0
    replay_faults: bool = False
    different_body: Literal["replay", "refuse", "execute"] = "replay"
    batch_lengths: Literal["shared", "documented"] = "shared"


class ChangeCapture(_Part):
    """How `changedSince` is read: whether the moment itself counts, and where a moment without a zone is."""

    boundary: Literal["inclusive", "exclusive"] = "inclusive"
    zone: Literal["utc", "company"] = "utc"


class Settings(_Part):
    """The settings of one company."""

    limits: Limits = Limits()
    request_ids: RequestIds = RequestIds()
    cdc: ChangeCapture = ChangeCapture()
    unsupported: Literal["fault", "status"] = "fault"
    batch_order: Literal["as_sent", "reversed"] = "as_sent"
    query_order: Literal["usual", "oldest_first", "newest_first", "shuffled"] = "usual"
    empty_strings: Literal["clear", "ignore"] = "clear"
    duplicate_numbers: Literal["refuse", "accept"] = "refuse"
    automatic_numbers: Literal["where_missing", "always"] = "where_missing"
    over_application: Literal["refuse", "refuse_link", "cap"] = "refuse"
    lowered_invoice: Literal["release", "refuse"] = "release"
    auto_apply_credit: Literal["before_answer", "after_answer", "never"] = "before_answer"
    voided_prefix: Annotated[str, Field(min_length=1, max_length=100)] = "Voided - "
    inactive_names: Literal["mark", "keep"] = "mark"
    astral_characters: Literal["fail", "accept"] = "fail"
    access_token_lifetime: Annotated[float, Field(ge=0)] = 3600
    refresh_token_lifetime: Annotated[float, Field(ge=0)] = 8_726_400
    refresh_rotation: bool = True
    latency_ms: Annotated[float, Field(ge=0, le=600_000)] = 0
    clock_offset: Annotated[float, Field(ge=-1e10, le=1e10)] = 0
    connected: bool = True
    subscription: Literal["active", "lapsed"] = "active"

    def patched(self, changes: dict[str, object]) -> "Settings":
        """These settings with `changes` laid over them; raises `ValidationError` on a wrong one."""
        merged: dict[str, object] = self.model_dump()
        for key, value in changes.items():
            held = merged.get(key)
            merged[key] = held | value if isinstance(held, dict) and isinstance(value, dict) else value
        return Settings.model_validate(merged)

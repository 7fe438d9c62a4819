"""What a fault rule does to a call."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Seconds = Annotated[float, Field(ge=0, le=3600)]
Status = Annotated[int, Field(ge=100, le=599)]


class _Action(BaseModel):
    """`after: commit` executes the operation first, and spoils only its answer."""

    model_config = ConfigDict(extra="forbid")
    before: Literal["commit"] | None = None
    after: Literal["commit"] | None = None

    @property
    def commits(self) -> bool:
        """Whether the operation is executed."""
        return self.after is not None


class FaultAction(_Action):
    """Any fault of QBO's, by its code."""

    kind: Literal["fault"]
    code: str
    message: str = ""
    detail: str = ""
    element: str = ""
    status: Status | None = None


class ThrottleAction(_Action):
    """Too many calls: in XML, as QBO does whatever was asked for, or in JSON."""

    kind: Literal["throttle"]
    format: Literal["xml", "json", "gateway_json"] = "xml"
    status: Literal[429, 403] = 429
    retry_after: Annotated[int, Field(ge=0, le=86_400)] | None = None


class HttpAction(_Action):
    """Any status with any body."""

    kind: Literal["http"]
    status: Status
    body: str = ""
    content_type: str = "text/plain"
    retry_after: Annotated[int, Field(ge=0, le=86_400)] | None = None


class HtmlAction(_Action):
    """The page of a gateway that cannot reach QBO."""

    kind: Literal["html"]
    status: Status = 503


class EmptyAction(_Action):
    """An answer with nothing in it."""

    kind: Literal["empty"]
    status: Status = 200


class TextAction(_Action):
    """Plain text where JSON is due, `stream timeout` by default."""

    kind: Literal["text"]
    body: str = "stream timeout"
    status: Status = 504


class DelayAction(_Action):
    """Wait, then answer as always; before the operation is executed unless `after` says otherwise."""

    kind: Literal["delay"]
    seconds: Seconds


class DropAction(_Action):
    """Close the connection: the answer is lost."""

    kind: Literal["drop"]


class TruncateAction(_Action):
    """Execute, send half of the answer, close the connection."""

    kind: Literal["truncate"]


class SlowAction(_Action):
    """Execute, and send the answer in pieces over so many seconds."""

    kind: Literal["slow"]
    seconds: Seconds = 2.0


Action = Annotated[
    FaultAction
    | ThrottleAction
    | HttpAction
    | HtmlAction
    | EmptyAction
    | TextAction
    | DelayAction
    | DropAction
    | TruncateAction
    | SlowAction,
    Field(discriminator="kind"),
]

"""Problems (RFC 9457): one shape for everything that goes wrong."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from api.schemas.shown import Code, Shown, ShownInteger, ShownUri


class FieldError(BaseModel):
    """One place in the request, and the rule it breaks."""

    pointer: Annotated[
        Shown, Field(description="A JSON pointer into the request, seen as {path, query, header, body}.")
    ]
    code: Code
    message: Shown


class Problem(BaseModel):
    """What went wrong. `code` is stable; the rejected value is never repeated."""

    type: ShownUri
    title: Shown
    status: Annotated[int, Field(ge=400, le=599, json_schema_extra={"format": "int32"})]
    detail: Shown
    instance: Annotated[ShownUri, Field(description="This very request: its `Request-Id`, as a URN.")]
    code: Code
    retryable: Annotated[bool, Field(description="Whether the same request may succeed later.")]
    retry_after_seconds: ShownInteger | None = None
    errors: Annotated[list[FieldError], Field(max_length=50)] | None = None
    context: dict[str, Shown | ShownInteger] | None = None

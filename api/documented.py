"""How answers are documented: what they mean, an example, their headers, and where they lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

Documented = dict[int | str, dict[str, Any]]


def header(description: str, **schema: Any) -> dict[str, Any]:  # noqa: ANN401  # keywords of JSON schema
    """One documented header."""
    return {"description": description, "schema": {"type": "string", "maxLength": 2000, **schema}}


LOCATION: Final = {"Location": header("Where the result is.", format="uri-reference")}
RETRY_AFTER: Final = {
    "Retry-After": {
        "description": "After how many seconds it is worth looking.",
        "schema": {"type": "integer", "format": "int32", "minimum": 0, "maximum": 86_400},
    }
}
RATE_LIMIT: Final = {
    "RateLimit": header(
        "Of the key's calls: how many are left (`r`), and for how many seconds more (`t`); "
        "draft-ietf-httpapi-ratelimit-headers.",
        example='"key";r=2987;t=41',
    ),
    "RateLimit-Policy": header(
        "How many calls a key may make (`q`) in how many seconds (`w`). Left out where there is no limit.",
        example='"key";q=3000;w=60',
    ),
}
NOT_MODIFIED: Final[Documented] = {304: {"description": "It is still what `If-None-Match` names."}}


def answers(
    status: int,
    description: str,
    example: BaseModel | None = None,
    *,
    headers: Mapping[str, Any] | None = None,
    links: Mapping[str, Any] | None = None,
) -> Documented:
    """Document one answer, for `responses=` of a route."""
    answer: dict[str, Any] = {"description": description}
    if example is not None:
        schema = {"$ref": f"#/components/schemas/{type(example).__name__}"}
        # As text until the document is shaped: FastAPI would drop the nulls of an object.
        answer["content"] = {"application/json": {"schema": schema, "example": example.model_dump_json()}}
    if headers:
        answer["headers"] = dict(headers)
    if links:
        answer["links"] = dict(links)
    return {status: answer}


def link(operation: str, description: str, **parameters: str) -> dict[str, Any]:
    """Lead to an operation with parameters taken from this request or answer."""
    return {"operationId": operation, "parameters": parameters, "description": description}

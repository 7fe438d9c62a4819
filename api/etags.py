"""ETags: which version was read, and which is to be changed."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Final

from fastapi import Depends, Header
from pydantic import BaseModel, StringConstraints

_HEADER: Final = {"schema": {"type": "string", "maxLength": 100}}

ETAG: Final[dict[str, Any]] = {"ETag": {"description": "Names what was answered.", **_HEADER}}
VERSION: Final[dict[str, Any]] = {"ETag": {"description": "The version, for `If-Match`.", **_HEADER}}


def etag_of(answer: BaseModel) -> str:
    """An ETag that changes with anything in the answer."""
    return f'"{hashlib.sha256(answer.model_dump_json().encode()).hexdigest()[:32]}"'


def etag_of_version(version: int) -> str:
    """An ETag that `If-Match` may name."""
    return f'"{version}"'


_Tag = Annotated[str, StringConstraints(min_length=3, max_length=18, pattern=r'^"[0-9]{1,16}"$')]


async def _optional(
    if_match: Annotated[
        _Tag | None, Header(alias="If-Match", description="The ETag of what is changed.")
    ] = None,
) -> int | None:
    return int(if_match.strip('"')) if if_match else None


async def _required(
    if_match: Annotated[_Tag, Header(alias="If-Match", description="The ETag of what is changed.")],
) -> int:
    return int(if_match.strip('"'))


IfMatch = Annotated[int, Depends(_required)]
OptionalIfMatch = Annotated[int | None, Depends(_optional)]

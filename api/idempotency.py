"""The header Idempotency-Key, and answers that are given again."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Final

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel, StringConstraints

from api.security import caller
from domain.model.api_keys import Principal
from domain.model.idempotency import Call, StoredAnswer
from domain.use_cases.once import Answered

REPLAYED: Final[dict[str, Any]] = {
    "Idempotent-Replayed": {
        "description": "`true` when this is the answer that was given before under the same key.",
        "schema": {"type": "boolean"},
    }
}

_Key = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$")]
_DESCRIPTION: Final = (
    "Makes the call safe to repeat: the same key and body get the first answer again, for 72 hours."
)


async def _optional(
    request: Request,
    who: Annotated[Principal, Depends(caller)],
    idempotency_key: Annotated[_Key | None, Header(alias="Idempotency-Key", description=_DESCRIPTION)] = None,
) -> Call | None:
    return await _call(request, who, idempotency_key) if idempotency_key else None


async def _required(
    request: Request,
    who: Annotated[Principal, Depends(caller)],
    idempotency_key: Annotated[_Key, Header(alias="Idempotency-Key", description=_DESCRIPTION)],
) -> Call:
    return await _call(request, who, idempotency_key)


async def _call(request: Request, who: Principal, key: str) -> Call:
    return Call(
        company_id=who.company_id,
        key_id=who.key_id,
        method=request.method,
        path=request.scope["path"],
        key=key,
        fingerprint=hashlib.sha256(await request.body()).hexdigest(),
    )


RepeatableCall = Annotated[Call | None, Depends(_optional)]
KeyedCall = Annotated[Call, Depends(_required)]


def stored(answer: BaseModel, *, status: int, location: str | None = None) -> StoredAnswer:
    """The answer, as it will be given again."""
    return StoredAnswer(status=status, body=answer.model_dump_json(), location=location)


def given(answered: Answered, **headers: str) -> Response:
    """Give it, for the first time or again."""
    answer = answered.answer
    response = Response(answer.body, status_code=answer.status, media_type="application/json")
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    if answer.location:
        response.headers["Location"] = answer.location
    if answered.replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response

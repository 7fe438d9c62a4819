"""Turns whatever went wrong into a problem."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.addresses import Methods
from api.errors import PROBLEM_JSON, problem_of
from api.refusals import InvalidRequest, MethodNotAllowed, PathNotFound, SignatureInvalid
from api.validation import broken_rules
from domain.errors import (
    DomainError,
    IdempotencyKeyRequired,
    InsufficientScope,
    Unauthenticated,
    VersionRequired,
)

# A header that is missing has a code of its own.
MISSING: Final[Mapping[tuple[str, str], type[DomainError]]] = {
    ("header", "Idempotency-Key"): IdempotencyKeyRequired,
    ("header", "If-Match"): VersionRequired,
}


def install(app: FastAPI) -> None:
    """Answer every error of the app with a problem."""
    methods = Methods(app)

    async def on_error(request: Request, error: Exception) -> Response:
        match error:
            case DomainError():
                return problem_answer(request, error)
            case RequestValidationError():
                return problem_answer(request, _broken_by(error))
            case HTTPException(status_code=HTTPStatus.NOT_FOUND):
                return problem_answer(request, PathNotFound())
            case HTTPException(status_code=HTTPStatus.METHOD_NOT_ALLOWED):
                allow = ", ".join(methods.at(request.scope["path"]))
                return problem_answer(request, MethodNotAllowed(), Allow=allow)
            case _:
                raise error

    for kind in (DomainError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, on_error)


def problem_answer(request: Request, error: DomainError, **headers: str) -> Response:
    """The error as a problem, with the headers that belong to it."""
    problem = problem_of(error, request_id=request.state.request_id)
    answer = Response(
        problem.model_dump_json(exclude_none=True),
        status_code=problem.status,
        media_type=PROBLEM_JSON,
        headers=headers,
    )
    if problem.retry_after_seconds is not None:
        answer.headers["Retry-After"] = str(problem.retry_after_seconds)
    if challenge := _challenge(error):
        answer.headers["WWW-Authenticate"] = challenge
    return answer


def _challenge(error: DomainError) -> str | None:
    match error:
        case Unauthenticated():
            return "Bearer"
        case SignatureInvalid():
            return "IntuitSignature"
        case InsufficientScope():
            return f'Bearer error="insufficient_scope", scope="{error.context["scope"]}"'
        case _:
            return None


def _broken_by(error: RequestValidationError) -> DomainError:
    for each in error.errors():
        if each["type"] == "missing" and each["loc"] in MISSING:
            return MISSING[each["loc"]]()
    return InvalidRequest(broken_rules(error.errors(), error.body))

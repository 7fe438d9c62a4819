"""Which HTTP status each broken rule is answered with, in one table, and how it is documented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from api import refusals
from api.documented import RETRY_AFTER, header
from api.schemas.problems import FieldError, Problem
from domain import errors
from domain.errors import DomainError, connecting
from domain.errors import api_keys as key_errors
from domain.errors import settings as setting_errors

PROBLEM_JSON: Final = "application/problem+json"

# Said here, since the standard library's phrases differ between versions of Python.
PHRASES: Final[Mapping[int, str]] = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    408: "Request Timeout",
    409: "Conflict",
    412: "Precondition Failed",
    413: "Content Too Large",
    414: "URI Too Long",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    428: "Precondition Required",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    503: "Service Unavailable",
}

PROBLEM_HEADERS: Final[Mapping[int, Mapping[str, Any]]] = {
    401: {"WWW-Authenticate": header("Asks for a bearer token, or for a signature.")},
    403: {"WWW-Authenticate": header("Names the scope that the key lacks.")},
    429: RETRY_AFTER,
    503: RETRY_AFTER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a broken rule is answered; `at` is the field it is about, `retry_after` in seconds."""

    status: int
    at: str | None = None
    retry_after: int | None = None


def _manner(status: HTTPStatus, *, at: str | None = None, retry_after: int | None = None) -> Manner:
    return Manner(status=status.value, at=at, retry_after=retry_after)


MANNERS: Final[Mapping[type[DomainError], Manner]] = {
    refusals.MalformedUrl: _manner(HTTPStatus.BAD_REQUEST),
    refusals.MalformedBody: _manner(HTTPStatus.BAD_REQUEST),
    refusals.MalformedRequest: _manner(HTTPStatus.BAD_REQUEST),
    errors.CursorInvalid: _manner(HTTPStatus.BAD_REQUEST, at="/query/cursor"),
    errors.IdempotencyKeyRequired: _manner(HTTPStatus.BAD_REQUEST, at="/header/Idempotency-Key"),
    connecting.StateInvalid: _manner(HTTPStatus.BAD_REQUEST, at="/query/state"),
    errors.Unauthenticated: _manner(HTTPStatus.UNAUTHORIZED),
    refusals.SignatureInvalid: _manner(HTTPStatus.UNAUTHORIZED),
    errors.InsufficientScope: _manner(HTTPStatus.FORBIDDEN),
    refusals.PathNotFound: _manner(HTTPStatus.NOT_FOUND),
    connecting.AuthorizationNotFound: _manner(HTTPStatus.NOT_FOUND),
    errors.CompanyNotFound: _manner(HTTPStatus.NOT_FOUND),
    errors.EntryNotFound: _manner(HTTPStatus.NOT_FOUND),
    errors.ErrorCodeNotFound: _manner(HTTPStatus.NOT_FOUND),
    errors.LinkNotFound: _manner(HTTPStatus.NOT_FOUND),
    errors.MappingNotFound: _manner(HTTPStatus.NOT_FOUND),
    errors.OperationNotFound: _manner(HTTPStatus.NOT_FOUND),
    errors.RecordNotFound: _manner(HTTPStatus.NOT_FOUND),
    errors.SubscriptionNotFound: _manner(HTTPStatus.NOT_FOUND),
    errors.CauseNotFound: _manner(HTTPStatus.NOT_FOUND),
    key_errors.ApiKeyNotFound: _manner(HTTPStatus.NOT_FOUND),
    refusals.MethodNotAllowed: _manner(HTTPStatus.METHOD_NOT_ALLOWED),
    refusals.NotAcceptable: _manner(HTTPStatus.NOT_ACCEPTABLE),
    refusals.BodyTooSlow: _manner(HTTPStatus.REQUEST_TIMEOUT),
    errors.AlreadyLinked: _manner(HTTPStatus.CONFLICT, at="/body/quickbooks_id"),
    errors.AlreadySubscribed: _manner(HTTPStatus.CONFLICT, at="/body/email"),
    errors.AlreadySynced: _manner(HTTPStatus.CONFLICT),
    errors.AlreadyVoided: _manner(HTTPStatus.CONFLICT),
    connecting.AuthorizationNotWaiting: _manner(HTTPStatus.CONFLICT),
    errors.ConnectionRequired: _manner(HTTPStatus.CONFLICT),
    errors.DataNotFetched: _manner(HTTPStatus.CONFLICT, retry_after=30),
    errors.CustomerAlreadyLinked: _manner(HTTPStatus.CONFLICT, at="/body/quickbooks_customer_id"),
    errors.CountChanged: _manner(HTTPStatus.CONFLICT, at="/body/expected_count"),
    errors.EntrySuperseded: _manner(HTTPStatus.CONFLICT),
    errors.NotTheSame: _manner(HTTPStatus.CONFLICT, at="/body/quickbooks_id"),
    errors.RecordInProgress: _manner(HTTPStatus.CONFLICT, retry_after=5),
    errors.OperationInProgress: _manner(HTTPStatus.CONFLICT, retry_after=10),
    setting_errors.SkippedBySettings: _manner(HTTPStatus.CONFLICT),
    errors.RealmTaken: _manner(HTTPStatus.CONFLICT),
    errors.SourceVersionReused: _manner(HTTPStatus.CONFLICT, at="/body/source_version"),
    errors.StaleSourceVersion: _manner(HTTPStatus.CONFLICT, at="/body/source_version"),
    key_errors.ApiKeyEnded: _manner(HTTPStatus.CONFLICT),
    key_errors.ApiKeyReplaced: _manner(HTTPStatus.CONFLICT),
    key_errors.LastKeysAdmin: _manner(HTTPStatus.CONFLICT),
    errors.VersionDiffers: _manner(HTTPStatus.PRECONDITION_FAILED, at="/header/If-Match"),
    refusals.ContentTooLarge: _manner(HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    refusals.UrlTooLong: _manner(HTTPStatus.REQUEST_URI_TOO_LONG),
    refusals.UnsupportedMediaType: _manner(HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    refusals.InvalidRequest: _manner(HTTPStatus.UNPROCESSABLE_ENTITY),
    errors.AmountTooLarge: _manner(HTTPStatus.UNPROCESSABLE_ENTITY, at="/body/lines"),
    errors.IdempotencyKeyReused: _manner(HTTPStatus.UNPROCESSABLE_ENTITY, at="/header/Idempotency-Key"),
    errors.NegativeTotal: _manner(HTTPStatus.UNPROCESSABLE_ENTITY, at="/body/lines"),
    errors.OverApplied: _manner(HTTPStatus.UNPROCESSABLE_ENTITY, at="/body/applied_to"),
    errors.QuickBooksReferenceInvalid: _manner(HTTPStatus.UNPROCESSABLE_ENTITY, at="/body/quickbooks_id"),
    connecting.ReturnUrlNotAllowed: _manner(HTTPStatus.UNPROCESSABLE_ENTITY, at="/body/return_url"),
    errors.SourceAddressInvalid: _manner(HTTPStatus.UNPROCESSABLE_ENTITY, at="/body/url"),
    errors.AdoptedReferenceInvalid: _manner(HTTPStatus.UNPROCESSABLE_ENTITY, at="/body/quickbooks_id"),
    errors.CustomerReferenceInvalid: _manner(
        HTTPStatus.UNPROCESSABLE_ENTITY, at="/body/quickbooks_customer_id"
    ),
    setting_errors.TimeZoneUnknown: _manner(HTTPStatus.UNPROCESSABLE_ENTITY, at="/body/time_zone"),
    errors.TotalDiffers: _manner(HTTPStatus.UNPROCESSABLE_ENTITY, at="/body/total"),
    key_errors.ExpiryInvalid: _manner(HTTPStatus.UNPROCESSABLE_ENTITY, at="/body/expires_at"),
    errors.VersionRequired: _manner(HTTPStatus.PRECONDITION_REQUIRED, at="/header/If-Match"),
    refusals.TooManyCalls: _manner(HTTPStatus.TOO_MANY_REQUESTS, retry_after=60),
    refusals.HeadersTooLarge: _manner(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE),
    refusals.InternalError: _manner(HTTPStatus.INTERNAL_SERVER_ERROR),
    errors.QuickBooksUnreadable: _manner(HTTPStatus.SERVICE_UNAVAILABLE, retry_after=30),
    refusals.NotReady: _manner(HTTPStatus.SERVICE_UNAVAILABLE, retry_after=5),
}


def problem_of(error: DomainError, *, request_id: str, body_at: str = "/body") -> Problem:
    """The problem to answer with; `body_at` is where the body in question lies in the request."""
    manner = MANNERS[type(error)]
    retry_after = error.retry_after if isinstance(error, refusals.TooManyCalls) else manner.retry_after
    return Problem(
        type=f"urn:problem:synclog:{error.code}",
        title=error.title,
        status=manner.status,
        detail=error.detail,
        instance=f"urn:uuid:{request_id}",
        code=error.code,
        retryable=retry_after is not None,
        retry_after_seconds=retry_after,
        errors=_field_errors(error, manner, body_at),
        context=error.context or None,
    )


def _field_errors(error: DomainError, manner: Manner, body_at: str) -> list[FieldError] | None:
    if isinstance(error, refusals.InvalidRequest):
        return [
            FieldError(pointer=rule.pointer, code=rule.code, message=rule.message) for rule in error.rules
        ]
    if manner.at is None:
        return None
    pointer = manner.at.replace("/body", body_at, 1)
    return [FieldError(pointer=pointer, code=error.code, message=error.detail)]


def problems(*broken: type[DomainError]) -> dict[int | str, dict[str, Any]]:
    """Document the answers to these broken rules, for `responses=` of a route."""
    answers: dict[int | str, dict[str, Any]] = {}
    for kind in broken:
        status = MANNERS[kind].status
        answer = answers.setdefault(status, _documented(status))
        answer["content"][PROBLEM_JSON]["examples"][kind.code] = _example(kind)
    return answers


def _documented(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {PROBLEM_JSON: {"schema": schema, "examples": {}}}
    headers = PROBLEM_HEADERS.get(status, {})
    return {"description": PHRASES[status], "content": content, **({"headers": headers} if headers else {})}


def _example(kind: type[DomainError]) -> dict[str, Any]:
    if kind is refusals.InvalidRequest:
        place = refusals.BrokenRule(pointer="/body/source_version", code="required", message="Is required.")
        error: DomainError = refusals.InvalidRequest([place])
    else:
        error = kind()
    problem = problem_of(error, request_id="01890a5d-ac96-774b-bcce-b302099a8057")
    return {"summary": error.title, "value": problem.model_dump(mode="json", exclude_none=True)}

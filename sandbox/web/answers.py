"""Answers, as they go out."""

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Final

from sandbox.clock import Clock
from sandbox.entities.kinds import UNPARSEABLE
from sandbox.faults import GatewayFault, Problem, QboFault, throttled
from sandbox.shapes import JsonObject
from sandbox.web.actions import (
    EmptyAction,
    FaultAction,
    HtmlAction,
    HttpAction,
    TextAction,
    ThrottleAction,
)
from sandbox.wire.formats import JSON, XML, Format

CHALLENGE: Final = 'Bearer realm="Intuit", error="invalid_token"'
PAGE: Final = (
    "<html><head><title>503 Service Temporarily Unavailable</title></head>\n<body><center>"
    "<h1>503 Service Temporarily Unavailable</h1></center><hr><center>nginx</center></body></html>\n"
)
_GATEWAY_CODES: Final = {
    "3001": "ThrottleExceeded",
    "3100": "ApplicationAuthorizationFailed",
    "3200": "AuthenticationFailed",
}
_GATEWAY_STATUS: Final = {"3001": 429, "3100": 403, "3200": 401}


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body and headers."""

    status: int
    content: bytes
    content_type: str
    headers: dict[str, str] = field(default_factory=dict)


def answered(body: JsonObject, spoken: Format, clock: Clock) -> Answer:
    """What QBO answers when all went well."""
    return Answer(200, spoken.answer(body, clock.answer_time()), spoken.content_type)


def worded(fault: JsonObject, heard: Format) -> JsonObject:
    """The value of `Fault`, in the words for the format that the body was in; the fields' own are JSON's."""
    errors = [
        {**each, "Detail": heard.unparseable} if each["Detail"] == UNPARSEABLE else each
        for each in fault["Error"]
    ]
    return {**fault, "Error": errors}


def refused(
    fault: QboFault, spoken: Format, clock: Clock, *, status: int | None = None, heard: Format = JSON
) -> Answer:
    """QBO's fault, with its own status if none is given."""
    body = {"Fault": worded(fault.as_json(), heard)}
    return Answer(status or fault.status, spoken.answer(body, clock.answer_time()), spoken.content_type)


def turned_away(fault: GatewayFault, spoken: Format, clock: Clock) -> Answer:
    """The gateway's fault."""
    content = spoken.gateway_fault(fault, clock.answer_time(), int(clock.seconds() * 1000))
    headers = {"www-authenticate": CHALLENGE} if fault.status == HTTPStatus.UNAUTHORIZED else {}
    return Answer(fault.status, content, spoken.content_type, headers)


def throttling(spoken: Format, clock: Clock, *, status: int = 429, retry_after: int | None = None) -> Answer:
    """Too many calls. The sandbox's own limits answer in XML, as QBO's do."""
    answer = turned_away(throttled(status), spoken, clock)
    return replace(answer, headers=_retry(retry_after))


Replacing = FaultAction | ThrottleAction | HttpAction | HtmlAction | EmptyAction | TextAction


def ordered(action: Replacing, spoken: Format, clock: Clock) -> Answer:
    """The answer a fault rule orders in the place of the real one."""
    match action:
        case FaultAction():
            answer = _ordered_fault(action, spoken, clock)
        case ThrottleAction():
            answer = _ordered_throttle(action, clock)
        case HttpAction():
            headers = _retry(action.retry_after)
            answer = Answer(action.status, action.body.encode(), action.content_type, headers)
        case HtmlAction():
            answer = Answer(action.status, PAGE.encode(), "text/html")
        case TextAction():
            answer = Answer(action.status, action.body.encode(), "text/plain")
        case _:
            answer = Answer(action.status, b"", spoken.content_type)
    return answer


def _ordered_throttle(action: ThrottleAction, clock: Clock) -> Answer:
    """In XML as seen in the wild; in JSON with the faults of QBO's own, or of its gateway's spelling."""
    if action.format != "json":
        chosen = XML if action.format == "xml" else JSON
        return throttling(chosen, clock, status=action.status, retry_after=action.retry_after)
    away = throttled(action.status)
    fault = QboFault([Problem("3001", away.detail, message=away.message)], status=action.status)
    body = JSON.answer({"Fault": fault.as_json()}, clock.answer_time())
    return Answer(action.status, body, JSON.content_type, _retry(action.retry_after))


def fault_of(action: FaultAction) -> QboFault:
    """The fault an action names."""
    problem = Problem(action.code, action.detail, action.element, action.message)
    return QboFault([problem], status=action.status)


def _ordered_fault(action: FaultAction, spoken: Format, clock: Clock) -> Answer:
    name = _GATEWAY_CODES.get(action.code)
    if name is None:
        return refused(fault_of(action), spoken, clock)
    kind = "AUTHENTICATION" if action.code == "3200" else "SERVICE"
    detail = action.detail or ("Token expired: sandbox" if action.code == "3200" else "")
    status = action.status or _GATEWAY_STATUS[action.code]
    return turned_away(GatewayFault(action.code, name, status, detail, kind), spoken, clock)


def _retry(seconds: int | None) -> dict[str, str]:
    return {} if seconds is None else {"retry-after": str(seconds)}

"""What HTTP itself refuses, before any rule of the domain is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import DomainError


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRule:
    """Where which rule is broken; `pointer` leads into the request, seen as {path, query, header, body}."""

    pointer: str
    code: str
    message: str


class RequestRefused(DomainError):
    """The request is not one of the contract."""


class MalformedUrl(RequestRefused):
    """The path or the query does not decode to characters."""

    code = "malformed_url"
    title = "The address is not percent-encoded UTF-8."


class MalformedBody(RequestRefused):
    """The body is no JSON, or JSON that two readers would read differently."""

    code = "malformed_json"
    title = "The body is not well-formed JSON."


class PathNotFound(RequestRefused):
    """The contract has no such path."""

    code = "not_found"
    title = "There is nothing at this address."


class MethodNotAllowed(RequestRefused):
    """The path has other methods."""

    code = "method_not_allowed"
    title = "This address does not take this method; see the header Allow."


class NotAcceptable(RequestRefused):
    """The caller takes no JSON."""

    code = "not_acceptable"
    title = "Answers are application/json, and problems application/problem+json."


class ContentTooLarge(RequestRefused):
    """The body is over the limit; `limit` is in bytes."""

    code = "content_too_large"
    title = "The body is too large."


class UnsupportedMediaType(RequestRefused):
    """The body is said to be something else than JSON."""

    code = "unsupported_media_type"
    title = "Send the body as application/json."


class SignatureInvalid(RequestRefused):
    """The body does not come from who it says, or came altered."""

    code = "signature_invalid"
    title = "The signature of the body is missing or wrong."


class InvalidRequest(RequestRefused):
    """The request breaks rules of the contract, each in its place."""

    code = "invalid_request"
    title = "The request breaks the rules of the contract in the places listed."

    def __init__(self, rules: Sequence[BrokenRule]) -> None:
        super().__init__()
        self.rules = tuple(rules)


class NotReady(RequestRefused):
    """The process cannot do its work."""

    code = "not_ready"
    title = "The database does not answer."


class TooManyCalls(RequestRefused):
    """The key has used up what it may call in a minute; `seconds` until it may again."""

    code = "too_many_calls"
    title = "This key has made too many calls. Wait as long as Retry-After says."

    def __init__(self, seconds: int = 60) -> None:
        super().__init__()
        self.retry_after = seconds


class BodyTooSlow(RequestRefused):
    """The body did not arrive in time."""

    code = "body_too_slow"
    title = "The body did not arrive in time."


class UrlTooLong(RequestRefused):
    """The address is over the limit; it is refused before anything else of the request is looked at."""

    code = "url_too_long"
    title = "The address is too long."


class HeadersTooLarge(RequestRefused):
    """The headers are over the limit, or too many."""

    code = "headers_too_large"
    title = "The headers are too large, or too many."


class MalformedRequest(RequestRefused):
    """What came is not HTTP/1.1, or two servers would read it differently."""

    code = "malformed_request"
    title = "The request is not well-formed HTTP."


class InternalError(RequestRefused):
    """A bug; the request id leads to it in our logs."""

    code = "internal_error"
    title = "Something went wrong here. Name the Request-Id when you report it."

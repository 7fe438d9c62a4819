"""The billing system's own address, over HTTP: one GET for one record."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final
from urllib.parse import quote

import httpx

from adapters.source.settings import SourceSettings
from domain.model.outcomes import Evidence
from domain.model.records import Record, RecordKey, RecordKind
from domain.model.sources import SourceAddress, SourceFailure, SourceFailureReason

ReadRecord = Callable[[RecordKey, bytes], Record | SourceFailure]
"""How the contract reads the body of a record."""

COLLECTIONS: Final = {
    RecordKind.CONTACT: "contacts",
    RecordKind.INVOICE: "invoices",
    RecordKind.PAYMENT: "payments",
    RecordKind.CREDIT: "credits",
    RecordKind.WRITE_OFF: "write-offs",
}
HEADERS: Final = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",  # what is small on the wire may be large when unpacked
    "User-Agent": "synclog",
}
CLIMBS: Final = frozenset({".", ".."})  # no encoding keeps all that lies between from taking these as steps
LONGEST_PAUSE: Final = 3600.0
SERVER_ERROR: Final = 500
BUSY: Final = frozenset({httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_EARLY, httpx.codes.TOO_MANY_REQUESTS})
GONE: Final = frozenset({httpx.codes.NOT_FOUND, httpx.codes.GONE})


@cache
def _authorities() -> ssl.SSLContext:
    """Whom TLS trusts, read once: that takes longer than most calls."""
    return httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; `body` is cut behind the limit."""

    status: int
    headers: httpx.Headers
    body: bytes


class HttpSource:
    """Asks nothing but the company's own address: no redirect, no proxy, no cookie, no other host."""

    def __init__(self, settings: SourceSettings, read: ReadRecord) -> None:
        self._settings = settings
        self._read = read
        self._client = httpx.AsyncClient(
            headers=HEADERS,
            timeout=httpx.Timeout(settings.timeout, connect=settings.connect_timeout),
            limits=httpx.Limits(max_connections=settings.connections),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            follow_redirects=False,
            verify=_authorities(),
            trust_env=False,
        )

    async def fetch(self, address: SourceAddress, key: RecordKey) -> Record | SourceFailure:
        """Return the record as it is now, or what came instead of it."""
        if key.external_ref in CLIMBS:
            return _failure(SourceFailureReason.NOT_FOUND, "Not asked: no address can name this reference")
        try:
            async with asyncio.timeout(self._settings.timeout):
                answer = await self._get(address, key)
        except (httpx.HTTPError, TimeoutError) as broken:
            return _failure(SourceFailureReason.UNAVAILABLE, f"No answer: {type(broken).__name__}")
        return self._record(key, answer)

    async def close(self) -> None:
        """End its connections."""
        await self._client.aclose()

    async def _get(self, address: SourceAddress, key: RecordKey) -> Answer:
        headers = {"Authorization": f"Bearer {address.token}"} if address.token else {}
        async with self._client.stream("GET", url_of(address, key), headers=headers) as response:
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > self._settings.limit:
                    break
            return Answer(status=response.status_code, headers=response.headers, body=bytes(body))

    def _record(self, key: RecordKey, answer: Answer) -> Record | SourceFailure:
        if failed := refusal(answer) or self._too_large(answer):
            return replace(failed, evidence=described(answer))
        came = self._read(key, answer.body)
        return replace(came, evidence=described(answer)) if isinstance(came, SourceFailure) else came

    def _too_large(self, answer: Answer) -> SourceFailure | None:
        if len(answer.body) <= self._settings.limit:
            return None
        rule = f"Must have at most {self._settings.limit} bytes."
        return SourceFailure(reason=SourceFailureReason.INVALID, field="/", rule=rule)


def url_of(address: SourceAddress, key: RecordKey) -> str:
    """The record's address; a reference stays one step of the path, whatever is in it."""
    return f"{address.url}/{COLLECTIONS[key.kind]}/{quote(key.external_ref, safe='')}"


def refusal(answer: Answer) -> SourceFailure | None:
    """What a status says that is not a yes."""
    if answer.status in GONE:
        return SourceFailure(reason=SourceFailureReason.NOT_FOUND)
    if answer.status in BUSY or answer.status >= SERVER_ERROR:
        reason = SourceFailureReason.UNAVAILABLE
        return SourceFailure(reason=reason, retry_after=_retry_after(answer.headers))
    is_plain = answer.headers.get("Content-Encoding", "identity").lower() == "identity"
    if not httpx.codes.is_success(answer.status) or not is_plain:
        return SourceFailure(reason=SourceFailureReason.REFUSED)
    return None


def described(answer: Answer) -> Evidence:
    """What it is and how long: its own words may be about a member."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    shown = kind if kind.isascii() and kind.isprintable() and len(kind) < 100 else ""  # noqa: PLR2004
    return Evidence(
        http_status=answer.status, answer=f"{shown or 'no content type'}, {len(answer.body)} bytes"
    )


def _retry_after(headers: httpx.Headers) -> float | None:
    """In seconds; a date would need a clock, and is rare."""
    wished = headers.get("Retry-After", "")
    return min(float(wished), LONGEST_PAUSE) if wished.isascii() and wished.isdigit() else None


def _failure(reason: SourceFailureReason, what: str) -> SourceFailure:
    return SourceFailure(reason=reason, evidence=Evidence(answer=what))

"""Call QuickBooks by python-quickbooks, and keep what it throws away: status, headers and body.

Blocking; every call is made in a thread of its own.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy

import requests
from quickbooks.client import QuickBooks
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from adapters.quickbooks.answers import Answer, NoAnswer, Reply
from domain.model.commands import Draft, DraftOperation

MINOR_VERSION = 75
CHUNK = 65_536


class Wire(requests.Session):
    """The connections to QuickBooks, shared by all threads and realms of a process.

    No retries, redirects, cookies or proxies of its own: once and only once is decided
    elsewhere, and nothing of one realm may stick to a call for another.
    """

    def __init__(self, *, connections: int) -> None:
        super().__init__()
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        adapter = HTTPAdapter(pool_maxsize=connections, max_retries=0)
        self.mount("https://", adapter)
        self.mount("http://", adapter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The wire to one realm. Its methods block, and raise nothing but what is a bug here."""

    wire: Wire
    base_url: str
    realm_id: str
    connect_timeout: float
    read_timeout: float

    def write(self, draft: Draft, request_id: str, access_token: str) -> Reply:
        """Create, update, void or delete: QBO tells the first two by the body, which has an `Id` or has none.

        python-quickbooks has a method for a void, but that takes no request id.
        """
        params = _parameters_of(draft)
        return self._call(
            access_token,
            lambda client: client.create_object(
                draft.entity, draft.body, request_id=request_id, params=dict(params)
            ),
        )

    def query(self, statement: str, access_token: str) -> Reply:
        """Read one page."""
        return self._call(access_token, lambda client: client.query(statement))

    def _call(self, access_token: str, use: Callable[[QuickBooks], object]) -> Reply:
        session = _Session(self, access_token)
        client = _Client(company_id=self.realm_id, minorversion=MINOR_VERSION)
        client.base_url = self.base_url
        client.session = session
        try:
            use(client)
        except Exception:
            # python-quickbooks has its own opinion of an answer, with the status and all
            # errors but one thrown away. Ours is in the session, unless there was no call.
            if session.reply is None:
                raise
        if session.reply is None:
            raise RuntimeError("python-quickbooks made no call")
        return session.reply


def _parameters_of(draft: Draft) -> dict[str, str]:
    """QBO has no one way to void: that of a payment is an update."""
    match draft:
        case Draft(operation=DraftOperation.VOID, entity="Payment"):
            return {"operation": "update", "include": "void"}
        case Draft(operation=DraftOperation.POST):
            return {}
        case _:
            return {"operation": draft.operation.value}


class _Client(QuickBooks):  # type: ignore[misc] # the package has no types
    """A client for one call, since it is not made for threads."""

    base_url = ""

    @property
    def api_url(self) -> str:
        return f"{self.base_url}/v3"


class _Body(io.BytesIO):
    """A request's body that knows whether any of it was sent.

    Without its body QBO cannot have executed a request; whatever went wrong before, be it
    the name, the connection or TLS, is a definite no.
    """

    sent = False

    def read(self, size: int | None = -1, /) -> bytes:
        self.sent = True
        return super().read(size)


class _Session:
    """What python-quickbooks takes for its session, for one call; it keeps the reply."""

    def __init__(self, line: Line, access_token: str) -> None:
        self._line = line
        self.access_token = access_token
        self.reply: Reply | None = None

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str], params: Mapping[str, str], data: str
    ) -> Answer:
        body = _Body(data.encode())
        try:
            answer = self._exchange(method, url, headers, params, body)
        except (requests.RequestException, HTTPError, OSError) as broken:
            self.reply = NoAnswer(sent=body.sent, why=type(broken).__name__)
            raise
        self.reply = answer
        return answer

    def _exchange(
        self, method: str, url: str, headers: Mapping[str, str], params: Mapping[str, str], body: _Body
    ) -> Answer:
        line = self._line
        deadline = time.monotonic() + line.connect_timeout + line.read_timeout
        timeouts = (line.connect_timeout, line.read_timeout)
        with line.wire.request(
            method, url, headers=headers, params=params, data=body,
            timeout=timeouts, stream=True, allow_redirects=False,
        ) as response:  # fmt: skip
            return Answer(
                status=response.status_code,
                body=_read(response, deadline),
                content_type=response.headers.get("Content-Type", ""),
                intuit_tid=response.headers.get("intuit_tid"),
                retry_after=response.headers.get("Retry-After"),
            )


def _read(response: requests.Response, deadline: float) -> bytes:
    """The whole body; the timeout of requests begins anew with every byte, this one does not."""
    chunks = []
    while chunk := response.raw.read1(CHUNK, decode_content=True):
        if time.monotonic() > deadline:
            raise requests.ReadTimeout("The answer did not come to its end in time")
        chunks.append(chunk)
    return b"".join(chunks)

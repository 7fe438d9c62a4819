"""The wire: what goes over it, and what is known when nothing comes back."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.quickbooks.answers import Answer, NoAnswer
from adapters.quickbooks.transport import Line, Wire
from domain.model.commands import Draft, DraftOperation
from tests.servers.child import free_port

BODY = json.dumps({"DisplayName": "Zürich"})
CUSTOMER = Draft(entity="Customer", body=BODY)


class Gateway(ThreadingHTTPServer):
    """Notes what it is sent; sets a cookie, and redirects who asks for it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.connections = 0
        self.redirects = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def process_request(self, request: object, client_address: object) -> None:
        self.connections += 1
        super().process_request(request, client_address)  # type: ignore[arg-type]  # as it came


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.path, dict(self.headers), body))
        self.send_response(307 if self.server.redirects else 200)
        self.send_header("Location", "/elsewhere")
        self.send_header("Set-Cookie", "realm=1; Path=/")
        self.send_header("Content-Type", "application/json")  # with no charset, as QBO sends it
        self.send_header("intuit_tid", "1-abc")
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_: object) -> None: ...


ANSWER = '{"Customer":{"DisplayName":"Zürich"}}'.encode()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@contextmanager
def line_to(url: str, *, read_timeout: float = 5) -> Iterator[Line]:
    with Wire(connections=4) as wire:
        yield Line(wire=wire, base_url=url, realm_id="93", connect_timeout=0.3, read_timeout=read_timeout)


def test_a_write_goes_to_its_entity_under_its_request_id(gateway: Gateway) -> None:
    with line_to(gateway.url) as line:
        answer = line.write(CUSTOMER, "r-1", "token")
    ((path, headers, body),) = gateway.requests
    assert urlsplit(path).path == "/v3/company/93/customer"
    assert parse_qs(urlsplit(path).query) == {"minorversion": ["75"], "requestid": ["r-1"]}
    assert (headers["Content-Type"], headers["Accept"]) == ("application/json", "application/json")
    assert headers["Authorization"] == "Bearer token"
    assert body == BODY.encode()
    assert answer == Answer(
        status=200, body=ANSWER, content_type="application/json", intuit_tid="1-abc", retry_after=None
    )


def test_a_query_is_sent_as_text_in_utf_8(gateway: Gateway) -> None:
    statement = "SELECT * FROM Customer WHERE DisplayName IN ('東京')"
    with line_to(gateway.url) as line:
        line.query(statement, "token")
    ((path, headers, body),) = gateway.requests
    assert path == "/v3/company/93/query?minorversion=75"
    assert headers["Content-Type"] == "application/text"
    assert body.decode() == statement


def test_an_answer_without_a_charset_is_utf_8(gateway: Gateway) -> None:
    with line_to(gateway.url) as line:
        answer = line.query("SELECT * FROM Customer", "token")
    assert isinstance(answer, Answer)
    assert answer.text == ANSWER.decode()


def test_a_connection_is_used_again_and_carries_no_cookies(gateway: Gateway) -> None:
    with line_to(gateway.url) as line:
        for _ in range(3):
            line.write(CUSTOMER, "r-1", "token")
    assert gateway.connections == 1
    assert not any("Cookie" in headers for _, headers, _ in gateway.requests)


def test_a_redirect_is_not_followed(gateway: Gateway) -> None:
    gateway.redirects = True
    with line_to(gateway.url) as line:
        answer = line.write(CUSTOMER, "r-1", "token")
    assert isinstance(answer, Answer)
    assert (answer.status, len(gateway.requests)) == (307, 1)


def test_proxies_and_passwords_of_the_environment_are_left_alone(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with line_to(gateway.url) as line:
        assert isinstance(line.write(CUSTOMER, "r-1", "token"), Answer)


def test_what_python_quickbooks_refuses_to_send_is_a_bug() -> None:
    with line_to("http://127.0.0.1:1") as line, pytest.raises(Exception, match="not a valid QBO"):
        line.write(Draft(entity="Membership", body=BODY), "r-1", "token")


def test_nothing_was_sent_when_the_connection_is_refused() -> None:
    with line_to(f"http://127.0.0.1:{free_port()}") as line:
        reply = line.write(CUSTOMER, "r-1", "token")
    assert reply == NoAnswer(sent=False, why="ConnectionError")


def test_nothing_was_sent_when_tls_fails(gateway: Gateway) -> None:
    with line_to(gateway.url.replace("http:", "https:")) as line:
        reply = line.write(CUSTOMER, "r-1", "token")
    assert reply == NoAnswer(sent=False, why="SSLError")


def test_nothing_was_sent_when_nobody_takes_the_connection() -> None:
    with ExitStack() as stack:
        full = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):  # more than wait in line
            waiting = stack.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(full.getsockname())
        line = stack.enter_context(line_to(f"http://127.0.0.1:{full.getsockname()[1]}"))
        reply = line.write(CUSTOMER, "r-1", "token")
    assert reply == NoAnswer(sent=False, why="ConnectTimeout")


def test_something_was_sent_when_no_answer_comes() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with line_to(url, read_timeout=0.1) as line:
            reply = line.write(CUSTOMER, "r-1", "token")
    assert reply == NoAnswer(sent=True, why="ReadTimeout")


def test_something_was_sent_when_the_connection_is_closed_instead_of_an_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=_read_and_close, args=(listener,))
        thread.start()
        with line_to(f"http://127.0.0.1:{listener.getsockname()[1]}") as line:
            reply = line.write(CUSTOMER, "r-1", "token")
        thread.join()
    assert reply == NoAnswer(sent=True, why="ConnectionError")


def _read_and_close(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        received = b""
        while BODY.encode() not in received:
            received += connection.recv(65_536)


@pytest.mark.parametrize(
    ("entity", "operation", "parameters"),
    [
        pytest.param("Invoice", DraftOperation.VOID, {"operation=void"}, id="an invoice is voided"),
        pytest.param(
            "Payment", DraftOperation.VOID, {"operation=update", "include=void"}, id="a payment is voided"
        ),
        pytest.param("CreditMemo", DraftOperation.DELETE, {"operation=delete"}, id="a credit is deleted"),
    ],
)
def test_qbo_takes_each_entity_back_in_its_own_way(
    gateway: Gateway, entity: str, operation: DraftOperation, parameters: set[str]
) -> None:
    with line_to(gateway.url) as line:
        line.write(Draft(entity=entity, body="{}", operation=operation), "r-1", "token")
    [(path, _, _)] = gateway.requests
    asked = set(path.partition("?")[2].split("&"))
    assert asked == {"minorversion=75", "requestid=r-1", *parameters}

"""Records come over real HTTP from the company's own address, and nothing else is asked or believed."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from adapters.source.http import HttpSource
from adapters.source.settings import SourceSettings
from api.example_bodies import CONTACT, INVOICE
from api.fetched_records import read_record
from domain.model.records import Contact, Record, RecordKey, RecordKind
from domain.model.sources import SourceAddress, SourceFailure, SourceFailureReason
from tests.builders import a_key
from tests.contracts.source import SourceContract, SourceUnderTest
from tests.fakes.source import FakeSource
from tests.servers.billing import BillingServer, Given, billing
from tests.wire import body_of, path_of

CONTACT_KEY = a_key(RecordKind.CONTACT, "c-17")
PAGE = Given(body=b"<!doctype html><p>Maria Lopez", headers={"Content-Type": "text/html; charset=utf-8"})


@pytest.fixture(scope="module")
def server_of_the_module() -> Iterator[BillingServer]:
    with billing() as server:
        yield server


@pytest.fixture
def server(server_of_the_module: BillingServer) -> BillingServer:
    """A billing system that has nothing yet."""
    server_of_the_module.clear()
    return server_of_the_module


@pytest.fixture
async def source() -> AsyncIterator[HttpSource]:
    opened = HttpSource(SourceSettings(), read_record)
    yield opened
    await opened.close()


@dataclass
class FakeBilling:
    """The double, which the suite holds to the same promises."""

    source: FakeSource

    @property
    def address(self) -> SourceAddress:
        return SourceAddress(url="http://127.0.0.1:1")

    def gives(self, record: Record) -> None:
        self.source.give(record)

    def is_down(self) -> None:
        self.source.failure = SourceFailure(reason=SourceFailureReason.UNAVAILABLE)


@dataclass
class HttpBilling:
    """The real thing."""

    source: HttpSource
    server: BillingServer

    @property
    def address(self) -> SourceAddress:
        return SourceAddress(url=self.server.url)

    def gives(self, record: Record) -> None:
        self.server.give(path_of(record.key), body_of(record))

    def is_down(self) -> None:
        self.server.everything = Given(status=503)


class TestFakeSource(SourceContract):
    @pytest.fixture
    def billing(self) -> SourceUnderTest:
        return FakeBilling(FakeSource())


class TestHttpSource(SourceContract):
    @pytest.fixture
    def billing(self, source: HttpSource, server: BillingServer) -> SourceUnderTest:
        return HttpBilling(source, server)


async def fetch(
    source: HttpSource, server: BillingServer, key: RecordKey = CONTACT_KEY, *, token: str | None = None
) -> Record | SourceFailure:
    return await source.fetch(SourceAddress(url=server.url, token=token), key)


async def failure(source: HttpSource, server: BillingServer, given: Given) -> SourceFailure:
    server.everything = given
    came = await fetch(source, server)
    assert isinstance(came, SourceFailure)
    return came


async def test_the_question_is_a_plain_one_with_the_companys_token(
    source: HttpSource, server: BillingServer
) -> None:
    server.give("/contacts/c-17", CONTACT)
    assert isinstance(await fetch(source, server, token="of-the-company"), Contact)
    await fetch(source, server)
    first, second = server.asked
    assert first.headers["authorization"] == "Bearer of-the-company"
    assert (first.headers["accept"], first.headers["accept-encoding"]) == ("application/json", "identity")
    assert "authorization" not in second.headers


@pytest.mark.parametrize(
    ("reference", "path"),
    [
        ("../payments/p-1?x=1#y", "/contacts/..%2Fpayments%2Fp-1%3Fx%3D1%23y"),
        ("c 17/é%2F", "/contacts/c%2017%2F%C3%A9%252F"),
        ("@evil.example:80", "/contacts/%40evil.example%3A80"),
        ("a\\..\\b", "/contacts/a%5C..%5Cb"),
    ],
)
async def test_a_reference_stays_one_step_of_the_path(
    source: HttpSource, server: BillingServer, reference: str, path: str
) -> None:
    await fetch(source, server, a_key(RecordKind.CONTACT, reference))
    assert server.paths == [path]


@pytest.mark.parametrize("reference", [".", ".."])
async def test_a_reference_that_is_a_step_of_its_own_is_not_asked_for(
    source: HttpSource, server: BillingServer, reference: str
) -> None:
    came = await fetch(source, server, a_key(RecordKind.CONTACT, reference))
    assert isinstance(came, SourceFailure)
    assert (came.reason, server.asked) == (SourceFailureReason.NOT_FOUND, [])


async def test_a_cookie_is_not_kept(source: HttpSource, server: BillingServer) -> None:
    server.give("/contacts/c-17", CONTACT, **{"Set-Cookie": "session=1; Path=/"})
    await fetch(source, server)
    await fetch(source, server)
    assert "cookie" not in server.asked[1].headers


async def test_no_proxy_of_the_environment_is_asked(
    server: BillingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    server.give("/contacts/c-17", CONTACT)
    other = HttpSource(SourceSettings(), read_record)
    assert isinstance(await fetch(other, server), Contact)
    await other.close()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed(source: HttpSource, server: BillingServer, status: int) -> None:
    moved = Given(status=status, headers={"Location": f"{server.url}/elsewhere"})
    came = await failure(source, server, moved)
    assert (came.reason, came.evidence.http_status) == (SourceFailureReason.REFUSED, status)
    assert server.paths == ["/contacts/c-17"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (PAGE, SourceFailureReason.PAGE),
        (Given(), SourceFailureReason.EMPTY),
        (Given(status=204), SourceFailureReason.EMPTY),
        (Given(body=b" \r\n"), SourceFailureReason.EMPTY),
        (Given(body=b'{"source_version": 3, "organis'), SourceFailureReason.MALFORMED),
        (Given(status=500, body=PAGE.body), SourceFailureReason.UNAVAILABLE),
        (Given(status=503), SourceFailureReason.UNAVAILABLE),
        (Given(status=408), SourceFailureReason.UNAVAILABLE),
        (Given(status=401), SourceFailureReason.REFUSED),
        (Given(status=403, body=PAGE.body), SourceFailureReason.REFUSED),
        (Given(status=410), SourceFailureReason.NOT_FOUND),
        (Given(body=json.dumps(INVOICE).encode()), SourceFailureReason.INVALID),
    ],
    ids=[
        "a page", "nothing", "no content", "blanks", "half an object", "an error of its own", "busy",
        "too slow", "no token", "forbidden", "gone", "another kind",
    ],
)  # fmt: skip
async def test_what_is_no_data_says_why(
    source: HttpSource, server: BillingServer, given: Given, reason: SourceFailureReason
) -> None:
    came = await failure(source, server, given)
    assert (came.reason, came.evidence.http_status) == (reason, given.status)


@pytest.mark.parametrize(
    ("wished", "seconds"),
    [("120", 120.0), ("999999", 3600.0), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("-1", None), ("", None)],
)
async def test_a_pause_is_granted_within_reason(
    source: HttpSource, server: BillingServer, wished: str, seconds: float | None
) -> None:
    came = await failure(source, server, Given(status=429, headers={"Retry-After": wished}))
    assert (came.reason, came.retry_after) == (SourceFailureReason.UNAVAILABLE, seconds)


async def test_the_evidence_tells_what_it_was_and_nothing_of_what_it_said(
    source: HttpSource, server: BillingServer
) -> None:
    came = await failure(source, server, PAGE)
    assert came.evidence.answer == "text/html, 29 bytes"
    assert "Lopez" not in repr(came)


async def test_an_answer_without_end_is_cut_off(server: BillingServer) -> None:
    short = HttpSource(SourceSettings(limit=100), read_record)
    came = await failure(short, server, Given(body=b'{"memo": "' + b"x" * 5_000_000))
    await short.close()
    assert (came.reason, came.field) == (SourceFailureReason.INVALID, "/")
    assert came.rule == "Must have at most 100 bytes."


async def test_nothing_packed_is_unpacked(source: HttpSource, server: BillingServer) -> None:
    packed = Given(body=gzip.compress(json.dumps(CONTACT).encode()), headers={"Content-Encoding": "gzip"})
    assert (await failure(source, server, packed)).reason is SourceFailureReason.REFUSED


async def test_whoever_is_too_slow_is_not_waited_for(server: BillingServer) -> None:
    hasty = HttpSource(SourceSettings(timeout=0.05), read_record)
    server.give("/contacts/c-17", CONTACT)
    server.hold()
    came = await fetch(hasty, server)
    server.clear()
    await hasty.close()
    assert isinstance(came, SourceFailure)
    assert came.reason is SourceFailureReason.UNAVAILABLE
    assert came.evidence.answer
    assert came.evidence.answer.startswith("No answer: ")


async def test_a_machine_that_does_not_listen_is_unavailable(source: HttpSource) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = SourceAddress(url=f"http://127.0.0.1:{closed.getsockname()[1]}")
    came = await source.fetch(address, CONTACT_KEY)
    assert isinstance(came, SourceFailure)
    assert (came.reason, came.evidence.answer) == (
        SourceFailureReason.UNAVAILABLE,
        "No answer: ConnectError",
    )


def no_person(value: Any) -> bool:
    return "Acme" not in repr(value)


async def test_data_that_breaks_a_rule_is_named_but_not_repeated(
    source: HttpSource, server: BillingServer
) -> None:
    given = Given(body=json.dumps({**CONTACT, "email": "Acme at example"}).encode())
    came = await failure(source, server, given)
    assert (came.reason, came.field) == (SourceFailureReason.INVALID, "/email")
    assert no_person(came)


def test_an_address_does_not_show_its_token() -> None:
    assert "secret" not in repr(SourceAddress(url="https://x.example", token="secret"))

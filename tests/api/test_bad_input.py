"""Bad input is a 4xx that names the place and the rule, and never repeats what was sent."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from httpx import AsyncClient, Response

from api.example_bodies import CONTACT, INVOICE, PAYMENT
from tests.api.house import open_api

pytestmark = pytest.mark.asyncio(loop_scope="module")

JSON = {"Content-Type": "application/json"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[AsyncClient]:
    """One for all: what is refused changes nothing."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("bad_input") / "synclog.db")
    async with open_api(f"sqlite+aiosqlite:///{path}") as house, house.client() as opened:
        yield opened


async def put_raw(client: AsyncClient, body: str | bytes, path: str = "/contacts/c-17") -> Response:
    return await client.put(path, content=body, headers=JSON)


def places(answer: Response) -> dict[str, str]:
    """The rule broken in each place."""
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b'{"source_version": NaN}',
        b'{"source_version": -Infinity}',
        b'{"suffix": "Jr.", "suffix": "Sr."}',
        b'{"suffix": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'{"suffix": "\xff"}',
        '{"suffix": "Jr."}'.encode("utf-16"),
        b"[" * 100_000,
        b'{"source_version": 1' + b"0" * 5000 + b"}",
    ],
    ids=[
        "cut off",
        "nothing",
        "NaN",
        "Infinity",
        "a name twice",
        "half a character",
        "half a character in a name",
        "Latin-1",
        "UTF-16",
        "nested too deeply",
        "a number of 5,001 digits",
    ],
)
async def test_what_is_not_strict_json_is_refused(client: AsyncClient, body: bytes) -> None:
    answer = await put_raw(client, body)
    if body:
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed_json")
    else:
        assert (answer.status_code, places(answer)) == (422, {"/body": "required"})


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("suffix", "a\u0000b", "pattern"),
        ("suffix", "a\u007fb", "pattern"),
        ("suffix", "a\nb", "pattern"),
        ("suffix", "", "too_short"),
        ("suffix", "x" * 51, "too_long"),
        ("suffix", 7, "wrong_type"),
        ("suffix", ["Jr."], "wrong_type"),
        ("email", "nobody", "pattern"),
        ("currency", "usd", "pattern"),
        ("currency", None, "wrong_type"),
        ("source_version", "3", "wrong_type"),
        ("source_version", True, "wrong_type"),
        ("source_version", 1.5, "wrong_type"),
        ("source_version", -1, "out_of_range"),
        ("source_version", 2**53, "out_of_range"),
        ("source_version", 10**300, "out_of_range"),
        ("colour", "red", "unknown"),
    ],
)
async def test_a_field_that_breaks_a_rule_is_named(
    client: AsyncClient, field: str, value: object, code: str
) -> None:
    answer = await put_raw(client, json.dumps({**CONTACT, field: value}))
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_request"
    assert places(answer) == {f"/body/{field}": code}


@pytest.mark.parametrize("version", ["1e400", "-0.5", "9223372036854775808", "1E308"])
async def test_numbers_beyond_every_bound_are_refused(client: AsyncClient, version: str) -> None:
    answer = await put_raw(
        client, json.dumps(CONTACT).replace('"source_version": 3', f'"source_version": {version}')
    )
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "amount",
    [325.0, 325, "325.001", "-1.00", "+1.00", "1,000.00", "1e3", " 1.00", "٣.00", "01.00", "1" * 16, ""],
)
async def test_an_amount_is_a_string_of_digits(client: AsyncClient, amount: object) -> None:
    answer = await put_raw(client, json.dumps({**PAYMENT, "amount": amount}), "/payments/pay-77")
    assert (answer.status_code, places(answer)) == (422, {"/body/amount": "decimal_invalid"})


@pytest.mark.parametrize(
    "day",
    [
        "2026-02-30",
        "20260105",
        "2026-W01-1",
        "2026-01-05T00:00:00Z",
        "05.01.2026",
        1767571200,
        None,
        "2026-1-5",
    ],
)
async def test_a_date_is_a_date(client: AsyncClient, day: object) -> None:
    answer = await put_raw(client, json.dumps({**INVOICE, "txn_date": day}), "/invoices/inv-1")
    assert (answer.status_code, places(answer)) == (422, {"/body/txn_date": "date_invalid"})


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], {"/body/lines": "too_short"}),
        ([{}] * 501, {"/body/lines": "too_long"}),
        ([{**INVOICE["lines"][0], "quantity": "x"}], {"/body/lines/0/quantity": "decimal_invalid"}),
        ([INVOICE["lines"][0], {"quantity": "1", "unit_price": "1"}], {"/body/lines/1/fee_item": "required"}),
        ([7], {"/body/lines/0": "wrong_type"}),
        ({}, {"/body/lines": "wrong_type"}),
    ],
    ids=["none", "too many", "a bad one", "one without a fee item", "not an object", "not an array"],
)
async def test_a_line_is_named_by_its_place(
    client: AsyncClient, lines: object, expected: dict[str, str]
) -> None:
    body = {**INVOICE, "lines": lines, "total": None}
    answer = await put_raw(client, json.dumps(body), "/invoices/inv-1")
    assert expected.items() <= places(answer).items()


@pytest.mark.parametrize(
    ("applied", "pointer"),
    [
        ({"invoice": "inv-1"}, "/body/applied_to/0/amount"),
        ({"invoice_number": "998"}, "/body/applied_to/0/amount"),
        ({"amount": "1.00"}, "/body/applied_to/0/invoice"),
        ({"invoice": "inv-1", "invoice_number": "998", "amount": "1.00"}, "/body/applied_to/0/invoice"),
    ],
)
async def test_an_application_names_one_invoice_and_a_sum(
    client: AsyncClient, applied: dict[str, Any], pointer: str
) -> None:
    body = {**PAYMENT, "applied_to": [applied]}
    answer = await put_raw(client, json.dumps(body), "/payments/pay-77")
    assert list(places(answer)) == [pointer]


async def test_in_a_batch_the_place_has_no_names_that_nobody_sent(client: AsyncClient) -> None:
    records = [
        {"kind": "contact", "external_ref": "c-1", **CONTACT},
        {"kind": "invoice", "external_ref": "i"},
    ]
    answer = await client.post(
        "/record-batches", json={"records": records}, headers={"Idempotency-Key": "bad-input"}
    )
    assert places(answer)["/body/records/1/number"] == "required"


@pytest.mark.parametrize("kind", ["colour", None, 7, ["contact"]])
async def test_an_unknown_kind_is_not_repeated(client: AsyncClient, kind: object) -> None:
    answer = await client.post(
        "/record-batches", json={"records": [{"kind": kind}]}, headers={"Idempotency-Key": "bad-input"}
    )
    assert answer.status_code == 422
    assert "colour" not in answer.text


async def test_the_value_is_never_repeated(client: AsyncClient) -> None:
    secret = "4111-1111-1111-1111"
    body = {**CONTACT, "email": secret, "currency": secret, "source_version": secret, "address": secret}
    answer = await put_raw(client, json.dumps(body))
    assert answer.status_code == 422
    assert secret not in answer.text


async def test_many_mistakes_are_not_all_listed(client: AsyncClient) -> None:
    body = {**INVOICE, "lines": [{}] * 500}
    answer = await put_raw(client, json.dumps(body), "/invoices/inv-1")
    assert len(answer.json()["errors"]) == 50


@pytest.mark.parametrize(
    "query",
    [
        {"state": "failed"},
        {"status": "fialed"},
        {"status": ""},
        {"kind": "vendor"},
        {"error_code": "no_such_code"},
        {"from": "2026-01-05T10:00:00"},
        {"from": "1767571200"},
        {"to": "2026-13-01"},
        {"date_field": "updated_at"},
        {"excluded": "1"},
        {"needs_attention": "yes"},
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "1.0"},
        {"limit": "9" * 400},
        {"q": "x"},
        {"q": "--"},
        {"q": "x" * 201},
        {"q": "ab\u0000"},
        {"external_ref": ""},
        {"external_ref": "x" * 101},
    ],
    ids=lambda query: "&".join(f"{name}={value[:30]!r}" for name, value in query.items()),
)
async def test_a_filter_with_a_typo_selects_nothing(client: AsyncClient, query: dict[str, str]) -> None:
    answer = await client.get("/logs", params=query)
    assert answer.status_code == 422
    (name,) = query
    assert all(place.startswith(f"/query/{name}") for place in places(answer))


@pytest.mark.parametrize("name", ["from", "limit", "q", "external_ref", "excluded", "cursor"])
async def test_a_scalar_may_be_given_once(client: AsyncClient, name: str) -> None:
    answer = await client.get("/logs", params=[(name, "2026-01-05"), (name, "2026-01-06")])
    assert (answer.status_code, places(answer)[f"/query/{name}"]) == (422, "repeated")


@pytest.mark.parametrize(
    "path", ["/contacts/c-17", "/logs/019b8d62-3f40-7000-8000-000000000002", "/error-codes", "/health/live"]
)
async def test_no_operation_takes_parameters_it_does_not_know(client: AsyncClient, path: str) -> None:
    answer = await client.get(path, params={"verbose": "1"})
    assert (answer.status_code, places(answer)) == (422, {"/query/verbose": "unknown"})


@pytest.mark.parametrize(
    "entry_id",
    [
        "7",
        "019b8d623f4070008000000000000002",
        "{019b8d62-3f40-7000-8000-000000000002}",
        "019b8d62-3f40-7000-8000",
    ],
)
async def test_an_id_is_written_as_it_was_answered(client: AsyncClient, entry_id: str) -> None:
    answer = await client.get(f"/logs/{entry_id}")
    assert (answer.status_code, places(answer)) == (422, {"/path/entry_id": "uuid_invalid"})


@pytest.mark.parametrize("address", ["/contacts/%ff", "/contacts/%ED%A0%80", "/logs?q=%ff"])
async def test_an_address_that_is_not_utf8_is_refused(client: AsyncClient, address: str) -> None:
    answer = await client.get(address)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_url")


@pytest.mark.parametrize("reference", ["%00", "a%0Ab", "x" * 101, "%20"])
async def test_a_reference_that_cannot_be_printed_is_refused(client: AsyncClient, reference: str) -> None:
    answer = await client.put(f"/contacts/{reference}", json=CONTACT)
    assert (answer.status_code, list(places(answer))) == (422, ["/path/external_ref"])


@pytest.mark.parametrize("key", ["", "a b", "ü", "x" * 256])
async def test_an_idempotency_key_is_visible_ascii(client: AsyncClient, key: str) -> None:
    answer = await client.post("/resync-failures", headers={b"Idempotency-Key": key.encode()})
    assert (answer.status_code, list(places(answer))) == (422, ["/header/Idempotency-Key"])

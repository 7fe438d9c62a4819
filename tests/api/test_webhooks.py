"""Intuit's webhooks: signed byte for byte, kept whatever is in them, and refused otherwise."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from httpx import AsyncClient, Response
from structlog.testing import capture_logs

from api.example_bodies import CONTACT
from domain.model.book_events import BookChange, BookEvent
from domain.model.books import LedgerCustomer
from tests.api.house import SETTINGS, ApiHouse
from tests.notices import (
    VERIFIER_TOKEN,
    a_cloud_event,
    an_older_notice,
    signature_of,
    tell,
    tell_bytes,
)

AT = "2026-09-10T21:31:25.179851517Z"
REALM = "1"
OF_A_CUSTOMER = a_cloud_event("customer", "updated", "61", realm=REALM, at=AT)
BODY = json.dumps([OF_A_CUSTOMER]).encode()

Json = dict[str, Any]


async def kept(house: ApiHouse) -> list[BookEvent]:
    async with house.units_of_work() as uow:
        return list(await uow.book_events.due(house.company.id, limit=5000))


async def told(house: ApiHouse) -> list[tuple[str, str, BookChange]]:
    return sorted((event.entity, event.object_id, event.change) for event in await kept(house))


def code(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_signed_notice_is_kept_and_answered_with_nothing(
    house: ApiHouse, client: AsyncClient
) -> None:
    answer = await tell(client, [OF_A_CUSTOMER])
    assert (answer.status_code, answer.content, answer.headers["Content-Length"]) == (200, b"", "0")
    (event,) = await kept(house)
    assert (event.realm_id, event.entity, event.object_id) == (REALM, "Customer", "61")
    assert (event.change, event.at) == (
        BookChange.CHANGED,
        datetime(2026, 9, 10, 21, 31, 25, 179851, UTC),
    )


async def test_the_older_shape_is_read_too(house: ApiHouse, client: AsyncClient) -> None:
    at = "2015-10-05T14:42:19-0700"
    notice = an_older_notice("Customer", "Merge", "61", realm=REALM, at=at, deletedId="27")
    assert (await tell(client, notice)).status_code == 200
    assert await told(house) == [
        ("Customer", "27", BookChange.MERGED),
        ("Customer", "61", BookChange.CHANGED),
    ]
    assert {event.at for event in await kept(house)} == {datetime(2015, 10, 5, 21, 42, 19, tzinfo=UTC)}


@pytest.mark.parametrize(
    "body",
    [
        json.dumps([OF_A_CUSTOMER], indent=4).encode(),
        b" \r\n" + BODY + b"\n\t",
        json.dumps([OF_A_CUSTOMER | {"note": "Zoë"}], ensure_ascii=False).encode(),
        json.dumps([OF_A_CUSTOMER | {"note": "Zoë"}]).encode(),
    ],
    ids=["indented", "blanks around", "as it is", "escaped"],
)
async def test_the_signature_is_of_the_bytes_as_they_came(
    house: ApiHouse, client: AsyncClient, body: bytes
) -> None:
    assert (await tell_bytes(client, body)).status_code == 200
    assert len(await kept(house)) == 1


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "x",
        "Zoë".encode("latin-1").decode("latin-1"),
        signature_of(BODY, b"another token"),
        signature_of(BODY + b" "),
        signature_of(b""),
        signature_of(BODY)[:-1],
        signature_of(BODY).rstrip("="),
        f"sha256={signature_of(BODY)}",
        "=" * 10_000,
    ],
    ids=[
        "none", "nonsense", "not ASCII", "another token's", "another body's", "nothing's", "cut", "unpadded",
        "in another form", "long",
    ],
)  # fmt: skip
@pytest.mark.parametrize("body", [BODY, b"{"], ids=["a notice", "no JSON"])
async def test_another_signature_is_refused_before_anything_is_read(
    house: ApiHouse, client: AsyncClient, signature: str, body: bytes
) -> None:
    headers = [(b"intuit-signature", signature.encode("latin-1")), (b"content-type", b"application/json")]
    answer = await client.post("/webhooks/intuit", content=body, headers=headers)
    assert code(answer) == (401, "signature_invalid")
    assert answer.headers["WWW-Authenticate"] == "IntuitSignature"
    assert await kept(house) == []


async def test_no_signature_is_refused_too(client: AsyncClient) -> None:
    answer = await client.post("/webhooks/intuit", content=BODY, headers={"Content-Type": "application/json"})
    assert code(answer) == (401, "signature_invalid")


async def test_without_a_token_nobody_is_believed(house: ApiHouse, client: AsyncClient) -> None:
    house.app.state.settings = replace(SETTINGS, webhook_verifier_token=b"")
    try:
        answers = [await tell_bytes(client, BODY, signature=signature_of(BODY, b"")), await tell(client, [])]
    finally:
        house.app.state.settings = SETTINGS
    assert [code(each) for each in answers] == [(401, "signature_invalid")] * 2


async def test_an_api_key_is_no_signature(house: ApiHouse) -> None:
    async with house.client() as client:
        answer = await client.post("/webhooks/intuit", json=[OF_A_CUSTOMER])
    assert code(answer) == (401, "signature_invalid")


@pytest.mark.parametrize(
    "media",
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/cloudevents+json",
        "application/cloudevents-batch+json; charset=UTF-8",
    ],
)
async def test_cloud_events_are_json(house: ApiHouse, client: AsyncClient, media: str) -> None:
    assert (await tell_bytes(client, BODY, media=media)).status_code == 200
    assert len(await kept(house)) == 1


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        (b"", 422, "invalid_request"),
        (b"null", 422, "invalid_request"),
        (b"7", 422, "invalid_request"),
        (b"{}", 422, "invalid_request"),
        (b'{"eventNotifications": 7}', 422, "invalid_request"),
        (b'{"eventNotifications": [7]}', 422, "invalid_request"),
        (b"[7]", 422, "invalid_request"),
        (b'["qbo.customer.updated.v1"]', 422, "invalid_request"),
        (b"{", 400, "malformed_json"),
        (b'[{"id": "1", "id": "2"}]', 400, "malformed_json"),
        (b'[{"id": "\\ud800"}]', 400, "malformed_json"),
        (b"\xff", 400, "malformed_json"),
    ],
)
async def test_a_signed_body_of_neither_shape_is_refused(
    client: AsyncClient, body: bytes, status: int, problem: str
) -> None:
    assert code(await tell_bytes(client, body)) == (status, problem)


async def test_what_was_sent_is_not_repeated(client: AsyncClient) -> None:
    answer = await tell(client, ["a secret"])
    assert "secret" not in answer.text
    assert answer.json()["errors"][0]["pointer"] == "/body/0"


async def test_another_media_type_is_refused(client: AsyncClient) -> None:
    assert code(await tell_bytes(client, BODY, media="text/plain")) == (415, "unsupported_media_type")


async def test_a_body_over_the_limit_is_refused(client: AsyncClient) -> None:
    body = b"[" + b" " * SETTINGS.body_limit + b"]"
    assert code(await tell_bytes(client, body)) == (413, "content_too_large")


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"type": None},
        {"type": "qbo.customer.updated.v1"},
        OF_A_CUSTOMER | {"type": "qbo.vendor.updated.v1"},
        OF_A_CUSTOMER | {"type": "qbo.customer.locked.v1"},
        OF_A_CUSTOMER | {"type": "qbo"},
        OF_A_CUSTOMER | {"type": "payroll.customer.updated.v1"},
        OF_A_CUSTOMER | {"intuitentityid": 61},
        OF_A_CUSTOMER | {"intuitaccountid": "nobody's"},
        OF_A_CUSTOMER | {"intuitaccountid": "\x00"},
        OF_A_CUSTOMER | {"intuitentityid": "6" * 256},
    ],
    ids=[
        "nothing", "no type", "no object", "another kind", "another operation", "half a type",
        "another product", "a number", "another realm", "control characters", "too long",
    ],
)  # fmt: skip
async def test_an_event_that_nobody_understands_holds_back_no_other(
    house: ApiHouse, client: AsyncClient, odd: Json
) -> None:
    answer = await tell(client, [odd, OF_A_CUSTOMER, odd])
    assert answer.status_code == 200, answer.text
    assert await told(house) == [("Customer", "61", BookChange.CHANGED)]


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"realmId": REALM},
        {"realmId": REALM, "dataChangeEvent": None},
        {"realmId": REALM, "dataChangeEvent": {"entities": [{"name": "Customer", "id": "7"}]}},
        {"dataChangeEvent": {"entities": [{"name": "Customer", "id": "7", "operation": "Update"}]}},
    ],
    ids=["nothing", "no change", "null", "no operation", "no realm"],
)
async def test_nor_does_one_of_the_older_shape(house: ApiHouse, client: AsyncClient, odd: Json) -> None:
    good = an_older_notice("Customer", "Update", "61", realm=REALM, at=AT)["eventNotifications"]
    assert (await tell(client, {"eventNotifications": [odd, *good, odd]})).status_code == 200
    assert await told(house) == [("Customer", "61", BookChange.CHANGED)]


@pytest.mark.parametrize("at", [None, 7, "yesterday", "0001-01-01T00:00:00+14:00", "2026-13-01T00:00:00Z"])
async def test_a_time_that_is_none_is_not_known(house: ApiHouse, client: AsyncClient, at: str) -> None:
    assert (await tell(client, [OF_A_CUSTOMER | {"time": at}])).status_code == 200
    assert [event.at for event in await kept(house)] == [None]


async def test_a_time_without_an_offset_is_in_utc(house: ApiHouse, client: AsyncClient) -> None:
    await tell(client, [OF_A_CUSTOMER | {"time": "2026-09-10T21:31:25"}])
    assert [event.at for event in await kept(house)] == [datetime(2026, 9, 10, 21, 31, 25, tzinfo=UTC)]


@pytest.mark.parametrize("data", [None, 7, [], {"deletedid": 27}], ids=["null", "a number", "a list", "odd"])
async def test_odd_data_says_nothing(house: ApiHouse, client: AsyncClient, data: object) -> None:
    merged = a_cloud_event("customer", "merged", "61", realm=REALM, at=AT, data=data)
    assert (await tell(client, [merged])).status_code == 200
    assert await told(house) == [("Customer", "61", BookChange.CHANGED)]


async def test_one_call_may_tell_of_several_realms(house: ApiHouse, client: AsyncClient) -> None:
    other = await house.new_company()
    events = [
        a_cloud_event("invoice", "voided", "7", realm=realm, at=AT)
        for realm in (REALM, str(other.realm_id), "nobody's")
    ]
    assert (await tell(client, events)).status_code == 200
    async with house.units_of_work() as uow:
        counts = [len(await uow.book_events.due(each.id, limit=9)) for each in (house.company, other)]
    assert counts == [1, 1]
    assert {lease.company_id for lease in house.doorbell.rings} == {house.company.id, other.id}


async def test_500_events_come_in_one_call_and_again(house: ApiHouse, client: AsyncClient) -> None:
    events = [a_cloud_event("payment", "created", str(n), realm=REALM, at=AT) for n in range(500)]
    for _ in range(2):
        assert (await tell(client, events)).status_code == 200
        assert len(await kept(house)) == 500


async def test_an_empty_call_is_fine(house: ApiHouse, client: AsyncClient) -> None:
    assert (await tell(client, [])).status_code == 200
    assert (await tell(client, {"eventNotifications": []})).status_code == 200
    assert await kept(house) == []


async def test_what_it_counted_is_logged_and_nothing_else(client: AsyncClient) -> None:
    with capture_logs() as lines:
        await tell(client, [OF_A_CUSTOMER, OF_A_CUSTOMER | {"intuitaccountid": "nobody's"}])
    assert VERIFIER_TOKEN.decode() not in str(lines)
    (line,) = [line for line in lines if line["event"] == "request_answered"]
    assert (line["route"], line["status"]) == ("/webhooks/intuit", 200)


async def test_a_change_moves_the_entrys_etag_and_nothing_that_staff_may_do(
    house: ApiHouse, client: AsyncClient
) -> None:
    entry = (await client.put("/contacts/c-1", json=CONTACT)).json()
    await house.drain()
    path = f"/logs/{entry['log']['id']}"
    before = await client.get(path)
    customer = house.ledger.books.objects[before.json()["quickbooks"]["id"]]
    assert isinstance(customer, LedgerCustomer)
    house.ledger.books.change(customer, name="Acme (old)")
    house.clock.advance(60)
    at = "2030-01-01T00:00:00Z"
    await tell(client, [a_cloud_event("customer", "updated", customer.ref.id, realm=REALM, at=at)])
    await house.drain()
    after = await client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    differing = {name for name, value in after.json().items() if value != before.json()[name]}
    assert differing == {"changed_in_quickbooks", "updated_at"}
    assert after.json()["changed_in_quickbooks"] == {"at": at, "what": "changed"}
    listed = (await client.get("/logs", params={"changed_in_quickbooks": "true"})).json()["items"]
    assert listed == [after.json()]
    record = (await client.get("/contacts/c-1")).json()
    assert record["entries"] == listed

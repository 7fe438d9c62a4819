"""Which word of the billing system stands for what in QuickBooks."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from api.example_bodies import INVOICE
from domain.model.mappings import MappingKind
from tests.api.house import ApiHouse
from tests.api.story import Json, fail_invoice, map_fee_item, submit_payment
from tests.fakes.ledger import LOST

ADDRESS = "/mappings/fee_item/dues-gold"


@pytest.fixture
def item(house: ApiHouse) -> dict[str, str]:
    """The body that maps to a product that is in the books."""
    return {"quickbooks_id": house.ledger.books.add_item("Membership dues").ref.id}


async def test_a_fee_item_is_mapped_and_read_again(client: AsyncClient, item: dict[str, str]) -> None:
    made = await client.put(ADDRESS, json=item)
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    read = await client.get(ADDRESS)
    assert read.json() == made.json()
    assert read.json()["quickbooks_name"] == "Membership dues"
    assert read.headers["ETag"] == '"1"'
    assert (await client.get(ADDRESS, headers={"If-None-Match": '"1"'})).status_code == 304


async def test_a_change_says_what_it_changes(
    house: ApiHouse, client: AsyncClient, item: dict[str, str]
) -> None:
    await client.put(ADDRESS, json=item)
    other = {"quickbooks_id": house.ledger.books.add_item("Other").ref.id}
    blind = await client.put(ADDRESS, json=other)
    assert (blind.status_code, blind.json()["code"]) == (428, "precondition_required")
    changed = await client.put(ADDRESS, json=other, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    stale = await client.put(ADDRESS, json=item, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")


async def test_a_mapping_is_taken_back(client: AsyncClient, item: dict[str, str]) -> None:
    await client.put(ADDRESS, json=item)
    assert (await client.delete(ADDRESS)).json()["code"] == "precondition_required"
    assert (await client.delete(ADDRESS, headers={"If-Match": '"7"'})).status_code == 412
    gone = await client.delete(ADDRESS, headers={"If-Match": '"1"'})
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await client.get(ADDRESS)).json()["code"] == "mapping_not_found"


@pytest.mark.parametrize("tag", ["*", "1", 'W/"1"', '"1", "2"', '"x"'])
async def test_a_version_is_named_by_its_etag(client: AsyncClient, item: dict[str, str], tag: str) -> None:
    await client.put(ADDRESS, json=item)
    answer = await client.delete(ADDRESS, headers={"If-Match": tag})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/header/If-Match"


async def test_what_quickbooks_does_not_have_is_refused(client: AsyncClient) -> None:
    answer = await client.put(ADDRESS, json={"quickbooks_id": "999"})
    assert (answer.status_code, answer.json()["code"]) == (422, "quickbooks_reference_invalid")
    assert answer.json()["errors"][0]["pointer"] == "/body/quickbooks_id"


def targets(house: ApiHouse) -> dict[str, str]:
    """What each kind can be mapped to, by its id in books of which each list has two objects."""
    books = house.ledger.books
    item, method, account = books.add_item(), books.add_payment_method(), books.add_account()
    return {
        "fee_item": item.ref.id,
        "income_account": item.ref.id,
        "payment_method": method.ref.id,
        "discount": account.ref.id,
        "tax": books.add_tax_code("Non", "NON").ref.id,
    }


@pytest.mark.parametrize("kind", MappingKind)
async def test_every_kind_is_mapped_to_its_own_list_alone(
    house: ApiHouse, client: AsyncClient, kind: MappingKind
) -> None:
    known = targets(house)
    made = await client.put(f"/mappings/{kind}/k", json={"quickbooks_id": known[kind]})
    assert (made.status_code, made.json()["quickbooks_id"]) == (201, known[kind])
    for foreign in set(known.values()) - {known[kind]}:
        refused = await client.put(f"/mappings/{kind}/other", json={"quickbooks_id": foreign})
        assert (refused.status_code, refused.json()["code"]) == (422, "quickbooks_reference_invalid")
    assert (await client.get(f"/mappings/{kind}/other")).status_code == 404


@pytest.mark.parametrize("kind", MappingKind)
async def test_what_is_inactive_is_refused_with_the_reason(
    house: ApiHouse, client: AsyncClient, kind: MappingKind
) -> None:
    id_ = targets(house)[kind]
    house.ledger.books.change(house.ledger.books.objects[id_], active=False)
    answer = await client.put(f"/mappings/{kind}/k", json={"quickbooks_id": id_})
    assert (answer.status_code, answer.json()["code"]) == (422, "quickbooks_reference_invalid")
    assert answer.json()["detail"].endswith("is inactive in QuickBooks.")
    assert (await client.get(f"/mappings/{kind}/k")).status_code == 404


async def test_a_key_means_what_it_spells(house: ApiHouse, client: AsyncClient) -> None:
    known = targets(house)
    await client.put("/mappings/payment_method/Check", json={"quickbooks_id": known["payment_method"]})
    assert (await client.get("/mappings/payment_method/check")).status_code == 404
    assert (await client.get("/mappings/fee_item/Check")).status_code == 404


async def test_books_that_cannot_be_read_are_asked_again_later(
    house: ApiHouse, client: AsyncClient, item: dict[str, str]
) -> None:
    house.ledger.unreadable = LOST
    answer = await client.put(ADDRESS, json=item)
    assert (answer.status_code, answer.json()["code"]) == (503, "quickbooks_unavailable")
    assert answer.json()["retryable"] is True
    assert answer.headers["Retry-After"] == str(answer.json()["retry_after_seconds"])


async def test_the_list_goes_by_key_in_pages(house: ApiHouse, client: AsyncClient) -> None:
    for key in ("c", "a", "b"):
        await map_fee_item(house, client, key)
    first = await client.get("/mappings/fee_item", params={"limit": 2})
    assert [each["source_key"] for each in first.json()["items"]] == ["a", "b"]
    second = await client.get(first.links["next"]["url"])
    assert [each["source_key"] for each in second.json()["items"]] == ["c"]
    assert second.json()["next"] is None
    assert "Link" not in second.headers


async def test_what_is_not_mapped_tells_how_many_it_holds_up(house: ApiHouse, client: AsyncClient) -> None:
    await fail_invoice(house, client)
    await fail_invoice(house, client, "inv-1002", number="1002")
    unmapped = await client.get("/mappings/fee_item/unmapped")
    (only,) = unmapped.json()["items"]
    assert (only["source_key"], only["entries"]) == ("dues-gold", 2)
    first = (await client.get("/logs")).json()["items"][-1]
    assert only["since"] == first["created_at"]


async def test_the_methods_that_payments_use_are_listed_until_they_are_mapped(
    house: ApiHouse, client: AsyncClient
) -> None:
    await submit_payment(client, method="check")
    await submit_payment(client, "pay-78", method="Check")
    await submit_payment(client, "pay-79", method="check")
    unmapped = await client.get("/mappings/payment_method/unmapped")
    assert unmapped.json()["items"] == [
        {"source_key": "Check", "entries": 1, "since": None},
        {"source_key": "check", "entries": 2, "since": None},
    ]
    method = house.ledger.books.add_payment_method()
    await client.put("/mappings/payment_method/check", json={"quickbooks_id": method.ref.id})
    unmapped = await client.get("/mappings/payment_method/unmapped")
    assert [each["source_key"] for each in unmapped.json()["items"]] == ["Check"]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("tax", {"lines": [{**INVOICE["lines"][0], "tax": "State"}]}),
        ("discount", {"discount": {"key": "State", "amount": "25.00"}, "total": "325.00"}),
    ],
)
async def test_every_kind_tells_which_keys_it_lacks(
    house: ApiHouse, client: AsyncClient, kind: str, fields: Json
) -> None:
    await map_fee_item(house, client)
    entry = await fail_invoice(house, client, **fields)
    remedy = entry["remedies"][0]
    assert (remedy["operation_id"], remedy["path"]) == ("put_mapping", f"/mappings/{kind}/State")
    listed = (await client.get(f"/mappings/{kind}/unmapped")).json()["items"]
    assert listed == [{"source_key": "State", "entries": 1, "since": entry["created_at"]}]
    for other in {*MappingKind} - {kind}:
        assert (await client.get(f"/mappings/{other}/unmapped")).json()["items"] == []


@pytest.mark.parametrize("path", ["/mappings/colour", "/mappings/colour/red", "/mappings/colour/unmapped"])
async def test_only_known_kinds_are_mapped(client: AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/path/kind")

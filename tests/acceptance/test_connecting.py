"""What goes wrong on the way to Intuit and back, and what it leads to; against the sandbox's own page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.model.authorizations import Books, Grant
from tests.acceptance.consent import Answer, begin, bring, come_back, connected, consent, deny, state_of
from tests.acceptance.rows.connection import disconnected
from tests.acceptance.town import (
    DIRECTORY,
    ON_SQLITE,
    Json,
    Town,
    a_contact,
    a_payment,
    an_invoice,
    tokens_of,
)
from tests.api.house import EVERY_SCOPE
from tests.servers.sandbox import Realm, new_realm

pytestmark = ON_SQLITE

TOKENS = {"path": "/oauth2/v1/tokens/bearer"}
REVOKE = "/v2/oauth2/tokens/revoke"


@pytest.fixture
def other(town: Town) -> Realm:
    """Other books, in the same QuickBooks and for the same app."""
    realm = new_realm(town.realm.url, name="Bayside Foundation")
    assert realm.client_id == town.realm.client_id
    return realm


async def problem(town: Town, begun: Json) -> str | None:
    code: str | None = (await town.ask(f"/connection/authorizations/{begun['id']}"))["problem"]
    return code


async def is_refused(town: Town, answer: Answer) -> bool:
    went = await bring(town, answer)
    assert "Location" not in went.headers
    assert went.headers["Content-Type"].startswith("text/html")
    return went.status_code == 400


async def is_connected(town: Town) -> bool:
    return bool((await town.ask("/connection"))["status"] == "connected")


class TestAState:
    async def test_is_good_once(self, town: Town) -> None:
        await disconnected(town)
        answer = deny(town, await begin(town))
        assert await come_back(town, answer) == "denied"
        assert await is_refused(town, answer)
        assert not await is_connected(town)

    async def test_is_good_for_ten_minutes(self, town: Town) -> None:
        await disconnected(town)
        begun = await begin(town)
        answer = consent(town, begun)
        town.clock.advance(600)
        assert await is_refused(town, answer)
        assert (await town.ask(f"/connection/authorizations/{begun['id']}"))["status"] == "expired"
        assert not await is_connected(town)

    async def test_that_was_made_up_is_good_for_nothing(self, town: Town) -> None:
        await disconnected(town)
        answer = consent(town, await begin(town))
        assert await is_refused(town, {**answer, "state": "A" * 43})
        assert await come_back(town, answer) == "connected"

    async def test_ends_with_the_key_that_began(self, town: Town) -> None:
        await disconnected(town)
        begun = await begin(town)
        answer = consent(town, begun)
        other_key = await town.use_cases.setup.create_key(town.company.id, "other", EVERY_SCOPE)
        async with town.units_of_work() as uow:
            (key, *_) = await uow.api_keys.page(town.company.id, after=None, limit=1)
            await uow.api_keys.save(replace(key, revoked_at=town.clock.now()))
            await uow.commit()
        town.client.headers["Authorization"] = f"Bearer {other_key.secret}"
        assert await is_refused(town, answer)
        assert await problem(town, begun) == "key_ended"

    async def test_is_nowhere_in_the_database_or_the_answers(self, town: Town) -> None:
        begun = await begin(town)
        state = state_of(begun)
        assert len(state) == 43
        assert state not in (await town.call("GET", f"/connection/authorizations/{begun['id']}")).text


class TestACode:
    async def test_that_was_forged_connects_nothing(self, town: Town) -> None:
        await disconnected(town)
        begun = await begin(town)
        answer = {**consent(town, begun), "code": "XAB11forged"}
        assert await come_back(town, answer) == "failed"
        assert await problem(town, begun) == "code_refused"

    async def test_that_has_expired_connects_nothing(self, town: Town) -> None:
        await disconnected(town)
        begun = await begin(town)
        answer = consent(town, begun)
        town.realm.settings({"clock_offset": 400})
        assert await come_back(town, answer) == "failed"
        assert await problem(town, begun) == "code_refused"

    async def test_that_does_not_come_connects_nothing(self, town: Town) -> None:
        begun = await begin(town)
        answer = {"state": state_of(begun), "error": "server_error"}
        assert await come_back(town, answer) == "failed"
        assert await problem(town, begun) == "consent_failed"

    @pytest.mark.parametrize(
        "action",
        [
            {"kind": "drop", "after": "commit"},
            {"kind": "html", "status": 503},
            {"kind": "html", "status": 200},
        ],
        ids=["no answer", "a page with 503", "a page with 200"],
    )
    async def test_whose_answer_is_lost_has_to_be_asked_for_again(
        self, town: Town, action: dict[str, Any]
    ) -> None:
        await disconnected(town)
        begun = await begin(town)
        answer = consent(town, begun)
        rule = town.realm.add_fault({"match": TOKENS, "times": 1, "action": action})
        assert await come_back(town, answer) == "failed"
        assert await problem(town, begun) == "intuit_unavailable"
        town.realm.remove_fault(rule)
        assert await connected(town) == "connected"

    async def test_of_a_lost_answer_leaves_a_company_that_was_connected_as_it_was(self, town: Town) -> None:
        answer = consent(town, await begin(town))
        town.realm.add_fault({"match": TOKENS, "times": 1, "action": {"kind": "drop", "after": "commit"}})
        assert await come_back(town, answer) == "failed"
        await town.synced(await town.submit("contact", "c-1", **a_contact()))


class TestARealm:
    async def test_that_is_not_the_one_consented_to_is_not_believed(self, town: Town, other: Realm) -> None:
        await disconnected(town)
        begun = await begin(town)
        answer = {**consent(town, begun, to=other), "realmId": town.realm.realm_id}
        assert await come_back(town, answer) == "failed"
        assert await problem(town, begun) == "realm_not_proven"
        assert not await is_connected(town)

    async def test_that_another_company_has_is_refused_and_stays_connected_there(
        self, town: Town, other: Realm
    ) -> None:
        await disconnected(town)
        neighbour = await town.use_cases.setup.create_company(
            "Neighbour", realm_id=other.realm_id, time_zone="UTC", tokens=tokens_of(other)
        )
        begun = await begin(town)
        assert await come_back(town, consent(town, begun, to=other)) == "failed"
        assert await problem(town, begun) == "realm_taken"
        assert not await is_connected(town)
        async with town.units_of_work() as uow:
            theirs = await uow.connections.get(neighbour.id)
        assert theirs
        assert theirs.tokens == tokens_of(other)
        assert [call["path"] for call in other.calls() if call["path"] == REVOKE] == []

    async def test_of_the_same_books_is_connected_anew_without_a_question(self, town: Town) -> None:
        assert await connected(town) == "connected"
        await town.synced(await town.submit("contact", "c-1", **a_contact()))


class TestOtherBooks:
    async def test_wait_for_a_person_and_change_nothing_before(self, town: Town, other: Realm) -> None:
        begun = await begin(town)
        assert await come_back(town, consent(town, begun, to=other)) == "confirmation_required"
        asked = await town.ask(f"/connection/authorizations/{begun['id']}")
        assert asked["books"] == {"realm_id": other.realm_id, "name": "Bayside Foundation"}
        assert asked["books_before"]["realm_id"] == town.realm.realm_id
        await town.synced(await town.submit("contact", "c-1", **a_contact()))
        assert other.ledger() == []

    async def test_take_nothing_over_from_the_former_ones(self, town: Town, other: Realm) -> None:
        contact = await town.synced(await town.submit("contact", "c-1", **a_contact()))
        await town.synced(await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")))
        await moved(town, other)
        invoice = await town.submit("invoice", "inv-2", **an_invoice("1002", "c-1"))
        payment = await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1"))
        await town.failed(invoice, "fee_item_not_mapped")
        await town.failed(payment, "invoice_not_found")
        (customer,) = [each for each in other.ledger() if each["by"] == "api"]
        assert customer["object"]["DisplayName"] == "Acme Bakery"
        assert (await town.entry(contact))["quickbooks"]["id"] == customer["id"]
        await town.map("dues-gold", DIRECTORY)
        await town.resync(invoice)
        await town.synced(invoice)
        (posted,) = [each for each in other.ledger() if each["entity"] == "Invoice"]
        assert posted["object"]["CustomerRef"]["value"] == customer["id"]
        assert len(town.made("Invoice")) == 1

    async def test_give_way_to_the_former_ones_and_what_belonged_to_them(
        self, town: Town, other: Realm
    ) -> None:
        await town.synced(await town.submit("contact", "c-1", **a_contact()))
        await town.synced(await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")))
        await moved(town, other)
        await town.drain()
        await moved(town, town.realm)
        await town.synced(await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1")))
        await town.synced(await town.submit("invoice", "inv-2", **an_invoice("1002", "c-1")))
        assert (len(town.made("Customer")), len(town.made("Invoice"))) == (1, 2)
        (payment,) = town.made("Payment")
        (line,) = payment["object"]["Line"]
        assert line["LinkedTxn"][0]["TxnId"] == town.made("Invoice")[0]["id"]

    async def test_never_see_the_bytes_of_an_unknown_outcome(self, town: Town, other: Realm) -> None:
        contact = await town.synced(await town.submit("contact", "c-1", **a_contact()))
        drop = {"kind": "drop", "after": "commit"}
        town.realm.add_fault({"match": {"entity": "Invoice", "operation": "create"}, "action": drop})
        page = {"kind": "html", "status": 503}
        town.realm.add_fault(
            {"match": {"entity": "Invoice", "operation": "query"}, "skip": 1, "action": page}
        )
        invoice = await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1"))
        await town.drain()
        assert (await town.entry(invoice))["status"] == "uncertain"
        await moved(town, other)
        attempts = (await town.ask(f"/logs/{invoice['id']}/attempts"))["items"]
        assert [attempt["outcome"] for attempt in attempts][-1] == "abandoned"
        await town.failed(invoice, "fee_item_not_mapped")
        assert [each["entity"] for each in other.ledger()] == ["Customer"]
        assert (await town.entry(contact))["status"] == "synced"

    async def test_are_refused_by_a_person_and_the_consent_is_revoked(self, town: Town, other: Realm) -> None:
        begun = await begin(town)
        await come_back(town, consent(town, begun, to=other))
        path = f"/connection/authorizations/{begun['id']}"
        assert (await town.call("DELETE", path)).status_code == 204
        assert (await town.ask(path))["status"] == "denied"
        assert [call["status"] for call in other.calls() if call["path"] == REVOKE] == [200]
        assert (await town.call("POST", f"{path}/confirm")).status_code == 409
        assert (await town.ask("/connection"))["books"]["realm_id"] == town.realm.realm_id

    async def test_are_forgotten_after_an_hour(self, town: Town, other: Realm) -> None:
        begun = await begin(town)
        await come_back(town, consent(town, begun, to=other))
        path = f"/connection/authorizations/{begun['id']}"
        town.clock.advance(3600)
        answer = await town.call("POST", f"{path}/confirm")
        assert (answer.status_code, answer.json()["code"]) == (409, "authorization_not_waiting")
        await town.use_cases.sweep()
        assert [call["status"] for call in other.calls() if call["path"] == REVOKE] == [200]
        assert (await town.ask(path))["status"] == "expired"

    async def test_that_somebody_else_took_meanwhile_are_not_moved_to(self, town: Town, other: Realm) -> None:
        begun = await begin(town)
        await come_back(town, consent(town, begun, to=other))
        neighbour = await town.use_cases.setup.create_company("Neighbour", time_zone="UTC")
        grant = Grant(
            company_id=neighbour.id,
            books=Books(realm_id=other.realm_id),
            tokens=tokens_of(other),
            at=town.clock.now(),
            by="them",
        )
        async with town.units_of_work() as uow:
            await uow.grants.connect(grant)
            await uow.commit()
        answer = await town.call("POST", f"/connection/authorizations/{begun['id']}/confirm")
        assert (answer.status_code, answer.json()["code"]) == (409, "realm_taken")
        await town.synced(await town.submit("contact", "c-1", **a_contact()))


class TestTheEnd:
    async def test_revokes_at_intuit_and_deletes_the_tokens(self, town: Town) -> None:
        await connected(town)
        await disconnected(town)
        assert [call["status"] for call in town.realm.calls() if call["path"] == REVOKE] == [200]
        async with town.units_of_work() as uow:
            assert await uow.connections.get(town.company.id) is None

    async def test_comes_also_when_intuit_does_not_hear_of_it(self, town: Town) -> None:
        town.realm.add_fault({"match": {"path": REVOKE}, "action": {"kind": "drop"}})
        await disconnected(town)
        assert (await town.call("POST", "/connection/test")).status_code == 409


class TestATest:
    async def test_tells_what_will_hurt(self, town: Town) -> None:
        preferences = {
            "SalesFormsPrefs": {"CustomTxnNumbers": False, "AutoApplyCredit": True},
            "AccountingInfoPrefs": {"BookCloseDate": "2025-12-31"},
            "TaxPrefs": {"PartnerTaxEnabled": True},
        }
        town.realm.settings({"preferences": preferences})
        answer = (await town.call("POST", "/connection/test")).json()
        assert answer["ok"]
        assert [warning["code"] for warning in answer["warnings"]] == [
            "custom_transaction_numbers_off",
            "books_closed",
            "credits_applied_automatically",
            "automated_sales_tax",
        ]
        assert "2025-12-31" in answer["warnings"][1]["title"]

    async def test_finds_nothing_where_all_is_well(self, town: Town) -> None:
        before = len(town.realm.calls())
        answer = await town.call("POST", "/connection/test")
        assert answer.json() == {"ok": True, "failure": None, "warnings": []}
        assert len(town.realm.calls()) == before + 1

    async def test_says_why_there_was_no_answer(self, town: Town) -> None:
        town.realm.settings({"subscription": "lapsed"})
        answer = (await town.call("POST", "/connection/test")).json()
        assert (answer["ok"], answer["failure"]["reason"]) == (False, "company_suspended")
        assert answer["failure"]["correction"]

    async def test_that_works_lets_go_what_was_held_up(self, town: Town) -> None:
        town.realm.settings({"subscription": "lapsed"})
        contact = await town.submit("contact", "c-1", **a_contact())
        await town.drain()
        parked = await town.ask("/connection")
        assert (parked["status"], parked["hold"]["reason"]) == ("parked", "company_suspended")
        town.realm.settings({"subscription": "active"})
        assert (await town.call("POST", "/connection/test")).json()["ok"]
        await town.synced(contact)


async def moved(town: Town, to: Realm) -> None:
    """Connect other books, and say that they are meant."""
    begun = await begin(town)
    assert await come_back(town, consent(town, begun, to=to)) == "confirmation_required"
    answer = await town.call("POST", f"/connection/authorizations/{begun['id']}/confirm")
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "connected"
    assert (await town.ask("/connection"))["books"]["realm_id"] == to.realm_id

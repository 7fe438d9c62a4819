"""What the log must do, M1 to M10."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from tests.acceptance.rows.row import Table
from tests.acceptance.town import GOLD, Json, Town, a_contact, a_payment, an_invoice
from tests.servers.billing import billing

ROWS: Final = Table()

MONDAY = datetime(2026, 1, 12, 7, tzinfo=UTC)  # the first behind the town's time
REFUSED = {"kind": "fault", "code": "150", "message": "Under maintenance", "detail": "Try later"}


def a_gala(number: str, **fields: object) -> Json:
    """Make an invoice for a fee item that nobody has mapped."""
    line = {"fee_item": "gala", "quantity": "1", "unit_price": "10.00"}
    return {**an_invoice(number, "c-1"), "lines": [line], **fields}


async def failures(town: Town, *numbers: str) -> list[Json]:
    """Have invoices in the log that failed, since nobody has mapped their fee item."""
    await town.synced(await town.submit("contact", "c-1", **a_contact("Acme Bakery")))
    entries = [await town.submit("invoice", f"inv-{each}", **a_gala(each)) for each in numbers]
    return [await town.failed(entry, "fee_item_not_mapped") for entry in entries]


async def listed(town: Town, **query: str) -> list[str]:
    """What the log says to a filter: the records, by their references."""
    answer = await town.client.get("/logs", params=query)
    assert answer.status_code == 200, answer.text
    return [each["record"]["external_ref"] for each in answer.json()["items"]]


async def all_resynced(town: Town) -> Json:
    """Press Resync Failures, and see it to its end."""
    answer = await town.call("POST", "/resync-failures", {})
    assert answer.status_code == 202, answer.text
    await town.drain()
    operation = await town.ask(f"/operations/{answer.json()['id']}")
    assert operation["status"] == "finished"
    return dict(operation["progress"])


@ROWS.row("M1 everything is in the log", "One entry per record version, every attempt kept under it.")
async def everything_is_in_the_log(town: Town) -> None:
    (failed,) = await failures(town, "1001")
    await town.map("gala", GOLD)
    town.realm.add_fault({"match": {"entity": "Invoice"}, "skip": 1, "times": 1, "action": REFUSED})
    await town.resync(failed)
    synced = await town.synced(failed)
    newer = await town.synced(await town.submit("invoice", "inv-1001", memo="Thank you"))
    attempts = (await town.ask(f"/logs/{failed['id']}/attempts"))["items"]
    assert [each["outcome"] for each in attempts] == ["not_applied", "applied"]
    assert (synced["attempts"], attempts[0]["fault"]["code"]) == (2, "150")
    versions = (await town.ask("/invoices/inv-1001"))["entries"]
    assert {each["id"] for each in versions} == {failed["id"], newer["id"]}
    assert await listed(town) == ["inv-1001", "inv-1001", "c-1"]
    assert len(town.made("Invoice")) == 1


@ROWS.row(
    "M2 list and filter",
    "By date range, status, kind, error code, exclusion, contact, reference, QBO id, free text; page.",
)
async def list_and_filter(town: Town) -> None:
    first, _ = await failures(town, "1001", "1002")
    await town.submit("payment", "pay-1", **a_payment("CHK 77", "c-1", "inv-1001"))
    await town.drain()
    await town.call("POST", f"/logs/{first['id']}/exclude", {})
    assert await listed(town, status="synced") == ["c-1"]
    assert await listed(town, kind="invoice", status="failed") == ["inv-1002", "inv-1001"]
    assert await listed(town, error_code="fee_item_not_mapped", excluded="true") == ["inv-1001"]
    assert await listed(town, needs_attention="true") == ["inv-1002"]
    assert await listed(town, external_ref="inv-1002") == ["inv-1002"]
    assert await listed(town, contact="c-1", kind="contact") == ["c-1"]
    assert await listed(town, reference="1002") == ["inv-1002"]
    customer = (await town.ask("/contacts/c-1"))["quickbooks"]["id"]
    assert await listed(town, quickbooks_id=customer) == ["c-1"]
    assert await listed(town, q="chk 77 acme") == ["pay-1"]
    day = {"date_field": "txn_date", "from": "2026-01-20", "to": "2026-01-20"}
    assert await listed(town, **day) == ["pay-1"]
    assert await listed(town, date_field="txn_date", to="2026-01-19") == ["inv-1002", "inv-1001"]

    seen, page = [], await town.ask("/logs?limit=1")
    while page["next"]:
        seen += page["items"]
        page = await town.ask(f"/logs?limit=1&cursor={page['next']}")
    refs = [each["record"]["external_ref"] for each in [*seen, *page["items"]]]
    assert refs == ["pay-1", "inv-1002", "inv-1001", "c-1"]
    assert (await town.call("GET", "/logs?staus=failed")).status_code == 422


@ROWS.row(
    "M3 message and details", "A short message; on demand QBO's fault, the field, the attempts, the cure."
)
async def message_and_details(town: Town) -> None:
    await town.synced(await town.submit("contact", "c-1", **a_contact("Acme Bakery")))
    fault = {"kind": "fault", "code": "6000", "detail": "A rule of theirs", "element": "TxnDate"}
    town.realm.add_fault({"match": {"entity": "Invoice", "operation": "create"}, "action": fault})
    entry = await town.failed(
        await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")), "rejected_by_quickbooks"
    )
    assert entry["message"] == "QuickBooks refused it: A rule of theirs"
    error, (attempt,) = entry["error"], (await town.ask(f"/logs/{entry['id']}/attempts"))["items"]
    said = error["quickbooks"]
    assert (said["code"], said["detail"], said["element"]) == ("6000", "A rule of theirs", "TxnDate")
    assert said["intuit_tid"] == attempt["intuit_tid"] is not None
    assert all((error["title"], error["meaning"], error["correction"], error["who"]))
    assert (attempt["http_status"], attempt["entity"], attempt["outcome"]) == (400, "Invoice", "not_applied")
    assert "Acme" not in str(attempt)
    assert town.made("Invoice") == []


@ROWS.row("M4 resync one", "`POST /logs/{id}/resync`.")
async def resync_one(town: Town) -> None:
    first, second = await failures(town, "1001", "1002")
    await town.map("gala", GOLD)
    await town.resync(first)
    assert (await town.synced(first))["quickbooks"]["doc_number"] == "1001"
    assert (await town.entry(second))["status"] == "failed"
    again = await town.call("POST", f"/logs/{first['id']}/resync")
    assert (again.status_code, again.json()["code"]) == (409, "already_synced")
    assert len(town.made("Invoice")) == 1


@ROWS.row("M5 resync failures", "`POST /resync-failures` re-sends every failed entry that is not excluded.")
async def resync_failures(town: Town) -> None:
    await failures(town, "1001", "1002", "1003")
    (left_out,) = await failures(town, "1004")
    await town.call("POST", f"/logs/{left_out['id']}/exclude", {"reason": "A trial"})
    await town.map("gala", GOLD)
    plan = await town.call("POST", "/resync-failures", {"dry_run": True})
    assert (plan.status_code, plan.json()["entries"], plan.json()["would_fail_again"]) == (200, 3, [])
    assert town.made("Invoice") == []
    progress = await all_resynced(town)
    assert (progress["total"], progress["synced"]) == (3, 3)
    made = sorted(each["object"]["DocNumber"] for each in town.made("Invoice"))
    assert made == ["1001", "1002", "1003"]
    assert (await town.entry(left_out))["status"] == "failed"


@ROWS.row(
    "M6 exclude and include", "Excluded from the full resync; a single resync is allowed, and leaves it on."
)
async def exclude_and_include(town: Town) -> None:
    (entry,) = await failures(town, "1001")
    excluded = await town.call("POST", f"/logs/{entry['id']}/exclude", {"reason": "Paid in cash"})
    assert (excluded.status_code, excluded.json()["excluded"]["reason"]) == (200, "Paid in cash")
    assert excluded.json()["excluded"]["by"] == "billing"
    assert (await all_resynced(town))["total"] == 0
    await town.resync(entry)
    again = await town.failed(entry, "fee_item_not_mapped")
    assert again["excluded"]["reason"] == "Paid in cash"
    included = await town.call("DELETE", f"/logs/{entry['id']}/exclude")
    assert (included.status_code, included.json()["excluded"]) == (200, None)
    await town.map("gala", GOLD)
    assert (await all_resynced(town))["synced"] == 1
    assert len(town.made("Invoice")) == 1


@ROWS.row("M7 ten attempts", "What cures itself is tried 10 times in total before a person is asked.")
async def ten_attempts(town: Town) -> None:
    await town.synced(await town.submit("contact", "c-1", **a_contact("Acme Bakery")))
    once = {"entity": "Invoice", "operation": "create"}
    town.realm.add_fault({"match": once, "times": 9, "action": REFUSED})
    cured = await town.synced(await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")))
    assert (cured["attempts"], cured["max_attempts"], cured["error"]) == (10, 10, None)
    town.realm.add_fault({"match": once, "times": 10, "action": REFUSED})
    asked = await town.failed(
        await town.submit("invoice", "inv-2", **an_invoice("1002", "c-1")), "quickbooks_unavailable"
    )
    assert (asked["attempts"], asked["error"]["retryable"]) == (10, True)
    assert len(town.made("Invoice")) == 1
    await town.resync(asked)
    assert (await town.synced(asked))["attempts"] == 1


@ROWS.row("M9 weekly review", "One mail a week says what is open, what waits, and who excluded what and why.")
async def weekly_review(town: Town) -> None:
    asked = {"kind": "weekly_review", "email": "treasurer@example.com"}
    subscribed = await town.call("POST", "/subscriptions", asked)
    assert subscribed.status_code == 201, subscribed.text
    _, left_out, _ = await failures(town, "1001", "1002", "1003")
    await town.call("POST", f"/logs/{left_out['id']}/exclude", {"reason": "Paid in cash"})
    await town.submit("payment", "pay-1", **a_payment("CHK 77", "c-1", "inv-1001"))
    await town.drain()
    await town.use_cases.sweep()
    assert town.notifier.sent == []
    town.clock.set(MONDAY)
    for _ in range(3):
        await town.use_cases.sweep()
    (mail,) = town.notifier.sent
    review = mail.review
    assert review
    (cause,), (excluded,) = review.causes, review.left_out
    assert (mail.to, cause.code, cause.entries) == ("treasurer@example.com", "fee_item_not_mapped", 2)
    assert (review.failed, review.waiting, review.all_left_out) == (2, 1, 1)
    assert (excluded.reference, excluded.by, excluded.reason) == ("1002", "billing", "Paid in cash")
    town.clock.set(MONDAY + timedelta(days=7))
    await town.use_cases.sweep()
    assert len(town.notifier.sent) == 2


@ROWS.row("M10 resync with current data", "It re-reads the current record, mappings and links.")
async def resync_with_current_data(town: Town) -> None:
    (invoice,) = await failures(town, "1001")
    await town.map("gala", GOLD)
    await town.resync(invoice)
    await town.synced(invoice)  # the mapping

    taken = await town.failed(
        await town.submit("contact", "c-2", **a_contact("Printworks & Co")), "name_already_exists"
    )
    link = await town.call("PUT", "/contacts/c-2/link", {"quickbooks_customer_id": "2"})
    assert link.status_code == 201, link.text
    await town.resync(taken)
    assert (await town.synced(taken))["quickbooks"]["id"] == "2"  # the link

    with billing() as source:
        await town.bill_from(source.url)
        source.give("/invoices/inv-2", {"source_version": 1, **a_gala("1001")})
        conflict = await town.failed(
            await town.submit("invoice", "inv-2", by_reference=True), "invoice_already_exists"
        )
        source.give("/invoices/inv-2", {"source_version": 1, **a_gala("1002")})
        await town.resync(conflict)
        assert (await town.synced(conflict))["reference"] == "1002"  # the record
    assert [each["object"]["DocNumber"] for each in town.made("Invoice")] == ["1001", "1002"]

"""Staff get one mail for the failures of a run."""

from __future__ import annotations

from tests.e2e.installation import Installation
from tests.e2e.programs import eventually
from tests.servers.sandbox import Realm
from tests.servers.smtp import SmtpServer

CONTACT = {
    "kind": "contact", "external_ref": "c-1", "source_version": 1, "currency": "USD",
    "organisation": "Harbour Lights",
}  # fmt: skip
VENDORS_NAMESAKE = {**CONTACT, "external_ref": "c-2", "organisation": "Printworks & Co"}


def an_invoice(number: str) -> dict[str, object]:
    return {
        "kind": "invoice", "external_ref": f"inv-{number}", "source_version": 1, "number": number,
        "contact": "c-1", "txn_date": "2026-12-01", "currency": "USD",
        "lines": [{"fee_item": "dues", "quantity": "1", "unit_price": "100.00"}],
    }  # fmt: skip


def test_a_run_with_failures_sends_one_mail_with_a_row_for_each_cause(
    installation: Installation, smtp_server: SmtpServer
) -> None:
    api = installation.api
    api.post("/subscriptions", {"kind": "sync_error", "email": "clerk@example.com"})
    records = [CONTACT, VENDORS_NAMESAKE, an_invoice("1"), an_invoice("2")]
    api.post("/record-batches", {"records": records}, **{"Idempotency-Key": "run"})
    worker = installation.worker("worker")
    eventually(lambda: smtp_server.messages)
    assert worker.terminate() == 0

    (mail,) = smtp_server.messages
    assert mail["To"] == "clerk@example.com"
    assert "Printworks" not in mail["Subject"]
    plain = mail.get_body(("plain",))
    assert plain is not None
    text = plain.get_content()
    assert text.count("No fee item mapped") == 1
    assert "The name supplied already exists" in text
    assert mail.get_body(("html",)) is not None


def test_a_lost_connection_sends_one_mail_and_its_return_another(
    installation: Installation, smtp_server: SmtpServer, realm: Realm
) -> None:
    api, rule = installation.api, {"match": {"path": "/v3/"}, "action": {"kind": "fault", "code": "3100"}}
    api.post("/subscriptions", {"kind": "connection", "email": "admin@example.com"})
    forbidden = realm.add_fault(rule)
    members = [{**CONTACT, "external_ref": f"c-{n}", "organisation": f"Member {n}"} for n in range(1, 41)]
    api.post("/record-batches", {"records": members}, **{"Idempotency-Key": "run"})
    workers = [installation.worker(f"worker-{n}") for n in (1, 2)]
    eventually(lambda: smtp_server.messages)
    assert {(entry["status"], entry["attempts"]) for entry in api.entries()} == {("queued", 0)}
    realm.remove_fault(forbidden)
    api.settled()
    eventually(lambda: len(smtp_server.messages) > 1)
    assert [worker.terminate() for worker in workers] == [0, 0]

    parked, released = smtp_server.messages
    assert (parked["To"], released["To"]) == ("admin@example.com", "admin@example.com")
    assert parked["Subject"] == "QuickBooks sync, held up: the connection lacks permission - Bayside Chamber"
    assert (
        released["Subject"] == "QuickBooks sync, going on: QuickBooks takes records again - Bayside Chamber"
    )
    plain = parked.get_body(("plain",))
    assert plain is not None
    assert "40 records are held up." in plain.get_content()
    assert parked.get_body(("html",)) is not None
    assert {entry["attempts"] for entry in api.entries(status="synced")} == {1}

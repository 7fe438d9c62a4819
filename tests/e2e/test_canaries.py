"""After a run with everything in it no secret stands anywhere, and nobody is named where none should be."""

from __future__ import annotations

import base64
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE
from uuid import UUID

import httpx
import pytest

from tests.e2e.canaries import CONTACT, PERSON, Canaries, an_invoice, table_gone
from tests.e2e.installation import Installation, installed, settings_for
from tests.e2e.programs import SYNCLOG, eventually
from tests.sandbox.browser import Page, sent_to
from tests.servers.billing import BillingServer, Given, billing
from tests.servers.redis import RedisServer
from tests.servers.sandbox import Realm
from tests.servers.smtp import SmtpServer

MAIL_PASSWORD, SOURCE_TOKEN = "canary-password-of-the-mail", "canary-token-of-the-billing-system"
WRONG_KEY = "synclog_canary-of-a-key-that-is-wrong"
VAULT_KEY = base64.urlsafe_b64encode(b"canary of the vault, of 32 bytes").decode()
VERIFIER_TOKEN = "canary-token-that-intuit-signs-with"
NAMESAKE = {
    "source_version": 1,
    "currency": "USD",
    "organisation": "Printworks & Co",
    "email": PERSON["e-mail"],
}


@dataclass
class Run:
    """What was written in the course of it."""

    installation: Installation
    realm: Realm
    source: BillingServer
    database: Path
    key: str
    answers: list[httpx.Response] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def client(self) -> httpx.Client:
        return self.installation.api.client

    def call(self, method: str, path: str, **options: object) -> httpx.Response:
        """Keep the answer to look into it."""
        answer = self.client.request(method, path, **options)  # type: ignore[arg-type]
        self.answers.append(answer)
        return answer

    def commands(self, *commands: list[str]) -> list[str]:
        """Run commands side by side, and keep what they say beside their answers."""
        env = {**os.environ, **self.installation.env}
        running = [
            subprocess.Popen([*SYNCLOG, *each], env=env, stdout=PIPE, stderr=PIPE, text=True)  # noqa: S603  # ours
            for each in commands
        ]
        said = [process.communicate() for process in running]
        assert [process.returncode for process in running] == [0] * len(running)
        self.told += [errors for _, errors in said]
        return [answer.strip() for answer, _ in said]

    def company_id(self) -> str:
        with closing(sqlite3.connect(self.database)) as connection:
            [(company,)] = connection.execute("SELECT id FROM companies")
        return str(UUID(str(company)))

    def logs(self) -> list[bytes]:
        files = [path.read_bytes() for path in self.installation.logs.glob("*.log")]
        return [*files, *(text.encode() for text in self.told)]

    def problems(self) -> list[bytes]:
        refused = [answer for answer in self.answers if answer.status_code >= 400]
        return [part for answer in refused for part in (answer.content, str(answer.headers).encode())]

    def statuses(self) -> set[int]:
        return {answer.status_code for answer in self.answers}


@pytest.fixture
def run(
    sqlite_template: Path, redis_url: str, realm: Realm, smtp_server: SmtpServer, tmp_path: Path
) -> Iterator[Run]:
    logs = tmp_path / "logs"
    logs.mkdir()
    database = Path(shutil.copy(sqlite_template, tmp_path / "synclog.db"))
    env = settings_for(realm, smtp_server, database_url=f"sqlite:///{database}", redis_url=redis_url)
    env |= {
        "SYNCLOG_LOG_LEVEL": "DEBUG",
        "SYNCLOG_SECRET_KEYS": VAULT_KEY,
        "SYNCLOG_MAIL_USERNAME": "synclog",
        "SYNCLOG_MAIL_PASSWORD": MAIL_PASSWORD,
        "SYNCLOG_WEBHOOK_VERIFIER_TOKEN": VERIFIER_TOKEN,
    }
    with installed(env, realm, logs) as running, billing() as source:
        key = running.api.client.headers["Authorization"].removeprefix("Bearer ")
        yield Run(running, realm, source, database, key)


def secrets_of(run: Run, other_key: str, consent: dict[str, str]) -> Canaries:
    return Canaries(
        {
            **consent,
            "verifier token of the webhooks": VERIFIER_TOKEN,
            "API key": run.key,
            "other API key": other_key,
            "wrong API key": WRONG_KEY,
            "access token": run.realm.access_token,
            "refresh token": run.realm.refresh_token,
            "client secret": run.realm.client_secret,
            "vault key": VAULT_KEY,
            "mail password": MAIL_PASSWORD,
            "token of the billing system": SOURCE_TOKEN,
        }
    )


def good_calls(run: Run) -> None:
    ref = PERSON["reference"]
    run.client.post(
        "/subscriptions", json={"kind": "sync_error", "email": PERSON["clerk"]}
    ).raise_for_status()
    for path, body in (
        (f"/contacts/{ref}", CONTACT),
        ("/contacts/vendors-namesake", NAMESAKE),
        (f"/invoices/{ref}-1", an_invoice("1")),
        (f"/invoices/{ref}-2", an_invoice("2", fee_item="unmapped")),
        (f"/invoices/{ref}-3", an_invoice("3")),
        (f"/contacts/{ref}-by-reference", {"source_version": 1, "by_reference": True}),
    ):
        run.client.put(path, json=body).raise_for_status()


def bad_calls(run: Run) -> None:
    name, mail, ref = PERSON["first name"], PERSON["e-mail"], PERSON["reference"]
    for headers in (
        {"Authorization": f"Bearer {WRONG_KEY}"},
        {"Authorization": f"Basic {base64.b64encode(f'{mail}:{WRONG_KEY}'.encode()).decode()}"},
        {"Authorization": f"Bearer {WRONG_KEY * 50}"},
    ):
        run.call("GET", f"/contacts/{ref}", headers=headers)
    run.call("GET", f"/contacts/{ref}-unknown")
    run.call("GET", f"/{ref}/{mail}")
    run.call("DELETE", f"/contacts/{ref}")
    run.call("GET", "/logs", params={"q": name, "nickname": mail, "limit": mail, "cursor": name})
    run.call("GET", "/logs", params={"cursor": f"{name}{mail}"})
    run.call("GET", "/logs", headers={"Accept": f"text/{name}"})
    run.call("GET", f"/logs?q={name}%ff")
    for body in (
        {**CONTACT, "nickname": mail},  # the name of a field is named; what stands in it is not
        {**CONTACT, "email": f"{mail} {name}", "phone": [PERSON["phone"]], "currency": name},
        {**CONTACT, "source_version": name, "address": PERSON["street"]},
        [name, mail],
        mail,
    ):
        run.call("PUT", f"/contacts/{ref}", json=body)
    run.call("PUT", f"/contacts/{ref}", json={**CONTACT, "phone": "1"})
    run.call("PUT", f"/contacts/{ref}", content=f'{{"phone": "{mail}", "phone": NaN}}', headers=JSON)
    run.call("PUT", f"/contacts/{ref}", content=f"{name} {mail}", headers={"Content-Type": f"text/{name}"})
    run.call("PUT", f"/contacts/{ref}", content=mail.encode() * 50_000, headers=JSON)
    run.call("GET", "/logs", headers={"X": mail * 5000})
    run.call("GET", f"/logs?q={mail * 1000}")
    records = [{"kind": "contact", "external_ref": ref, **CONTACT, "phone": 7, "currency": name}]
    run.call("POST", "/record-batches", json={"records": records}, headers={"Idempotency-Key": mail})
    run.call("POST", "/subscriptions", json={"kind": "sync_error", "email": PERSON["clerk"]})
    run.call("POST", "/subscriptions", json={"kind": name, "email": f"{mail}\r\nBcc: {mail}"})
    run.call("PUT", "/mappings/fee_item/dues", json={"quickbooks_id": "4"}, headers={"If-Match": f'"{mail}"'})


JSON = {"Content-Type": "application/json"}


def connect_anew(run: Run) -> dict[str, str]:
    """Go to the consent page and come back, twice: the second time is refused."""
    begun = run.call("POST", "/connection/authorizations", json={"return_url": "http://127.0.0.1:8000"})
    with httpx.Client(base_url=run.realm.url) as browser:
        page = Page.open(browser, begun.json()["authorize_url"])
        _, brought = sent_to(page.press("Connect", run.realm.realm_id))
    came, again = (run.call("GET", "/connection/callback", params=brought) for _ in range(2))
    assert (came.status_code, again.status_code) == (303, 400)
    assert "connection=connected" in came.headers["Location"]
    forged = {"intuit-signature": base64.b64encode(PERSON["e-mail"].encode()).decode()}
    run.call("POST", "/webhooks/intuit", json=[{"id": PERSON["reference"]}], headers=forged)
    return {"state": brought["state"], "code": brought["code"]}


def pushes_that_go_wrong(run: Run) -> list[str]:
    """QuickBooks itself repeats what it was sent, in faults and in pages."""
    said = " ".join(PERSON.values())
    page = {"kind": "http", "status": 502, "body": f"<html>{said}", "content_type": "text/html"}
    fault = {"kind": "fault", "code": "6000", "detail": f"Business validation: {said}"}
    rules: list[dict[str, object]] = [
        {"match": {"operation": "create", "body_contains": PERSON["memo"]}, "times": 1, "action": page},
        {"match": {"operation": "query"}, "times": 1, "action": {"kind": "throttle", "retry_after": 1}},
        {"match": {"operation": "create"}, "times": 1, "action": {"kind": "drop", "after": "commit"}},
        {"match": {"entity": "Invoice", "body_contains": '"3"'}, "times": 3, "action": fault},
    ]
    run.source.answers[f"/contacts/{PERSON['reference']}-by-reference"] = Given(
        body=f"<html>{said}".encode(), headers={"Content-Type": "text/html"}
    )
    return [run.realm.add_fault(rule) for rule in rules]


def crash(run: Run) -> None:
    """Break the database under the service: its driver quotes statements with all their values."""
    with table_gone(run.database, "log_entries"):
        run.call("GET", "/logs", params={"q": PERSON["first name"]})
        run.call("PUT", f"/contacts/{PERSON['reference']}", json={**CONTACT, "source_version": 2})
        run.call("POST", "/resync-failures", json={}, headers={"Idempotency-Key": PERSON["e-mail"]})
        eventually(lambda: b"OperationalError" in (run.installation.logs / "first.log").read_bytes())


def has(run: Run, name: str, *events: str) -> Callable[[], bool]:
    path = run.installation.logs / f"{name}.log"
    return lambda: all(event.encode() in path.read_bytes() for event in events)


def test_no_secret_and_nobody_is_written_where_they_have_no_business(
    run: Run, smtp_server: SmtpServer, redis_server: RedisServer
) -> None:
    company = run.company_id()
    other_key, _ = run.commands(
        ["keys", "create", "--company", company, "--name", "front end"],
        ["companies", "source", company, "--url", run.source.url, "--token", SOURCE_TOKEN],
    )
    assert all(key.startswith("synclog_") and key.isprintable() for key in (run.key, other_key))
    run.client.put("/mappings/fee_item/dues", json={"quickbooks_id": "3"}).raise_for_status()
    consent = connect_anew(run)
    rules = pushes_that_go_wrong(run)
    good_calls(run)
    bad_calls(run)
    first = run.installation.worker("first")
    eventually(has(run, "first", "mail_refused"))
    crash(run)
    assert first.terminate() == 0

    del run.installation.env["SYNCLOG_MAIL_USERNAME"]
    run.installation.env["SYNCLOG_LOG_FORMAT"] = "console"
    second = run.installation.worker("second")
    eventually(lambda: smtp_server.messages)
    for rule in rules:
        run.realm.remove_fault(rule)
    eventually(lambda: run.installation.api.entries(status="synced"))
    (failed, *_) = run.installation.api.entries(status="failed")
    run.call("POST", f"/logs/{failed['id']}/exclude", json={"reason": PERSON["reason"]})
    run.call("POST", f"/logs/{failed['id']}/resync", headers={"Idempotency-Key": PERSON["e-mail"]})
    assert second.terminate() == 0
    contract = [run.call("GET", path).content for path in ("/openapi.json", "/docs")]

    secrets, person = secrets_of(run, other_key, consent), Canaries(dict(PERSON))
    subjects = [mail["Subject"].encode() for mail in smtp_server.messages]
    mails = [mail.as_bytes() for mail in smtp_server.messages]
    rings = [path.read_bytes() for path in redis_server.folder.rglob("*") if path.is_file()]
    database = [path.read_bytes() for path in run.database.parent.glob("synclog.db*")]

    # That it was looked for in the right places.
    assert {400, 401, 404, 405, 406, 413, 414, 415, 422, 431, 500} <= run.statuses()
    assert {"clerk", "first name", "memo"} <= person.found_in(database)
    assert b"drain:" in b"".join(rings)
    assert all(
        word in b"".join(run.logs()) for word in (b"request_crashed", b"mail_refused", b"request_refused")
    )

    for written in (run.logs(), run.problems(), mails, rings, database, contract):
        assert secrets.found_in(written) == set()
    for written in (run.logs(), run.problems(), subjects, rings, contract):
        assert person.found_in(written) == set()

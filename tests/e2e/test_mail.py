"""Staff get one mail for the failures of a run."""

from __future__ import annotations

from tests.e2e.installation import Installation
from tests.e2e.programs import eventually
from tests.servers.smtp import SmtpServer


def test_a_run_with_failures_sends_one_mail_with_one_row_for_each_cause(
    installation: Installation, smtp_server: SmtpServer
) -> None:
    api = installation.api
    api.post("/subscriptions", {"kind": "sync_error", "email": "clerk@example.com"})
    with installation.worker("worker"):
        api.post("/record-batches", {"records": a_run_with_three_failures()}, **{"Idempotency-Key": "run"})
        eventually(lambda: smtp_server.messages)
        api.settled()

    (mail,) = smtp_server.messages
    assert mail["To"] == "clerk@example.com"
    text = mail.get_body(("plain",)).get_content()
    assert text.count("No fee item mapped") == 1
    assert "The name supplied already exists" in text
    assert "Printworks" not in mail["Subject"]

"""Mails over SMTP, into files, and into the tests' own hands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from adapters.email.notifier import MailNotifier
from adapters.email.outbox import OutboxNotifier
from adapters.email.settings import MailSettings
from domain.ports.notifier import MailNotSent, Notifier
from tests.contracts.notifier import MAIL, NotifierContract
from tests.fakes.notifier import FakeNotifier
from tests.servers.child import free_port
from tests.servers.smtp import SmtpServer

SENDER = "sync@example.com"
FRONT_END = "https://billing.example.com"


class TestFakeNotifier(NotifierContract):
    @pytest.fixture
    def notifier(self) -> Notifier:
        self._notifier = FakeNotifier()
        return self._notifier

    def refuse_next(self) -> None:
        self._notifier.refusals = 1

    def received(self) -> list[str]:
        return [mail.to for mail in self._notifier.sent]


class TestMailNotifier(NotifierContract):
    @pytest.fixture
    def notifier(self, smtp_server: SmtpServer) -> Notifier:
        self._server = smtp_server
        return MailNotifier(settings_of(smtp_server))

    def refuse_next(self) -> None:
        self._server.refuse_next()

    def received(self) -> list[str]:
        return [address for recipients in self._server.recipients for address in recipients]


class TestOutboxNotifier(NotifierContract):
    @pytest.fixture
    def notifier(self, tmp_path: Path) -> Notifier:
        self._folder = tmp_path / "mails"
        return OutboxUnblocked(self._folder)

    def refuse_next(self) -> None:
        self._folder.write_text("a file in the place of the folder")

    def received(self) -> list[str]:
        return [message_in(path)["To"] for path in self._folder.glob("*.eml")]


class OutboxUnblocked(OutboxNotifier):
    """Takes whatever blocks the folder away after a refusal."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, sender=SENDER, front_end_url=FRONT_END)
        self.folder = folder

    async def send(self, mail: object) -> None:
        try:
            await super().send(mail)  # type: ignore[arg-type]
        except MailNotSent:
            self.folder.unlink()
            raise


async def test_a_mail_is_text_with_html_as_its_better_half(smtp_server: SmtpServer) -> None:
    await MailNotifier(settings_of(smtp_server)).send(MAIL)
    [message] = smtp_server.messages
    parts = [part for part in message.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert all("412 records" in part.get_content() for part in parts)
    assert message["From"] == "QuickBooks sync <sync@example.com>"
    assert message["Auto-Submitted"] == "auto-generated"


async def test_a_mail_sent_twice_has_one_id(smtp_server: SmtpServer) -> None:
    notifier = MailNotifier(settings_of(smtp_server))
    await notifier.send(MAIL)
    await notifier.send(replace(MAIL, attempts=1))
    ids = [message.get_all("Message-ID") for message in smtp_server.messages]
    assert ids == [[f"<{MAIL.id}@example.com>"]] * 2


async def test_a_companys_name_cannot_write_headers(smtp_server: SmtpServer) -> None:
    mail = replace(MAIL, company_name="Zürich\r\nBcc: everybody@example.com\x00")
    await MailNotifier(settings_of(smtp_server)).send(mail)
    [message] = smtp_server.messages
    assert message["Bcc"] is None
    assert smtp_server.recipients == [["clerk@example.com"]]
    assert message["Subject"].endswith("Zürich Bcc: everybody@example.com")


async def test_variables_of_the_environment_do_not_throw_mails_away(
    smtp_server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"SUPPRESS_SEND": "1", "MAIL_SERVER": "192.0.2.1", "USE_CREDENTIALS": "1"}.items():
        monkeypatch.setenv(name, value)
    await MailNotifier(settings_of(smtp_server)).send(MAIL)
    assert len(smtp_server.messages) == 1


@pytest.mark.parametrize("to", ["", "nobody", "clerk@localhost", "clerk@exa mple.com"], ids=repr)
async def test_an_address_that_is_none_is_a_mail_not_sent(smtp_server: SmtpServer, to: str) -> None:
    with pytest.raises(MailNotSent):
        await MailNotifier(settings_of(smtp_server)).send(replace(MAIL, to=to))


async def test_a_mail_server_that_is_not_there_is_a_mail_not_sent() -> None:
    with pytest.raises(MailNotSent):
        await MailNotifier(settings_on(free_port())).send(MAIL)


async def test_a_log_in_that_is_refused_is_a_mail_not_sent(smtp_server: SmtpServer) -> None:
    settings = replace(settings_of(smtp_server), username="sync", password="wrong")
    with pytest.raises(MailNotSent):
        await MailNotifier(settings).send(MAIL)
    assert smtp_server.messages == []


async def test_a_server_without_starttls_gets_nothing_when_starttls_is_wanted(
    smtp_server: SmtpServer,
) -> None:
    with pytest.raises(MailNotSent):
        await MailNotifier(replace(settings_of(smtp_server), security="starttls")).send(MAIL)
    assert smtp_server.messages == []


async def test_a_frozen_mail_server_is_given_up() -> None:
    async with server_saying() as port, asyncio.timeout(5):
        with pytest.raises(MailNotSent):
            await MailNotifier(settings_on(port)).send(MAIL)


async def test_a_mail_that_was_taken_is_sent_even_if_the_server_hangs_up_at_once() -> None:
    taking = (b"220 hi", b"250 hi", b"250 ok", b"250 ok", b"354 go on", b"250 taken")
    async with server_saying(*taking) as port:
        await MailNotifier(settings_on(port)).send(MAIL)


async def test_a_refusal_is_logged_without_the_address(smtp_server: SmtpServer) -> None:
    smtp_server.refuse_next(554, "<clerk@example.com> is not wanted here")
    with capture_logs() as logs, pytest.raises(MailNotSent) as refusal:
        await MailNotifier(settings_of(smtp_server)).send(MAIL)
    assert logs == [
        {
            "event": "mail_refused",
            "log_level": "warning",
            "mail_id": str(MAIL.id),
            "error": "SMTPDataError",
            "smtp": 554,
        }
    ]
    assert str(refusal.value) == "SMTPDataError"


async def test_the_same_mail_twice_is_one_file(tmp_path: Path) -> None:
    outbox = OutboxNotifier(tmp_path / "mails", sender=SENDER, front_end_url=FRONT_END)
    await outbox.send(MAIL)
    await outbox.send(MAIL)
    [path] = (tmp_path / "mails").iterdir()
    assert path.name == f"{UUID(int=1)}.eml"
    assert f"{FRONT_END}/logs/{UUID(int=11)}" in text_of(message_in(path))


def test_the_settings_do_not_show_the_password() -> None:
    assert "secret" not in repr(replace(settings_on(25), password="secret"))


def settings_of(server: SmtpServer) -> MailSettings:
    return settings_on(server.port)


def settings_on(port: int) -> MailSettings:
    return MailSettings(
        host="127.0.0.1", port=port, security="none", sender=SENDER, front_end_url=FRONT_END, timeout=1
    )


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def message_in(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)


@asynccontextmanager
async def server_saying(*replies: bytes) -> AsyncIterator[int]:
    """A mail server that gives these replies and hangs up; without any it is silent for ever."""
    taken: list[asyncio.StreamWriter] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.append(writer)
        for number, reply in enumerate(replies):
            if number:
                await reader.readuntil(b"\r\n.\r\n" if reply == b"250 taken" else b"\r\n")
            writer.write(reply + b"\r\n")
        if replies:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        for writer in taken:
            writer.close()
            await writer.wait_closed()

"""Whatever a billing system, a person or QuickBooks calls things, a mail has the headers that we gave it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import html

from adapters.email.notifier import MailNotifier
from domain.model.notifications import Mail
from tests.adapters.email.test_notifier import settings_of
from tests.contracts.notifier import MAIL
from tests.servers.smtp import SmtpServer

OURS = {
    "Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version",
    "Message-ID", "Subject", "To",
}  # fmt: skip
EVIL = "Bcc: everybody@example.com"
NAMES = [
    pytest.param(f"Bayside\r\n{EVIL}", id="CR LF"),
    pytest.param(f"Bayside\n{EVIL}", id="LF"),
    pytest.param(f"Bayside\r{EVIL}", id="CR"),
    pytest.param(f"Bayside\u2028{EVIL}\u0085{EVIL}", id="line separators of Unicode"),
    pytest.param(f"Bayside\x00\x0b\x0c\r\n\r\n{EVIL}", id="the end of the headers"),
    pytest.param(f"=?utf-8?q?Bayside=0D=0A{EVIL.replace(' ', '_')}?=", id="encoded beforehand"),
    pytest.param("Ä" * 200 + f"\r\n {EVIL}", id="folded"),
    pytest.param(f"Bayside%0d%0a{EVIL}", id="percent-encoded"),
]
MARKUP = '</td><script>alert(1)</script><img src="https://evil.example/x.png" onerror="alert(1)">{{ 7 * 7 }}'


async def sent(smtp_server: SmtpServer, mail: Mail) -> None:
    await MailNotifier(settings_of(smtp_server)).send(mail)


@pytest.mark.parametrize("name", NAMES)
async def test_no_name_begins_a_header_or_a_body(smtp_server: SmtpServer, name: str) -> None:
    causes = tuple(replace(cause, message=name) for cause in MAIL.causes)
    await sent(smtp_server, replace(MAIL, company_name=name, causes=causes))
    [message] = smtp_server.messages
    assert {header.title() for header in message.keys()} == {header.title() for header in OURS}  # noqa: SIM118
    assert {len(message.get_all(header, [])) for header in OURS} == {1}
    assert smtp_server.recipients == [["clerk@example.com"]]
    assert not {"\r", "\n"} & set(message["Subject"])
    parts = [part for part in message.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]


async def test_no_name_becomes_markup(smtp_server: SmtpServer) -> None:
    cause = replace(
        MAIL.causes[0], message=MARKUP, correction=(MARKUP,), amounts=((MARKUP[:40], Decimal(1)),)
    )
    await sent(smtp_server, replace(MAIL, company_name=MARKUP, causes=(cause,)))
    [message] = smtp_server.messages
    body = message.get_body(("html",))
    assert body is not None
    tree = html.fromstring(body.get_content())
    assert not list(tree.iter("script", "img", "iframe", "form", "object"))
    assert {link.get("href", "").split("/logs")[0] for link in tree.iter("a")} == {
        "https://billing.example.com"
    }
    names = [str(name) for element in tree.iter() for name in element.attrib]
    assert not [name for name in names if name.startswith("on")]
    assert "{{ 7 * 7 }}" in "".join(map(str, tree.itertext()))

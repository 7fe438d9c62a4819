"""A notifier that keeps its mails."""

from __future__ import annotations

from domain.model.notifications import Mail
from domain.ports.notifier import MailNotSent


class FakeNotifier:
    """Collects mails in `sent`; refuses as many of the next ones as `refusals` says."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []
        self.refusals = 0

    async def send(self, mail: Mail) -> None:
        if self.refusals:
            self.refusals -= 1
            raise MailNotSent
        self.sent.append(mail)

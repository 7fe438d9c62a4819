"""The notifier: carries a mail to a member of staff."""

from __future__ import annotations

from typing import Protocol

from domain.model.notifications import Mail


class MailNotSent(Exception):
    """The mail server did not take it."""


class Notifier(Protocol):
    """Sends one mail at a time."""

    async def send(self, mail: Mail) -> None:
        """Hand it to the mail server, or raise MailNotSent and nothing else."""
        ...

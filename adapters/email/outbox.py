"""The notifier for a machine without a mail server: mails are files that mail programs open."""

from __future__ import annotations

import asyncio
from pathlib import Path

from adapters.email.settings import MailSettings
from domain.model.notifications import Mail
from domain.ports.notifier import MailNotSent


class OutboxNotifier:
    """Writes each mail to `{folder}/{id}.eml`; the same mail twice is one file."""

    def __init__(self, folder: Path, *, sender: str, front_end_url: str) -> None:
        self._folder = folder
        self._settings = MailSettings(host="outbox", sender=sender, front_end_url=front_end_url)

    async def send(self, mail: Mail) -> None:
        """Write it down, or raise MailNotSent and nothing else."""
        from adapters.email.post import written  # noqa: PLC0415 - slow, and few processes send mail

        try:
            message = await written(mail, self._settings)
            await asyncio.to_thread(self._write, f"{mail.id}.eml", message.as_bytes())
        except Exception as error:
            raise MailNotSent(type(error).__name__) from error

    def _write(self, name: str, message: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / name).write_bytes(message)

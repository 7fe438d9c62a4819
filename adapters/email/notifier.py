"""The notifier that talks SMTP."""

from __future__ import annotations

from email.message import Message

import structlog
from fastapi_mail.connection import Connection

from adapters.email.post import config_of, message_of
from adapters.email.settings import MailSettings
from domain.model.notifications import Mail
from domain.ports.notifier import MailNotSent

log = structlog.get_logger(__name__)


class MailNotifier:
    """Sends over a connection of its own for each mail: there are few."""

    def __init__(self, settings: MailSettings) -> None:
        self._config = config_of(settings)
        self._front_end_url = settings.front_end_url

    async def send(self, mail: Mail) -> None:
        """Hand it to the mail server, or raise MailNotSent and nothing else."""
        try:
            message = await message_of(mail, self._config, front_end_url=self._front_end_url)
            await self._hand_over(message)
        except Exception as error:
            log.warning("mail_refused", mail_id=str(mail.id), error=type(error).__name__, smtp=_code(error))
            raise MailNotSent(type(error).__name__) from error

    async def _hand_over(self, message: Message) -> None:
        """Once the server took it, it is sent, however the talk ends."""
        connection, taken = Connection(self._config), False
        try:
            async with connection:
                await connection.session.send_message(message)
                taken = True
        except Exception:
            if not taken:
                raise
        finally:
            _close(connection)


def _close(connection: Connection) -> None:
    """Hang up, which fastapi-mail does not when the log-in is refused."""
    if hasattr(connection, "session"):
        connection.session.close()


def _code(error: Exception) -> int | None:
    """The reply of the mail server, if it came to one; its text may hold the address."""
    code: object = getattr(error, "code", None)
    return code if isinstance(code, int) else None

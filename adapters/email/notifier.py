"""The notifier that talks SMTP."""

from __future__ import annotations

import structlog

from adapters.email.settings import MailSettings
from domain.model.notifications import Mail
from domain.ports.notifier import MailNotSent

log = structlog.get_logger(__name__)


class MailNotifier:
    """Sends over a connection of its own for each mail: there are few."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    async def send(self, mail: Mail) -> None:
        """Hand it to the mail server, or raise MailNotSent and nothing else."""
        from adapters.email.post import post  # noqa: PLC0415 - slow, and few processes send mail

        try:
            await post(mail, self._settings)
        except Exception as error:
            log.warning("mail_refused", mail_id=str(mail.id), error=type(error).__name__, smtp=_code(error))
            raise MailNotSent(type(error).__name__) from error


def _code(error: Exception) -> int | None:
    """The reply of the mail server, if it came to one; its text may hold the address."""
    code: object = getattr(error, "code", None)
    return code if isinstance(code, int) else None

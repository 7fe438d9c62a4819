"""Puts a letter into an envelope: the message as it goes over the wire."""

from __future__ import annotations

from email.message import Message
from typing import cast

from fastapi_mail import (
    ConnectionConfig,
    FastMail,
    MessageSchema,
    MessageType,
    MultipartSubtypeEnum,
    NameEmail,
)
from fastapi_mail.connection import Connection
from pydantic import SecretStr, validate_email

from adapters.email import letter
from adapters.email.settings import MailSettings
from domain.model.notifications import Mail

AUTOMATIC = {"Auto-Submitted": "auto-generated"}
"""Keeps absence notes from answering."""


def config_of(settings: MailSettings) -> ConnectionConfig:
    """Say everything aloud: what is left out, fastapi-mail reads from variables of the environment.

    SUPPRESS_SEND among them, with which it would throw mails away and report them as sent.
    """
    return ConnectionConfig(
        MAIL_SERVER=settings.host,
        MAIL_PORT=settings.port,
        MAIL_STARTTLS=settings.security == "starttls",
        MAIL_SSL_TLS=settings.security == "tls",
        MAIL_USERNAME=settings.username,
        MAIL_PASSWORD=SecretStr(settings.password),
        USE_CREDENTIALS=bool(settings.username),
        MAIL_FROM=settings.sender,
        MAIL_FROM_NAME=settings.sender_name,
        TIMEOUT=settings.timeout,
        SUPPRESS_SEND=0,
        VALIDATE_CERTS=True,
        MAIL_DEBUG=0,
        TEMPLATE_FOLDER=None,
        LOCAL_HOSTNAME=None,
        CERT_BUNDLE=None,
    )


async def message_of(mail: Mail, config: ConnectionConfig, *, front_end_url: str) -> Message:
    """Write a mail out, under an id that stays the same when it has to be sent again."""
    words = letter.write(mail, front_end_url=front_end_url)
    _, address = validate_email(mail.to)
    schema = MessageSchema(
        recipients=[NameEmail(name="", email=address)],
        subject=words.subject,
        # Programs show the last of the alternatives that they can: text first, HTML behind it.
        subtype=MessageType.plain,
        body=words.text,
        multipart_subtype=MultipartSubtypeEnum.alternative,
        alternative_body=words.html,
        headers={"message-id": f"<{mail.id}@{config.MAIL_FROM.rpartition('@')[2]}>", **AUTOMATIC},
    )
    message = await FastMail(config).get_message(schema)
    return _with_one_id(cast("Message", message))  # a list comes back for a list only


def _with_one_id(message: Message) -> Message:
    """Write the id once, where fastapi-mail writes it twice."""
    message_id = message["Message-ID"]
    del message["Message-ID"]
    message["Message-ID"] = message_id
    return message


async def post(mail: Mail, settings: MailSettings) -> None:
    """Write it out and hand it to the server; raises whatever went wrong."""
    await _hand_over(await written(mail, settings), config_of(settings))


async def written(mail: Mail, settings: MailSettings) -> Message:
    """The message as it would go to the server."""
    return await message_of(mail, config_of(settings), front_end_url=settings.front_end_url)


async def _hand_over(message: Message, config: ConnectionConfig) -> None:
    """Once the server took it, it is sent, however the talk ends."""
    connection, taken = Connection(config), False
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

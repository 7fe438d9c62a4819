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

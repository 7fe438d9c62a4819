"""What the mail can be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The mail server, the sender, and where the mail's links lead.

    `security`: `starttls` (mostly port 587), `tls` from the first byte (465), or `none`.
    Without a `username` nobody logs in. `timeout`: whole seconds for each step of the talk.
    `sender` has to be of a real domain: fastapi-mail refuses `.local`, `.test` and localhost.
    `front_end_url` is followed by `/logs/{id}`.
    """

    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)
    sender: str
    sender_name: str = "QuickBooks sync"
    front_end_url: str
    timeout: int = 15

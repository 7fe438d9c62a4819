"""What came back from one call, as it came: the only thing that outcomes are read from."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An HTTP answer, read to its end."""

    status: int
    body: bytes = field(repr=False)
    content_type: str = ""
    intuit_tid: str | None = None
    retry_after: str | None = None

    @property
    def status_code(self) -> int:
        """The status, as python-quickbooks asks for it."""
        return self.status

    @property
    def text(self) -> str:
        """The body; whatever it says it is, QBO and its gateways speak UTF-8."""
        return self.body.decode("utf-8", errors="replace")

    def json(self) -> dict[str, object] | None:
        """The JSON object that the body is, with exact numbers, or None."""
        try:
            content = json.loads(self.body, parse_float=Decimal)
        except (ValueError, RecursionError):
            return None
        return content if isinstance(content, dict) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """None came; `sent` says whether QBO can have got the request, `why` is the error's class."""

    sent: bool
    why: str


Reply = Answer | NoAnswer

"""What becomes of an API key: how long it is good, what replaces it, and which must stay."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from domain.model.api_keys import ApiKey

USE_NOTED_EVERY: Final = timedelta(minutes=1)


def use_not_noted_since(key: ApiKey, now: datetime) -> datetime | None:
    """When the last use must have been for this one to be noted; None while that is not due."""
    since = now - USE_NOTED_EVERY
    return since if key.last_used_at is None or key.last_used_at <= since else None

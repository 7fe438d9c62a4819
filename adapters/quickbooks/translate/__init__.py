"""The one seam between the domain's words and QBO's: pure, both ways."""

from __future__ import annotations

from adapters.quickbooks.translate.drafts import draft_of
from adapters.quickbooks.translate.objects import Unreadable, read_rows, read_written

__all__ = ["Unreadable", "draft_of", "read_rows", "read_written"]

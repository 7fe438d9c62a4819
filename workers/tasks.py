"""What the queue calls: each task hands over to its use case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import structlog

from workers.services import Services

log = structlog.get_logger(__name__)


async def drain(ctx: Mapping[str, Any], company_id: str) -> None:
    """Push what one company has due."""
    services: Services = ctx["services"]
    with _failures_logged(task="drain", company_id=company_id):
        await services.drain(UUID(company_id))


async def sweep(ctx: Mapping[str, Any]) -> None:
    """Ring for whatever is due, and send the mails and reviews that are."""
    services: Services = ctx["services"]
    with _failures_logged(task="sweep"):
        await services.sweep()


@contextmanager
def _failures_logged(**fields: str) -> Iterator[None]:
    """Let no failure reach arq: it would log the exception's own words, which may quote a record.

    Nothing is lost by it: what was not done is still due, and the next sweep rings for it.
    """
    try:
        yield
    except Exception:
        log.exception("task_failed", **fields)

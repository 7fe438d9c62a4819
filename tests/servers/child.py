"""A server as a child process: on a port of its own, its log in a file, ended with the run."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

LEASH = Path(__file__).with_name("leash.py")
TAIL_LINES = 25

Started = TypeVar("Started")


class ServerNotStarted(Exception):
    """The server is not there; the message says why, with the end of its log."""


class PortTaken(ServerNotStarted):
    """Somebody took the port between our asking for it and the server's binding it."""


class Child:
    """One process that began life on the leash."""

    def __init__(self, command: Sequence[str | Path], *, log: Path, user: str = "") -> None:
        self._command = [str(part) for part in command]
        self._log = log
        with log.open("wb") as out:
            self._process = subprocess.Popen(  # noqa: S603 - commands are the fixtures' own
                [sys.executable, "-IS", LEASH, str(os.getpid()), user, *self._command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=log.parent,
                start_new_session=True,  # Ctrl-C is for pytest, which then ends the servers in order
                env={**os.environ, "LC_ALL": "C"},  # PortTaken reads the log
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def finish(self, *, seconds: float = 60) -> None:
        """Wait for a command that ends by itself."""
        if self._process.wait(seconds) != 0:
            raise ServerNotStarted(self._why())

    def wait_until(self, ready: Callable[[], bool], *, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while self.alive and time.monotonic() < deadline:
            if ready():
                return
            time.sleep(0.005)
        why = self._why()
        self.kill()
        raise (PortTaken if "already in use" in why else ServerNotStarted)(why)

    def end(self, *, seconds: float = 10) -> None:
        """Ask it to leave its clients and go; insist when it does not."""
        self._process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        self.kill()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _why(self) -> str:
        code = self._process.poll()
        fate = "is not ready in time" if code is None else f"ended with {code}"
        tail = "\n".join(self._log.read_text(errors="replace").splitlines()[-TAIL_LINES:])
        return f"{' '.join(self._command)}\n{fate}; the end of {self._log}:\n{tail or '(nothing)'}"


def on_free_port(start: Callable[[int], Started], *, tries: int = 5) -> Started:
    """Start a server on a port that nobody has, and try another when somebody was faster."""
    for _ in range(tries - 1):
        with suppress(PortTaken):
            return start(free_port())
    return start(free_port())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

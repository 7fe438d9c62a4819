"""Become a server that ends with its parent: `leash.py PARENT_PID USER COMMAND…`, USER "" for whoever we are.

A script by itself, since what has to be done between fork and exec may not be done in a process
with threads. It runs as `python -IS` and then is the server: same process id.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main(parent: str, user: str, *command: str) -> None:
    if user:
        become(user)
    if sys.platform == "linux":
        end_with(int(parent))
    os.execv(command[0], command)  # noqa: S606 - our own command, no shell wanted


def become(user: str) -> None:
    entry = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


def end_with(parent: int) -> None:
    """A change of user undoes this, so it comes after. SIGINT: Postgres and Redis end at once, in order."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
    if os.getppid() != parent:
        sys.exit("The parent ended before the server began.")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""`python -m sandbox`: serve until SIGTERM, and say where in one line of JSON."""

import argparse
import asyncio
import ctypes
import json
import os
import signal
import sys
from pathlib import Path
from typing import Final

import uvicorn

from sandbox.archive import Archive
from sandbox.garbage import spare_the_books
from sandbox.server import serve
from sandbox.web.control import RealmIn
from sandbox.world import Sandbox

_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>


def main() -> int:
    """Parse the command line, serve, and end with 0."""
    parser = argparse.ArgumentParser(
        prog="sandbox", description="A QuickBooks Online company on this machine."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: loopback only)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    parser.add_argument("--client-id", default="", help="the application's client id (default: made up)")
    parser.add_argument(
        "--client-secret", default="", help="the application's client secret (default: made up)"
    )
    parser.add_argument(
        "--redirect-uri",
        action="append",
        default=[],
        help="where its users may return to (any)",
    )
    parser.add_argument(
        "--file", type=Path, help="keep the companies in this SQLite file (default: in memory)"
    )
    parser.add_argument("--realm", help="open a company with this id at once, and show its tokens")
    parser.add_argument("--json", action="store_true", help="accepted for clarity: the output always is JSON")
    parser.add_argument(
        "--die-with-parent", action="store_true", help="end when the parent process ends (Linux)"
    )
    options = parser.parse_args()
    if options.die_with_parent:
        _die_with_parent()
    spare_the_books()
    with asyncio.Runner(loop_factory=uvicorn.Config(app="", loop="auto").get_loop_factory()) as runner:
        runner.run(_run(options))
    return 0


async def _run(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    archive = Archive(options.file) if options.file else None
    sandbox = Sandbox(options.client_id, options.client_secret, archive=archive)
    sandbox.restore()
    if options.redirect_uri:
        sandbox.authorisations.register(sandbox.client_id, sandbox.client_secret, options.redirect_uri)
    async with serve(options.host, options.port, sandbox) as url:
        ready = {"url": url, "client_id": sandbox.client_id, "client_secret": sandbox.client_secret}
        if options.realm:
            realm_id = RealmIn(realm_id=options.realm).realm_id
            company = (sandbox.realms.get(realm_id or "") or sandbox.open_realm(realm_id)).company
            grant, access = sandbox.authorisations.connect(
                company.realm_id, sandbox.client_id, company.settings, company.clock
            )
            ready |= {
                "realm_id": company.realm_id,
                "access_token": access.value,
                "refresh_token": grant.refresh_token,
            }
        print(json.dumps(ready), flush=True)  # noqa: T201 - the line that a starting program waits for
        await stop.wait()
    if archive is not None:
        archive.close()


def _die_with_parent() -> None:
    """Ask the kernel for SIGTERM at the parent's end; a parent that is gone already counts too."""
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
    if os.getppid() != parent or parent == 1:
        sys.exit(0)


if __name__ == "__main__":
    sys.exit(main())

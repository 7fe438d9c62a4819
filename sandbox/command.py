"""The command line of the sandbox, for `python -m sandbox` and for any program that offers it as its own."""

import argparse
import asyncio
import ctypes
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import uvicorn
from pydantic import ValidationError

from sandbox.archive import Archive
from sandbox.garbage import spare_the_books
from sandbox.server import serve
from sandbox.shapes import JsonObject
from sandbox.web.control import RealmIn
from sandbox.world import Sandbox

_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>


def run(program: str, arguments: Sequence[str], *, port: int = 0) -> int:
    """Parse the arguments, serve until SIGTERM, and end with 0; `port` is where it listens unless told."""
    options = _parser(program, port).parse_args(arguments)
    if options.die_with_parent:
        _die_with_parent()
    spare_the_books()
    with asyncio.Runner(loop_factory=uvicorn.Config(app="", loop="auto").get_loop_factory()) as runner:
        runner.run(_run(options))
    return 0


def _parser(program: str, port: int) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=program, description="A QuickBooks Online company on this machine.")
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default: loopback only)")
    add("--port", type=int, default=port, help=f"port to listen on, 0 for a free one (default: {port})")
    add("--client-id", default="", help="the application's client id (default: made up)")
    add("--client-secret", default="", help="the application's client secret (default: made up)")
    add(
        "--redirect-uri",
        action="append",
        default=[],
        help="where its users may return to (default: anywhere)",
    )
    add("--file", type=Path, help="keep the companies in this SQLite file (default: in memory)")
    add("--realm", type=_realm, help="open a company with this id at once, and show its tokens")
    add("--json", action="store_true", help="accepted for clarity: the output always is JSON")
    add("--die-with-parent", action="store_true", help="end when the parent process ends (Linux)")
    return parser


def _realm(text: str) -> str:
    try:
        return RealmIn(realm_id=text).realm_id or ""
    except ValidationError:
        raise argparse.ArgumentTypeError("a realm's id is up to 20 digits") from None


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
            ready |= _connected(sandbox, options.realm)
        print(json.dumps(ready), flush=True)  # noqa: T201 - the line that a starting program waits for
        await stop.wait()
    if archive is not None:
        archive.close()


def _connected(sandbox: Sandbox, realm_id: str) -> JsonObject:
    """A company of that id, from the file or opened, and tokens for it."""
    company = (sandbox.realms.get(realm_id) or sandbox.open_realm(realm_id)).company
    grant, access = sandbox.authorisations.connect(
        company.realm_id, sandbox.client_id, company.settings, company.clock
    )
    return {
        "realm_id": company.realm_id,
        "access_token": access.value,
        "refresh_token": grant.refresh_token,
    }


def _die_with_parent() -> None:
    """Ask the kernel for SIGTERM at the parent's end; a parent that is gone already counts too."""
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
    if os.getppid() != parent or parent == 1:
        sys.exit(0)

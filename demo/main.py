"""Run the demo: start everything, show the billing run, keep serving."""

from __future__ import annotations

import json
from dataclasses import asdict

from rich.console import Console

from adapters.signals import set_by_signals
from adapters.telemetry import LogSettings, set_up_logging
from demo.billing_run import UNMAPPED_ITEM, mail_written, submit_run
from demo.options import DemoOptions
from demo.report import show_mail, show_place, show_run
from demo.server import serve_demo


async def run_demo(options: DemoOptions, console: Console, *, as_json: bool) -> None:
    """Serve until SIGTERM or SIGINT.

    For programs, the one line of JSON on standard output says that everything is ready.
    """
    set_up_logging(LogSettings(format="console", level="ERROR"))
    with set_by_signals() as stop:
        async with serve_demo(options) as (place, realm):
            if options.samples:
                console.print("A year-end billing run is on its way into QuickBooks ...", style="dim")
                show_run(console, await submit_run(place, realm))
                await mail_written(options.mail_folder)
                show_mail(console, options.mail_folder)
            if as_json:
                print(json.dumps(asdict(place)), flush=True)  # noqa: T201 - what the starting program waits for
            else:
                show_place(console, place, (await realm.item_ids())[UNMAPPED_ITEM])
            await stop.wait()

"""A real Chromium, of Debian's packages, that sees this machine and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

PROGRAM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
ALONE = (
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
    # What a page asks for elsewhere is not found, so that no test leans on the internet.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--window-size=1000,700",
)
SECONDS_FOR_A_PAGE = 30


@contextmanager
def chromium(profile: Path) -> Iterator[Chrome]:
    """Start it with an empty profile, and see to its end.

    Both programs are named: selenium would otherwise look for them, and download what it does not find.
    """
    options = ChromeOptions()
    options.binary_location = PROGRAM
    for flag in (*ALONE, *_as_this_user(), f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = Chrome(options=options, service=ChromeService(DRIVER))
    try:
        browser.set_page_load_timeout(SECONDS_FOR_A_PAGE)
        yield browser
    finally:
        browser.quit()


def _as_this_user() -> tuple[str, ...]:
    """Chromium refuses to shut itself into its sandbox as root, as whom containers run their tests."""
    return ("--no-sandbox",) if os.geteuid() == 0 else ()

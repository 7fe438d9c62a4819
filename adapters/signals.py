"""SIGTERM and SIGINT, as an event to wait for."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager

NUMBERS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def set_by_signals() -> Iterator[asyncio.Event]:
    """Give an event that they set; outside the block they mean what they did before."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in NUMBERS:
        loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        for number in NUMBERS:
            loop.remove_signal_handler(number)

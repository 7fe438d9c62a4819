"""Logging: constant words with fields, as JSON lines for machines or in colours for people.

Nothing personal gets in: an exception shows its type and its place but not its own words, which
may quote a record; the loggers that would write down URLs are silenced, and at DEBUG the libraries,
which would write down each statement with its values, stay at INFO.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

OURS = ("adapters", "api", "demo", "domain", "sandbox", "workers")
QUIET = {
    "arq": logging.WARNING,  # two lines for each job
    "httpx": logging.WARNING,  # each URL, which for a query holds names
    "httpcore": logging.WARNING,
    "urllib3": logging.WARNING,  # the same
    "uvicorn.access": logging.CRITICAL,  # the same, of our own API
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    """`level` is a name that the standard library knows."""

    format: Literal["json", "console"] = "json"
    level: str = "INFO"


def set_up_logging(settings: LogSettings) -> None:
    """Send structlog and the standard library's loggers to standard error, in one form."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_words,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(settings, shared))
    level = logging.getLevelNamesMapping()[settings.level]
    logging.basicConfig(handlers=[handler], level=max(level, logging.INFO), force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)


def without_words(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put in place of an exception what it is and where it came from."""
    info = event.pop("exc_info", None)
    error = sys.exception() if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_places(error))
    return event


def first_line(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Of what a library says: asyncio's further lines hold the results and errors of tasks, word for word."""
    event["event"] = str(event["event"]).partition("\n")[0]
    return event


def _places(error: BaseException) -> Iterator[str]:
    """The exception's type, the frames it came through, and the same of what caused it."""
    yield f"{type(error).__module__}.{type(error).__qualname__}{_system_words(error)}"
    yield from _frames(error.__traceback__)
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    for other in (*inner, *([cause] if cause else [])):
        yield from _places(other)


def _system_words(error: BaseException) -> str:
    """The operating system speaks of files and addresses, not of members: "connection refused"."""
    return f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""


def _frames(trace: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(trace):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"


def _formatter(settings: LogSettings, shared: list[Processor]) -> logging.Formatter:
    renderer: Processor = (
        structlog.processors.JSONRenderer(default=str)
        if settings.format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, first_line],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )

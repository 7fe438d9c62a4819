"""What the log shows, and what it does not. Logging is the whole process's, so each test has its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from uuid import UUID

import pytest

ROOT = Path(__file__).parents[2]
BEGINNING = """
import logging, structlog
from uuid import UUID
from adapters.telemetry import LogSettings, set_up_logging
set_up_logging(LogSettings(format="{format}"))
log = structlog.get_logger("adapters.example")
"""


def test_an_event_is_one_line_of_json_with_its_fields() -> None:
    [line] = json_of('log.info("entry_synced", entry_id=UUID(int=7))')
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "entry_synced",
        "level": "info",
        "logger": "adapters.example",
        "entry_id": str(UUID(int=7)),
    }


def test_the_standard_librarys_loggers_speak_the_same_way() -> None:
    [line] = json_of('logging.getLogger("domain").warning("lease_lost", extra={"company_id": UUID(int=1)})')
    assert (line["event"], line["level"], line["company_id"]) == ("lease_lost", "warning", str(UUID(int=1)))


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize("logger", ["log", 'logging.getLogger("arq.worker")'], ids=["ours", "arq"])
def test_an_exception_shows_its_type_and_place_but_not_its_words(form: str, logger: str) -> None:
    said = output_of(
        f"""
        def pay():
            raise ValueError("Anna Meier owes 12.50")
        def push():
            try:
                pay()
            except ValueError as error:
                raise ExceptionGroup("for Anna Meier", [KeyError("Meier")]) from error
        try:
            push()
        except ExceptionGroup:
            {logger}.exception("task_failed")
        """,
        form,
    )
    assert "Meier" not in said
    for word in ("task_failed", "ExceptionGroup", "KeyError", "ValueError", "in push", "in pay"):
        assert word in said


@pytest.mark.parametrize("name", ["aiosqlite", "sqlalchemy.engine.Engine", "hpack", "some.library"])
def test_at_debug_the_libraries_keep_their_values_to_themselves(name: str) -> None:
    beginning = f'set_up_logging(LogSettings(level="DEBUG")); logging.getLogger("{name}")'
    assert json_of(f'{beginning}.debug("executing INSERT ... (Anna Meier)")') == []
    [ours] = json_of(f'{beginning}; log.debug("entry_claimed")')
    assert ours["event"] == "entry_claimed"


def test_a_task_that_nobody_waited_for_is_told_without_its_words() -> None:
    [line] = json_of(
        """
        import asyncio, gc
        async def pay():
            raise ValueError("Anna Meier owes 12.50")
        async def main():
            task = asyncio.create_task(pay())
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            del task
            gc.collect()
        asyncio.run(main())
        """
    )
    assert line["event"] == "Task exception was never retrieved"
    assert "Meier" not in str(line)


def test_an_exception_of_the_operating_system_keeps_its_words() -> None:
    [line] = json_of(
        """
        try:
            open("/no/such/file")
        except OSError:
            log.exception("settings_unreadable")
        """
    )
    assert "FileNotFoundError: No such file or directory" in line["exception"]


@pytest.mark.parametrize("name", ["httpx", "urllib3.connectionpool", "uvicorn.access"])
def test_loggers_that_write_down_urls_are_silent(name: str) -> None:
    assert json_of(f'logging.getLogger("{name}").info("GET /logs?q=Meier")') == []


def test_below_the_level_nothing_is_said() -> None:
    assert json_of('log.debug("claimed"); logging.getLogger("domain").debug("claimed")') == []


def json_of(program: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in output_of(program, "json").splitlines()]


def output_of(program: str, form: str) -> str:
    run = subprocess.run(  # noqa: S603 - the program above
        [sys.executable, "-c", BEGINNING.format(format=form) + textwrap.dedent(program)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stderr

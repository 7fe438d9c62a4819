"""The database's own clock, by which leases run."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ScalarSelect, SQLColumnExpression, bindparam, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Float

from adapters.database.types import Instant

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Due at once, whatever the clocks say."""


class in_seconds(FunctionElement[datetime]):  # noqa: N801 - a SQL function, written as one
    """So many seconds from now."""

    type = Instant()
    inherit_cache = True

    def __init__(self, seconds: float) -> None:
        super().__init__(bindparam(None, seconds, type_=Float))


@compiles(in_seconds, "postgresql")
def _in_seconds_on_postgres(element: in_seconds, compiler: SQLCompiler, **kw: object) -> str:
    seconds = compiler.process(element.clauses, **kw)
    return f"(clock_timestamp() + make_interval(secs => {seconds}))"


@compiles(in_seconds, "sqlite")
def _in_seconds_on_sqlite(element: in_seconds, compiler: SQLCompiler, **kw: object) -> str:
    """Write it as date-times are stored; SQLite's clock has milliseconds."""
    seconds = compiler.process(element.clauses, **kw)
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', {seconds} || ' seconds')"


class now(FunctionElement[datetime]):  # noqa: N801 - a SQL function, written as one
    """This moment, also in the middle of a transaction."""

    type = Instant()
    inherit_cache = True


@compiles(now, "postgresql")
def _now_on_postgres(_element: now, _compiler: SQLCompiler, **_kw: object) -> str:
    return "clock_timestamp()"


@compiles(now, "sqlite")
def _now_on_sqlite(_element: now, _compiler: SQLCompiler, **_kw: object) -> str:
    return "strftime('%Y-%m-%d %H:%M:%f000', 'now')"


def this_moment() -> ScalarSelect[datetime]:
    """Now, asked once per statement: a volatile function could not be looked up in an index."""
    return select(now()).scalar_subquery()


def not_after_now(when: SQLColumnExpression[datetime | None]) -> ColumnElement[bool]:
    """Whether the time has come."""
    return when <= this_moment()

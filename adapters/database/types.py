"""Column types that mean the same on SQLite and Postgres."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import JSON, DateTime, Dialect, Enum, Numeric, String
from sqlalchemy.types import TypeDecorator, TypeEngine

Kept = TypeVar("Kept")


class Instant(TypeDecorator[datetime]):
    """A moment in UTC with microseconds; read back with its offset."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse a time without an offset, which is nobody's time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs an offset.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """SQLite keeps no offset; Postgres answers in the session's."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Amount(TypeDecorator[Decimal]):
    """An exact decimal; text on SQLite, whose numbers are floats."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Keep the digits as they came."""
        digits: TypeEngine[Any] = String() if dialect.name == "sqlite" else Numeric()
        return dialect.type_descriptor(digits)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | str | None:
        """Write it out in full, without an exponent."""
        return f"{value:f}" if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Decimal | str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the same digits."""
        return None if value is None else Decimal(value)


class Document(TypeDecorator[Kept]):
    """A value of the domain as JSON; decimals and dates are strings in it."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, of: type[Kept]) -> None:
        super().__init__()
        self.of = of
        self._adapter = TypeAdapter(of)

    def process_bind_param(self, value: Kept | None, dialect: Dialect) -> object:  # noqa: ARG002 - SQLAlchemy's signature
        """Take the value apart."""
        return None if value is None else self._adapter.dump_python(value, mode="json")

    def process_result_value(self, value: object, dialect: Dialect) -> Kept | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Put the value together again."""
        return None if value is None else self._adapter.validate_python(value)


def one_of(words: type[StrEnum]) -> Enum:
    """Return a text column that takes these words only."""
    return Enum(
        words,
        name=None,  # the naming convention names its constraint
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda enum: [word.value for word in enum],
    )

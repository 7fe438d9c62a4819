"""The base of all rows: how columns are typed and constraints are named."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import BigInteger, MetaData, String
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeEngine

from adapters.database.types import Amount, Instant

SEALED = "sealed"


def sealed(*, in_realm: bool = False) -> dict[str, object]:
    """Mark a column, by its `info`, as holding what the vault sealed: `rotate-vault` then keeps it up.

    Its table has a `company_id`, and for what is good in one realm alone a `realm_id`.
    """
    return {SEALED: "realm_id" if in_realm else None}


class Row(DeclarativeBase):
    """A row; every name in the schema follows from the table and its columns."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[type, TypeEngine[Any]]] = {
        datetime: Instant(),
        Decimal: Amount(),
        str: String(),
        int: BigInteger(),
    }

"""Values that are looked for wherever something was written: secrets, and what is known of a person."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

Json = dict[str, Any]

PERSON: Final[Mapping[str, str]] = {
    "first name": "Canariafirst",
    "last name": "Canarialast",
    "organisation": "Canariaworks Ltd",
    "e-mail": "canariamail@example.com",
    "phone": "+49 555 7418529",
    "street": "17 Canariastreet",
    "city": "Canariacity",
    "postal code": "CAN 90417",
    "memo": "Canariamemo for the family",
    "clerk": "canariaclerk@example.com",
    "reference": "canariaref",
    "reason": "Canariareason: moved away",
}
CONTACT: Final[Json] = {
    "source_version": 1,
    "currency": "USD",
    "organisation": None,
    "first_name": PERSON["first name"],
    "last_name": PERSON["last name"],
    "email": PERSON["e-mail"],
    "phone": PERSON["phone"],
    "address": {
        "lines": [PERSON["street"]],
        "city": PERSON["city"],
        "region": None,
        "postal_code": PERSON["postal code"],
        "country": None,
    },
}


def an_invoice(number: str, fee_item: str = "dues") -> Json:
    return {
        "source_version": 1,
        "number": number,
        "contact": PERSON["reference"],
        "txn_date": "2026-12-01",
        "currency": "USD",
        "lines": [
            {"fee_item": fee_item, "quantity": "1", "unit_price": "100.00", "description": PERSON["memo"]}
        ],
        "memo": PERSON["memo"],
    }


@dataclass(frozen=True, slots=True)
class Canaries:
    """Named values, in all the forms in which they might have been written."""

    values: dict[str, str] = field(default_factory=dict)

    def found_in(self, written: Iterable[bytes]) -> set[str]:
        """The names of those that occur."""
        text = b"\n".join(written).lower()
        return {name for name, value in self.values.items() if any(form in text for form in _forms_of(value))}


def _forms_of(value: str) -> set[bytes]:
    """As it is, percent-encoded, in JSON, and in the base64 of a Basic header or a mail's body."""
    plain = value.encode()
    forms = {plain, quote(value, safe="").encode(), quote(value).encode(), value.replace('"', '\\"').encode()}
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        forms.add(coded[4 if shift else 0 : len(coded) // 4 * 4 - 4])
    return {form.lower() for form in forms if len(form) > 5}


class table_gone:  # noqa: N801  # reads as a sentence
    """For the length of a block a table has another name."""

    def __init__(self, database: Path, table: str) -> None:
        self._database, self._table = database, table

    def __enter__(self) -> None:
        self._rename(self._table, "away")

    def __exit__(self, *_: object) -> None:
        self._rename("away", self._table)

    def _rename(self, before: str, after: str) -> None:
        with closing(sqlite3.connect(self._database, timeout=60)) as connection:
            connection.execute(f"ALTER TABLE {before} RENAME TO {after}")
            connection.commit()

"""Plans: what a bulk resync would do, before anybody starts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.model.money import Money
from domain.model.records import RecordKind


class Basis(StrEnum):
    """What a plan was made from."""

    OWN_DATA = "own_data"  # records, mappings and links, as they are kept here
    BOOKS = "books"  # and what the books answered just now


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingAgain:
    """So many entries would fail with this code; `message` is the first one's."""

    code: str
    message: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`by_code` counts what the entries failed with so far; `reads` and `writes` are calls to the books."""

    entries: int
    by_code: Mapping[str, int]
    by_kind: Mapping[RecordKind, int]
    amounts: tuple[Money, ...]
    would_fail_again: tuple[FailingAgain, ...]
    would_wait: int
    would_be_skipped: int
    reads: int
    writes: int
    minutes: int
    basis: Basis

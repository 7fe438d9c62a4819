"""What one operation did to the books: enough to do it again to a copy of them."""

from dataclasses import dataclass
from typing import NamedTuple

from sandbox.books.general_ledger import Entry
from sandbox.shapes import JsonObject


class Stored(NamedTuple):
    """An object's state from now on."""

    entity: str
    state: JsonObject


class Removed(NamedTuple):
    """An object that is gone, and the stub that is left of it."""

    entity: str
    object_id: str
    stub: JsonObject


class Posted(NamedTuple):
    """All that a transaction posts from now on."""

    entity: str
    txn_id: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Effects:
    """New states, removals and postings. The states are those in the books, not copies of them."""

    stored: tuple[Stored, ...] = ()
    removed: tuple[Removed, ...] = ()
    posted: tuple[Posted, ...] = ()

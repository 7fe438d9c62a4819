"""One row of the mission, and how a table is made of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.acceptance.town import Town

Walk = Callable[[Town], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the mission says, and the walk that shows it."""

    id: str
    sentence: str
    walk: Walk


class Table(list[Row]):
    """Rows in the order in which they are written."""

    def row(self, id_: str, sentence: str) -> Callable[[Walk], Walk]:
        """Put the function under it into the table."""

        def put(walk: Walk) -> Walk:
            self.append(Row(id=id_, sentence=sentence, walk=walk))
            return walk

        return put

"""`GET /cdc?entities=&changedSince=`."""

from typing import Final

from sandbox.books.cdc import captured
from sandbox.shapes import JsonObject
from sandbox.web.turn import Turn

NAMES: Final = ("entities", "changedSince")


def feed(turn: Turn) -> JsonObject:
    """The answer, a list of one."""
    listed, since = (turn.exchange.parameters.get(name) for name in NAMES)
    return {"CDCResponse": [captured(turn.company, listed, since, NAMES)]}

"""`GET /cdc?entities=&changedSince=`: its parameters."""

from sandbox.books.cdc import changes_asked
from sandbox.faults import QboFault, missing
from sandbox.shapes import JsonObject
from sandbox.web.turn import Turn


def feed(turn: Turn) -> JsonObject:
    """The answer; raises `QboFault` for what is missing, unknown, no date, or too long ago."""
    parameters = turn.exchange.parameters
    lacking = [missing(name) for name in ("entities", "changedSince") if not parameters.get(name)]
    if lacking:
        raise QboFault(lacking)
    found = changes_asked(turn.company, parameters["entities"], parameters["changedSince"])
    return {"CDCResponse": [{"QueryResponse": found}]}

"""`GET /cdc?entities=&changedSince=`: its parameters, and their faults."""

from datetime import UTC, datetime, timedelta
from typing import Final

from sandbox.books.cdc import captured, changes_since
from sandbox.entities.entity import Entity
from sandbox.entities.registry import entity_named
from sandbox.faults import Problem, QboFault, fault, missing
from sandbox.shapes import JsonObject
from sandbox.web.bodies import unsupported
from sandbox.web.turn import Turn

FURTHEST: Final = timedelta(days=30)


def feed(turn: Turn) -> JsonObject:
    """The answer; raises `QboFault` for what is missing, unknown, no date, or too long ago."""
    parameters = turn.exchange.parameters
    lacking = [missing(name) for name in ("entities", "changedSince") if not parameters.get(name)]
    if lacking:
        raise QboFault(lacking)
    entities = _entities(parameters["entities"])
    moment = _moment(parameters["changedSince"])
    if moment < turn.clock.now() - FURTHEST:
        raise unsupported(
            f"cdc with changedSince date {parameters['changedSince']} which is older than fixed days"
        )
    return {"CDCResponse": [{"QueryResponse": changes_since(turn.company, entities, moment)}]}


def _entities(listed: str) -> list[Entity]:
    names = [each.strip() for each in listed.split(",")]
    found = {name: entity_named(name) for name in names}
    strangers = [name for name, entity in found.items() if entity is None or not captured(entity)]
    if strangers:
        detail = "Invalid or unsupported object name. Object Name: "
        raise QboFault([Problem("2000", f"{detail}{name}", "entities") for name in strangers])
    return [entity for entity in found.values() if entity is not None]


def _moment(text: str) -> datetime:
    """A date or a moment, without a zone in UTC. A plus sign that was sent as it is came as a space."""
    try:
        moment = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError:
        raise fault("2060", f"Invalid date format. Supplied value:{text}", "changedSince") from None
    return moment.replace(tzinfo=moment.tzinfo or UTC)

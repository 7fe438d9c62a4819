"""What a call to a company asks for, read from its method, path, parameters and body."""

import re
from dataclasses import dataclass
from typing import Final

from sandbox.books.batch import items_of, subject
from sandbox.entities.registry import entity_named
from sandbox.faults import QboFault
from sandbox.shapes import JsonObject
from sandbox.web.calls import CallKind
from sandbox.web.exchange import Exchange
from sandbox.wire.xml_read import read_text
from sandbox.wire.xml_table import BATCH

READS: Final = frozenset({"GET", "HEAD"})
_FROM: Final = re.compile(r"\bfrom\s+(\w+)", re.IGNORECASE)
_RESOURCES: Final = {
    "query": "query",
    "batch": "batch",
    "cdc": "cdc",
    "upload": "upload",
    "reports": "report",
    "download": "download",
}
_WRITES: Final = frozenset({"create", "update", "delete", "void", "batch", "send", "upload"})


@dataclass(frozen=True, slots=True)
class Asked:
    """`/v3/company/{realm}/{resource}/{object_id}/{action}`."""

    resource: str
    object_id: str
    action: str
    operation: str
    entity: str
    request_id: str | None

    @property
    def kind(self) -> CallKind:
        """Reads are metered, writes are not."""
        return "write" if self.operation in _WRITES else "read"


def asked_by(exchange: Exchange, path: str) -> Asked:
    """What the part of the path behind the realm asks for."""
    resource, object_id, action, *_ = (*path.strip("/").split("/"), "", "", "")
    entity = entity_named(resource)
    name = entity.name if entity else ""
    operation = _operation(exchange, resource.lower(), action.lower(), name)
    if operation == "query":
        name = _queried(exchange)
    request_id = exchange.parameters.get("requestid") or None
    return Asked(resource.lower(), object_id, action.lower(), operation, name, request_id)


def _operation(exchange: Exchange, resource: str, action: str, name: str) -> str:
    if resource in _RESOURCES:
        return _RESOURCES[resource]
    if action:
        return action
    if exchange.method in READS:
        return "read"
    stated = exchange.parameters.get("operation", "").lower()
    if "void" in {stated, *exchange.parameters.get("include", "").lower().split(",")}:
        return "void"
    return stated or ("update" if _has_id(exchange, name) else "create")


def _has_id(exchange: Exchange, name: str) -> bool:
    """An update is a create with an id; the object's own, not that of one of its lines."""
    try:
        return b"Id" in exchange.body and bool(exchange.document(name).get("Id"))
    except QboFault:
        return False


def _queried(exchange: Exchange) -> str:
    """The entity that a query is about, as far as one can see without parsing it."""
    try:
        found = _FROM.search(query_text(exchange))
    except QboFault:
        return ""
    entity = entity_named(found.group(1)) if found else None
    return entity.name if entity else ""


def query_text(exchange: Exchange) -> str:
    """The query, from the parameter or from the body; a body of XML has it in its only element."""
    given = exchange.parameters.get("query")
    if given is not None:
        return given
    if exchange.content_type.endswith("/xml") and exchange.body.lstrip().startswith(b"<"):
        return read_text(exchange.body)
    return exchange.body.decode("utf-8", "replace")


def items_in(exchange: Exchange) -> list[JsonObject]:
    """The items of a batch. Raises `QboFault`."""
    return items_of(exchange.document(BATCH))


def about(exchange: Exchange, asked: Asked) -> list[tuple[str, str]]:
    """Entities and operations of the call: its own, and those of a batch's items."""
    own = [(asked.entity, asked.operation)]
    if asked.operation != "batch":
        return own
    try:
        return [*own, *(subject(item) for item in items_in(exchange))]
    except QboFault:
        return own

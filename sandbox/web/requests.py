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
from sandbox.wire.json_wire import loaded

_FROM: Final = re.compile(r"\bfrom\s+(\w+)", re.IGNORECASE)


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
        return "write" if self.operation in {"create", "update", "delete", "void", "batch"} else "read"


def asked_by(exchange: Exchange, path: str) -> Asked:
    """What the part of the path behind the realm asks for."""
    resource, object_id, action, *_ = (*path.strip("/").split("/"), "", "", "")
    entity = entity_named(resource)
    operation = _operation(exchange, resource.lower(), action)
    name = entity.name if entity else ""
    if operation == "query":
        found = _FROM.search(query_text(exchange))
        queried = entity_named(found.group(1)) if found else None
        name = queried.name if queried else ""
    request_id = exchange.parameters.get("requestid") or None
    return Asked(resource.lower(), object_id, action.lower(), operation, name, request_id)


def _operation(exchange: Exchange, resource: str, action: str) -> str:
    if resource in {"query", "batch", "cdc", "reports", "upload"}:
        return resource
    if exchange.method == "GET":
        return action.lower() or "read"
    if action:
        return action.lower()
    if "void" in {exchange.parameters.get("operation"), exchange.parameters.get("include")}:
        return "void"
    stated = exchange.parameters.get("operation", "").lower()
    return stated or ("update" if b'"Id"' in exchange.body and _has_id(exchange.body) else "create")


def _has_id(body: bytes) -> bool:
    """An update is a create with an id; the object's own, not that of one of its lines."""
    try:
        return bool(loaded(body).get("Id"))
    except QboFault:
        return False


def query_text(exchange: Exchange) -> str:
    """The query, from the parameter or from the body."""
    given = exchange.parameters.get("query")
    return given if given is not None else exchange.body.decode("utf-8", "replace")


def about(exchange: Exchange, asked: Asked) -> list[tuple[str, str]]:
    """Entities and operations of the call: its own, and those of a batch's items."""
    own = [(asked.entity, asked.operation)]
    if asked.operation != "batch":
        return own
    try:
        items: list[JsonObject] = items_of(loaded(exchange.body))
    except QboFault:
        return own
    return [*own, *(subject(item) for item in items)]

"""Execute what a call asks for: find the operation, run it, wrap its answer."""

import json
from typing import Final

from sandbox.books.batch import run_batch
from sandbox.books.memory import check_request_id
from sandbox.books.operations import Source
from sandbox.books.reading import read
from sandbox.books.writing import Writing, write
from sandbox.entities.entity import Family
from sandbox.entities.registry import entity_named
from sandbox.faults import QboFault, fault
from sandbox.query.execute import execute
from sandbox.shapes import JsonObject
from sandbox.web.actions import FaultAction
from sandbox.web.answers import Answer, answered, fault_of
from sandbox.web.exchange import Exchange
from sandbox.web.fault_rules import Subject
from sandbox.web.requests import Asked, query_text
from sandbox.wire.json_wire import loaded
from sandbox.world import Realm, Sandbox

WRITES: Final = frozenset({"create", "update", "delete", "void"})


def operate(sandbox: Sandbox, realm: Realm, exchange: Exchange, asked: Asked) -> Answer:
    """The answer of the books; raises `QboFault`."""
    if asked.request_id:
        check_request_id(asked.request_id)
    body = _body(sandbox, realm, exchange, asked)
    return answered(body, exchange.spoken, realm.company.clock)


def _body(sandbox: Sandbox, realm: Realm, exchange: Exchange, asked: Asked) -> JsonObject:
    match asked.operation:
        case "query":
            return {"QueryResponse": execute(realm.company, query_text(exchange))}
        case "batch":
            return _batch(sandbox, realm, exchange, asked)
        case "read":
            return _read(realm, asked)
        case operation if operation in WRITES and exchange.method == "POST":
            return realm.memory.once(asked.request_id, lambda: _write(realm, exchange, asked))
        case _:
            raise _no_such(exchange)


def _read(realm: Realm, asked: Asked) -> JsonObject:
    entity = entity_named(asked.resource)
    if entity is None or (not asked.object_id and entity.family is not Family.SINGLE):
        raise fault("500", f"Operation {asked.resource or 'none'} is not supported.")
    return {entity.name: read(realm.company, entity, asked.object_id or "1")}


def _write(realm: Realm, exchange: Exchange, asked: Asked) -> JsonObject:
    entity = entity_named(asked.resource)
    if entity is None:
        raise _no_such(exchange)
    how = Writing(
        source=Source(asked.request_id, exchange.intuit_tid),
        duplicates_allowed="allowduplicatedocnum" in exchange.parameters.get("include", "").lower(),
    )
    body = loaded(exchange.body)
    return {entity.name: write(realm.company, entity, asked.operation, body, how)}


def _batch(sandbox: Sandbox, realm: Realm, exchange: Exchange, asked: Asked) -> JsonObject:
    def refuse(entity: str, operation: str, item: JsonObject) -> None:
        if not sandbox.rules:
            return
        text = json.dumps(item, default=str, ensure_ascii=False)
        about = [(entity, operation)]
        subject = Subject(realm.company.realm_id, "POST", exchange.path, about, text, item=True)
        action = sandbox.rules.struck_by(subject)
        if isinstance(action, FaultAction):
            raise fault_of(action)

    source = Source(asked.request_id, exchange.intuit_tid)
    responses = run_batch(realm.company, realm.memory, loaded(exchange.body), source, refuse)
    return {"BatchItemResponse": responses}


def _no_such(exchange: Exchange) -> QboFault:
    return fault("500", f"Operation {exchange.method} {exchange.path} is not supported.")

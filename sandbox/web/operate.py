"""Execute what a call asks for: find the operation, run it, wrap its answer."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from sandbox.books.batch import run_batch
from sandbox.books.memory import check_request_id
from sandbox.books.reading import read
from sandbox.books.tax_service import set_up_tax
from sandbox.books.writing import Writing, write
from sandbox.entities.entity import Family
from sandbox.entities.registry import entity_named
from sandbox.faults import QboFault, Unsupported
from sandbox.query.execute import execute
from sandbox.shapes import JsonObject
from sandbox.web.actions import FaultAction
from sandbox.web.answers import Answer, answered, fault_of, worded
from sandbox.web.changes_feed import feed
from sandbox.web.fault_rules import Subject
from sandbox.web.paper import pdf, send
from sandbox.web.reporting import show
from sandbox.web.requests import READS, query_text
from sandbox.web.turn import Turn
from sandbox.web.uploads import download, upload
from sandbox.wire.formats import Format
from sandbox.wire.xml_table import BATCH

POST: Final = frozenset({"POST"})


def operate(turn: Turn) -> Answer:
    """The answer of the books; raises `QboFault`."""
    if turn.asked.request_id:
        check_request_id(turn.asked.request_id)
    methods, handler = _OPERATIONS.get(turn.asked.operation, (READS, _nothing))
    if turn.exchange.method not in methods:
        method = turn.exchange.method
        refusal = f"No resource method found for {method}, return 405 with Allow header"
        raise Unsupported(refusal, HTTPStatus.METHOD_NOT_ALLOWED)
    done = handler(turn)
    return done if isinstance(done, Answer) else answered(done, turn.exchange.spoken, turn.clock)


def _query(turn: Turn) -> JsonObject:
    return {"QueryResponse": execute(turn.company, query_text(turn.exchange))}


def _read(turn: Turn) -> JsonObject:
    entity = entity_named(turn.asked.resource)
    if entity is None:
        raise _no_such(turn)
    object_id = turn.asked.object_id or entity.behaviour.found_by(turn.company, turn.exchange.parameters)
    if not object_id and entity.family is not Family.SINGLE:
        raise _no_such(turn)
    return {entity.name: read(turn.company, entity, object_id or "1")}


def _write(turn: Turn) -> JsonObject:
    sent = (turn.asked.resource, turn.asked.operation, turn.exchange.body)
    return turn.realm.memory.once(turn.asked.request_id, lambda: _written(turn), lambda: sent)


def _written(turn: Turn) -> JsonObject:
    if turn.asked.resource == "taxservice":
        return set_up_tax(turn.company, turn.exchange.document("TaxService"), turn.source)
    entity = entity_named(turn.asked.resource)
    if entity is None:
        raise _no_such(turn)
    include = turn.exchange.parameters.get("include", "").lower()
    how = Writing(source=turn.source, duplicates_allowed="allowduplicatedocnum" in include)
    body = turn.exchange.document(entity.name)
    return {entity.name: write(turn.company, entity, turn.asked.operation, body, how)}


def _batch(turn: Turn) -> JsonObject:
    def refuse(entity: str, operation: str, item: JsonObject) -> None:
        rules = turn.sandbox.rules
        if not rules:
            return
        text = json.dumps(item, default=str, ensure_ascii=False)
        about = [(entity, operation)]
        subject = Subject(turn.company.realm_id, "POST", turn.exchange.path, about, text, item=True)
        action = rules.struck_by(subject)
        if isinstance(action, FaultAction):
            raise fault_of(action)

    body = turn.exchange.document(BATCH)
    responses = run_batch(turn.company, turn.realm.memory, body, turn.source, refuse)
    return {"BatchItemResponse": [_worded(each, turn.exchange.heard) for each in responses]}


def _worded(response: JsonObject, heard: Format) -> JsonObject:
    return {**response, "Fault": worded(response["Fault"], heard)} if "Fault" in response else response


def _nothing(turn: Turn) -> JsonObject:
    raise _no_such(turn)


def _no_such(turn: Turn) -> QboFault:
    if turn.asked.resource:
        return Unsupported(turn.asked.resource, HTTPStatus.NOT_FOUND)
    path = turn.exchange.path
    place = f"relative : {path} of full path: {turn.exchange.url}{path}"
    return Unsupported(f"Could not find resource for {place}", HTTPStatus.NOT_FOUND)


_OPERATIONS: Final[dict[str, tuple[frozenset[str], Callable[[Turn], JsonObject | Answer]]]] = {
    "query": (READS | POST, _query),
    "read": (READS, _read),
    "cdc": (READS, feed),
    "pdf": (READS, pdf),
    "send": (POST, send),
    "report": (READS, show),
    "upload": (POST, upload),
    "download": (READS, download),
    "batch": (POST, _batch),
    "create": (POST, _write),
    "update": (POST, _write),
    "delete": (POST, _write),
    "void": (POST, _write),
}

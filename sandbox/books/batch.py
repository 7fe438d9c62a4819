"""Batch: up to thirty operations and queries in one call; each stands and falls alone."""

from collections.abc import Callable
from typing import Final

from sandbox.books.cdc import changes_asked
from sandbox.books.company import Company
from sandbox.books.memory import MAX_BATCH_ID, MAX_ITEM_ID, Memory, check_request_id
from sandbox.books.operations import Source
from sandbox.books.writing import Writing, write
from sandbox.entities.entity import Entity
from sandbox.entities.kinds import UNPARSEABLE
from sandbox.entities.registry import ENTITIES
from sandbox.faults import QboFault, fault, missing
from sandbox.query.execute import execute
from sandbox.shapes import JsonObject

MAX_ITEMS: Final = 30
OPERATIONS: Final = frozenset({"create", "update", "delete", "void"})

Refuse = Callable[[str, str, JsonObject], None]
"""Asked before each item: entity, operation, item. Raises the fault a rule of the control side orders."""


def items_of(body: JsonObject) -> list[JsonObject]:
    """The items of a batch. QBO: 1040 for more than thirty, 2010 for what is no batch."""
    items = body.get("BatchItemRequest")
    if isinstance(items, dict):
        items = [items]
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise fault("2010", UNPARSEABLE, "BatchItemRequest")
    if len(items) > MAX_ITEMS:
        raise fault("1040", f"Batch size exceeds allowed limit. The batch limit is {MAX_ITEMS}.")
    return items


def run_batch(
    company: Company, memory: Memory, body: JsonObject, source: Source, refuse: Refuse
) -> list[JsonObject]:
    """The value of `BatchItemResponse`. An item with a request id above it replays by itself."""
    if source.request_id:
        check_request_id(source.request_id, limit=MAX_BATCH_ID)
    responses = []
    for position, item in enumerate(items_of(body)):
        key = f"{source.request_id}{item.get('bId', position)}" if source.request_id else None
        try:
            check_request_id(key or "", limit=MAX_ITEM_ID)
            response = memory.once(key, lambda item=item: _run(company, item, source, refuse))  # type: ignore[misc]
        except QboFault as refused:
            response = {"Fault": refused.as_json()}
        responses.append({**response, "bId": str(item["bId"])} if "bId" in item else response)
    return responses


def subject(item: JsonObject) -> tuple[str, str]:
    """Entity and operation of an item; a query, of objects or of changes, has no entity."""
    for asking, asked in (("Query", "query"), ("CDCQuery", "cdc")):
        if asking in item:
            return "", asked
    named = next((name for name in item if name in ENTITIES), "")
    operation = str(item.get("operation", "create")).lower()
    return named, "void" if _wants_void(item) else operation


def _wants_void(item: JsonObject) -> bool:
    return "void" in str(item.get("optionsData", "")) or str(item.get("operation", "")).lower() == "void"


def _run(company: Company, item: JsonObject, source: Source, refuse: Refuse) -> JsonObject:
    name, operation = subject(item)
    refuse(name, operation, item)
    if operation == "query":
        return {"QueryResponse": execute(company, str(item["Query"]))}
    if operation == "cdc":
        return {"CDCResponse": {"QueryResponse": _changes(company, item["CDCQuery"])}}
    entity: Entity | None = ENTITIES.get(name)
    if entity is None:
        raise fault("2000", f"Invalid or unsupported object name. Object Name: {_stranger(item)}")
    if operation not in OPERATIONS:
        raise fault("500", f"Operation {operation} is not supported.")
    body = item[name]
    if not isinstance(body, dict):
        raise fault("2010", UNPARSEABLE, name)
    allowed = "allowduplicatedocnum" in str(item.get("optionsData", ""))
    how = Writing(source=source, duplicates_allowed=allowed)
    return {name: write(company, entity, operation, body, how)}


def _changes(company: Company, asked: object) -> list[JsonObject]:
    if not isinstance(asked, dict):
        raise fault("2010", UNPARSEABLE, "CDCQuery")
    lacking = [missing(name) for name in ("Entities", "ChangedSince") if not asked.get(name)]
    if lacking:
        raise QboFault(lacking)
    return changes_asked(company, str(asked["Entities"]), str(asked["ChangedSince"]))


def _stranger(item: JsonObject) -> str:
    return next((key for key in item if key not in {"bId", "operation", "optionsData"}), "")

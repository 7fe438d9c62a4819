"""Batch: up to thirty operations and queries in one call; each stands and falls alone."""

from collections.abc import Callable
from typing import Final

from sandbox.books.cdc import captured
from sandbox.books.company import Company
from sandbox.books.memory import MAX_BATCH_ID, MAX_ITEM_ID, Memory, check_request_id
from sandbox.books.operations import Source
from sandbox.books.writing import Writing, write
from sandbox.entities.entity import Entity
from sandbox.entities.kinds import UNPARSEABLE
from sandbox.entities.registry import ENTITIES
from sandbox.faults import QboFault, fault
from sandbox.query.execute import execute
from sandbox.shapes import JsonObject

MAX_ITEMS: Final = 30
OPERATIONS: Final = frozenset({"create", "update", "delete", "void"})
QUERIES: Final = {"Query": "query", "CDCQuery": "cdc"}
"""What an item may ask for, and the operation that it is."""
CAPTURED_BY: Final = ("Entities", "ChangedSince")

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

    def answered(position: int, item: JsonObject) -> JsonObject:
        try:
            key = _key(company, source.request_id, str(item.get("bId", position)))
            response = memory.once(key, lambda: _run(company, item, source, refuse), lambda: item)
        except QboFault as refused:
            response = {"Fault": refused.as_json()}
        return {**response, "bId": str(item["bId"])} if "bId" in item else response

    placed = list(enumerate(items_of(body)))
    if company.settings.batch_order == "reversed":
        placed.reverse()
    return [answered(position, item) for position, item in placed]


def _key(company: Company, request_id: str | None, item_id: str) -> str | None:
    """What an item is remembered under. QBO: 2130 if that is too long."""
    if not request_id:
        return None
    if company.settings.request_ids.batch_lengths == "documented":
        check_request_id(item_id, limit=MAX_ITEM_ID)
    check_request_id(request_id + item_id, limit=MAX_BATCH_ID + MAX_ITEM_ID)
    return request_id + item_id


def subject(item: JsonObject) -> tuple[str, str]:
    """Entity and operation of an item; a query has no entity."""
    asked = next((operation for name, operation in QUERIES.items() if name in item), "")
    if asked:
        return "", asked
    named = next((name for name in item if name in ENTITIES), "")
    operation = str(item.get("operation", "create")).lower()
    return named, "void" if _wants_void(item) else operation


def _wants_void(item: JsonObject) -> bool:
    return "void" in str(item.get("optionsData", "")) or str(item.get("operation", "")).lower() == "void"


def _run(company: Company, item: JsonObject, source: Source, refuse: Refuse) -> JsonObject:
    name, operation = subject(item)
    refuse(name, operation, item)
    if not name and operation in QUERIES.values():
        return _asked(company, item)
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


def _asked(company: Company, item: JsonObject) -> JsonObject:
    """A query, or a `CDCQuery` of `Entities` and `ChangedSince`."""
    if "Query" in item:
        return {"QueryResponse": execute(company, str(item["Query"]))}
    asked = item["CDCQuery"]
    if not isinstance(asked, dict):
        raise fault("2010", UNPARSEABLE, "CDCQuery")
    listed, since = (str(asked.get(name) or "") for name in CAPTURED_BY)
    return {"CDCResponse": captured(company, listed, since, CAPTURED_BY)}


def _stranger(item: JsonObject) -> str:
    return next((key for key in item if key not in {"bId", "operation", "optionsData"}), "")

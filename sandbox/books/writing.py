"""Create, update, void and delete: from a client's body to a changed company."""

from dataclasses import dataclass
from typing import Final

from sandbox.books.changes import Changes
from sandbox.books.company import Company
from sandbox.books.drafting import finish, fresh, revised
from sandbox.books.effects import Effects
from sandbox.books.operations import BY_HAND, BY_QUICKBOOKS, Source
from sandbox.entities.entity import Entity, Family
from sandbox.faults import QboFault, fault, gone, missing
from sandbox.rules.dating import refuse_closed
from sandbox.shapes import JsonObject

DELETED_BY_ANOTHER: Final = "Another user has deleted this transaction."
STALE: Final = (
    "Stale Object Error : You and root were working on this at the same time. "
    "root finished before you did, so your work was not saved."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How an operation is to be executed, beside its body."""

    source: Source
    duplicates_allowed: bool = False


def write(company: Company, entity: Entity, operation: str, body: JsonObject, how: Writing) -> JsonObject:
    """Execute one operation and record it; the object as answered. After a `QboFault` nothing happened."""
    body = entity.behaviour.received(company, body)
    if operation == "create" and (body.get("Id") or entity.family is Family.SINGLE):
        operation = "update"
    if operation == "update" and entity.behaviour.made_by_update and not body.get("Id"):
        operation = "create"
    by_hand = how.source == BY_HAND and operation == "update"  # QBO's own pages can more than its API
    if operation not in entity.operations and not by_hand:
        raise fault("500", f"Operation {operation} is not supported.")
    changes = Changes(company, entity, duplicates_allowed=how.duplicates_allowed)
    object_id = _EXECUTE[operation](changes, body)
    after = record(changes, operation, object_id, how.source)
    if _thought_again(company, changes):
        after = state_of(company, entity, object_id)
    return after


def record(changes: Changes, operation: str, object_id: str, source: Source) -> JsonObject:
    """Make the changes and append them to the company's record; the object they were about, after them."""
    company, entity = changes.company, changes.entity
    effects: Effects = changes.commit()
    after = state_of(company, entity, object_id)
    company.operations.record(
        time=company.clock.answer_time(),
        operation=operation,
        entity=entity.name,
        object_id=object_id,
        source=source,
        after=after,
        effects=effects,
    )
    return after


def state_of(company: Company, entity: Entity, object_id: str) -> JsonObject:
    """The object as it is answered now; of a deleted one, what is left."""
    stored = company.find(entity.name, object_id)
    if stored is None:
        stub = company.shelf(entity.name).deleted[object_id]
        return {key: stub[key] for key in ("domain", "status", "Id")}
    return entity.behaviour.present(company, stored)


def _thought_again(company: Company, changes: Changes) -> bool:
    """Do what QBO does of itself about an operation; whether there was anything that the answer shows.

    What the books refuse of it stays undone: the client's own operation is done and answered.
    """
    did = False
    for afterthought in changes.afterthoughts:
        order = afterthought(company)
        if order is not None:
            try:
                write(company, company.entities[order.entity], "create", order.body, _OWN)
            except QboFault:
                continue
            late = order.entity == "Payment" and company.settings.auto_apply_credit == "after_answer"
            did = did or not late
    return did


_OWN: Final = Writing(source=BY_QUICKBOOKS)


def _create(changes: Changes, body: JsonObject) -> str:
    draft = fresh(changes, body)
    finish(changes, draft, None)
    draft["Id"] = changes.company.next_id(changes.entity.id_space)
    _keep(changes, draft, None)
    return str(draft["Id"])


def _update(changes: Changes, body: JsonObject) -> str:
    before = _stored(changes, body)
    draft = revised(changes, body, before)
    draft["Id"] = before["Id"]
    finish(changes, draft, before)
    _keep(changes, draft, before)
    return str(draft["Id"])


def _keep(changes: Changes, draft: JsonObject, before: JsonObject | None) -> None:
    """Save the object, carry its effects into others, post it."""
    name, behaviour = changes.entity.name, changes.entity.behaviour
    changes.save(name, draft)
    behaviour.settle(changes, draft, before)
    if changes.entity.posts:
        changes.post(name, draft)


def _void(changes: Changes, body: JsonObject) -> str:
    before = _stored(changes, body)
    refuse_closed(changes, before)
    voided = changes.entity.behaviour.void(changes, before)
    changes.save(changes.entity.name, voided)
    changes.post(changes.entity.name, voided)
    return str(before["Id"])


def _delete(changes: Changes, body: JsonObject) -> str:
    before = _stored(changes, body)
    refuse_closed(changes, before)
    changes.entity.behaviour.remove(changes, before)
    changes.remove(changes.entity.name, before["Id"])
    return str(before["Id"])


_EXECUTE: Final = {"create": _create, "update": _update, "void": _void, "delete": _delete}


def _stored(changes: Changes, body: JsonObject) -> JsonObject:
    """The object the body is about. QBO: 2020 without id or token, 610 if it is gone, 5010 if it moved on."""
    shelf = changes.company.shelf(changes.entity.name)
    object_id, token = str(body.get("Id") or ""), body.get("SyncToken")
    if changes.entity.family is Family.SINGLE:
        object_id = str(next(iter(shelf.all()))["Id"])
    asked = (("Id", object_id), ("SyncToken", token))
    lacking = [missing(each) for each, value in asked if value in ("", None)]
    if lacking:
        raise QboFault(lacking)
    stored = shelf.get(object_id)
    if stored is None:
        if not object_id.isdigit():
            raise fault("2030", f"Id should be a valid number. Supplied value:{object_id}", "Id")
        raise gone(DELETED_BY_ANOTHER) if object_id in shelf.deleted else gone()
    if str(token) != stored["SyncToken"]:
        raise fault("5010", STALE)
    return stored


def plant(company: Company, entity: Entity, body: JsonObject) -> None:
    """Put an object of the seed in its place, under its own id; it is nobody's operation."""
    changes = Changes(company, entity)
    draft = fresh(changes, body)
    finish(changes, draft, None)
    _keep(changes, draft, None)
    company.seed.append(changes.commit())

"""Create, update, void and delete: from a client's body to a changed company."""

from dataclasses import dataclass
from typing import Final

from sandbox.books.changes import Changes
from sandbox.books.company import Company
from sandbox.books.operations import Source
from sandbox.entities.entity import Entity, Family
from sandbox.entities.schema import read_fields
from sandbox.faults import Problem, QboFault, fault, gone, missing
from sandbox.rules.dating import refuse_closed
from sandbox.rules.references import resolve
from sandbox.shapes import JsonObject, copied

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
    if operation == "create" and body.get("Id"):
        operation = "update"
    if entity.family is Family.SINGLE and operation == "create":
        operation = "update"
    if operation not in entity.operations:
        raise fault("500", f"Operation {operation} is not supported.")
    changes = Changes(company, entity, duplicates_allowed=how.duplicates_allowed)
    executed = _EXECUTE[operation](changes, body)
    changes.commit()
    after = _after(company, entity, executed)
    company.operations.record(
        time=company.clock.answer_time(),
        operation=operation,
        entity=entity.name,
        object_id=executed,
        source=how.source,
        after=after,
    )
    return after


def _after(company: Company, entity: Entity, object_id: str) -> JsonObject:
    stored = company.find(entity.name, object_id)
    if stored is None:
        stub = company.shelf(entity.name).deleted[object_id]
        return {key: stub[key] for key in ("domain", "status", "Id")}
    return entity.behaviour.present(company, stored)


def _create(changes: Changes, body: JsonObject) -> str:
    draft = _read(changes, body)
    _finish(changes, draft, None)
    draft["Id"] = changes.company.next_id(changes.entity.id_space)
    changes.save(changes.entity.name, draft)
    changes.entity.behaviour.settle(changes, draft, None)
    return str(draft["Id"])


def _update(changes: Changes, body: JsonObject) -> str:
    before = _stored(changes, body)
    draft = _read(changes, body)
    if _sparse(body):
        cleared = {name for name, value in body.items() if value is None or value == ""}
        draft = {name: value for name, value in {**copied(before), **draft}.items() if name not in cleared}
    draft["Id"] = before["Id"]
    if changes.entity.family is Family.SINGLE:
        draft = merged(before, draft)
    _finish(changes, draft, before)
    changes.save(changes.entity.name, draft)
    changes.entity.behaviour.settle(changes, draft, before)
    return str(draft["Id"])


def _void(changes: Changes, body: JsonObject) -> str:
    before = _stored(changes, body)
    refuse_closed(changes.company, before)
    voided = changes.entity.behaviour.void(changes, before)
    changes.save(changes.entity.name, voided)
    return str(before["Id"])


def _delete(changes: Changes, body: JsonObject) -> str:
    before = _stored(changes, body)
    refuse_closed(changes.company, before)
    changes.entity.behaviour.remove(changes, before)
    changes.remove(changes.entity.name, before["Id"])
    return str(before["Id"])


_EXECUTE: Final = {"create": _create, "update": _update, "void": _void, "delete": _delete}


def _stored(changes: Changes, body: JsonObject) -> JsonObject:
    """The object the body is about. QBO: 2020 without id or token, 610 if it is gone, 5010 if it moved on."""
    single = changes.entity.family is Family.SINGLE
    object_id, token = str(body.get("Id") or ""), body.get("SyncToken")
    if single:
        object_id = str(next(iter(changes.company.shelf(changes.entity.name).all()))["Id"])
    lacking = [
        missing(name) for name, value in (("Id", object_id), ("SyncToken", token)) if value in {"", None}
    ]
    if lacking:
        raise QboFault(lacking)
    if not object_id.isdigit() and changes.find(changes.entity.name, object_id) is None:
        raise fault("2030", f"Id should be a valid number. Supplied value:{object_id}", "Id")
    stored = changes.find(changes.entity.name, object_id)
    if stored is None:
        was_there = object_id in changes.company.shelf(changes.entity.name).deleted
        raise gone(DELETED_BY_ANOTHER) if was_there else gone()
    if str(token) != stored["SyncToken"]:
        raise fault("5010", STALE)
    return stored


def _read(changes: Changes, body: JsonObject) -> JsonObject:
    """The body's fields; every problem of them at once."""
    problems: list[Problem] = []
    if changes.company.settings.astral_characters == "fail" and _astral(body):
        raise fault("10000", "An unexpected error occurred.")
    draft = read_fields(changes.entity.fields, body, "", problems)
    if problems:
        raise QboFault(problems)
    return draft


def _finish(changes: Changes, draft: JsonObject, before: JsonObject | None) -> None:
    """Defaults, required fields, references, closed books; then what the entity itself asks for."""
    entity, company = changes.entity, changes.company
    for field in entity.fields.values():
        if field.default is not None:
            draft.setdefault(field.name, field.default)
    problems = [
        missing(each.name) for each in entity.fields.values() if each.required and _lacks(draft, each.name)
    ]
    problems += resolve(company, entity.fields, draft, before)
    if problems:
        raise QboFault(problems)
    if entity.family is Family.TRANSACTION:
        draft.setdefault("TxnDate", before["TxnDate"] if before else company.clock.today())
        refuse_closed(company, before, draft)
    entity.behaviour.complete(changes, draft, before)


def _lacks(draft: JsonObject, name: str) -> bool:
    return draft.get(name) is None or draft[name] == []


def _sparse(body: JsonObject) -> bool:
    return str(body.get("sparse", "")).lower() == "true"


def merged(before: JsonObject, draft: JsonObject) -> JsonObject:
    """Preferences change one by one, whatever of them is sent."""
    whole = {**before, **draft}
    for name, value in draft.items():
        held = before.get(name)
        if isinstance(held, dict) and isinstance(value, dict):
            whole[name] = {**held, **value}
    return whole


def _astral(value: object) -> bool:
    """Whether a character outside the Basic Multilingual Plane is in it: the real QBO fails on those."""
    match value:
        case str():
            return not value.isascii() and any(character > "\uffff" for character in value)
        case dict():
            return any(map(_astral, value.values()))
        case list():
            return any(map(_astral, value))
        case _:
            return False


def plant(company: Company, entity: Entity, body: JsonObject) -> None:
    """Put an object of the seed in its place, under its own id; it is nobody's operation."""
    changes = Changes(company, entity)
    problems: list[Problem] = []
    draft = read_fields(entity.fields, body, "", problems)
    if problems:
        raise QboFault(problems)
    _finish(changes, draft, None)
    company.id_used(entity.id_space, draft["Id"])
    changes.save(entity.name, draft)
    changes.entity.behaviour.settle(changes, draft, None)
    changes.commit()

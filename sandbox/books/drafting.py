"""From a client's body to an object's next state, or to all that is wrong with it."""

from collections.abc import Iterable
from sys import intern
from typing import TYPE_CHECKING

from sandbox.entities.entity import Family
from sandbox.entities.schema import read_fields
from sandbox.faults import Problem, QboFault, fault, missing
from sandbox.rules.dating import refuse_closed
from sandbox.rules.references import resolve
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


def fresh(changes: "Changes", body: JsonObject) -> JsonObject:
    """The body's fields, with their references resolved; every problem of them at once."""
    return _read(changes, body, None, asked=changes.entity.required)


def revised(changes: "Changes", body: JsonObject, before: JsonObject) -> JsonObject:
    """What an update makes of the object: without `sparse`, what the body leaves out is gone.

    What is not in the body of a sparse update is shared with the state before: nothing stored is changed in
    place, and nothing is copied that did not change.
    """
    sparse = str(body.get("sparse", "")).lower() == "true"
    draft = _read(changes, body, before, asked=changes.entity.restated if sparse else changes.entity.required)
    if changes.entity.family is Family.SINGLE:
        return merged(before, draft)
    if not sparse:
        return draft
    clears = changes.company.settings.empty_strings == "clear"
    cleared = {name for name, value in body.items() if clears and (value is None or value == "")}
    whole = {name: value for name, value in {**before, **draft}.items() if name not in cleared}
    _refuse(_lacking(changes.entity.required, whole))
    return whole


def _read(
    changes: "Changes", body: JsonObject, before: JsonObject | None, *, asked: Iterable[str]
) -> JsonObject:
    company, entity = changes.company, changes.entity
    if company.settings.astral_characters == "fail" and _astral(body):
        raise fault("10000", "An unexpected error occurred.")
    problems: list[Problem] = []
    draft = read_fields(entity.fields, body, "", problems)
    _refuse(problems)
    _refuse(_lacking(asked, draft) + resolve(company, entity.fields, draft, before))
    return draft


def _lacking(names: Iterable[str], draft: JsonObject) -> list[Problem]:
    return [missing(name) for name in names if draft.get(name) is None or draft[name] == []]


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise QboFault(problems)


def finish(changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
    """Defaults, a date, closed books; then what the entity itself asks for."""
    for name, value in changes.entity.defaults:
        draft.setdefault(name, value)
    if changes.entity.family is Family.TRANSACTION:
        draft.setdefault("TxnDate", before["TxnDate"] if before else intern(changes.company.clock.today()))
        refuse_closed(changes, before, draft)
    changes.entity.behaviour.complete(changes, draft, before)


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

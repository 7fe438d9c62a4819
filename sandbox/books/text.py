"""Operations and effects as text, exactly, and back: for a file that outlives the process."""

import json
from collections.abc import Iterable
from decimal import Decimal
from sys import intern
from typing import Any, Final

from sandbox.books.effects import Effects, Posted, Removed, Stored
from sandbox.books.general_ledger import Entry
from sandbox.books.operations import Operation, Source
from sandbox.shapes import JsonObject

_EXACT: Final = "$d"
"""The key of an amount, which JSON alone would make a binary fraction."""


def text_of(value: object) -> str:
    """JSON, with amounts as they are."""
    return json.dumps(value, default=_exact, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Any:  # noqa: ANN401 - whatever was written
    """What was written; keys that are the same are the same string."""
    return json.loads(text, object_pairs_hook=_object)


def _exact(value: object) -> JsonObject:
    if isinstance(value, Decimal):
        return {_EXACT: str(value)}
    raise TypeError(f"{type(value).__name__} has no place in the books")


def _object(pairs: list[tuple[str, Any]]) -> object:
    if len(pairs) == 1 and pairs[0][0] == _EXACT:
        return Decimal(pairs[0][1])
    return {intern(key): value for key, value in pairs}


def effects_text(effects: Iterable[Effects]) -> str:
    """Several operations' effects."""
    return text_of([[each.stored, each.removed, each.posted] for each in effects])


def read_effects(text: str) -> list[Effects]:
    """As they were written."""
    return [_effects(*each) for each in read(text)]


def _effects(stored: list[Any], removed: list[Any], posted: list[Any]) -> Effects:
    return Effects(
        tuple(Stored(*each) for each in stored),
        tuple(Removed(*each) for each in removed),
        tuple(
            Posted(entity, txn, tuple(Entry(*each) for each in entries)) for entity, txn, entries in posted
        ),
    )


def operation_text(done: Operation) -> str:
    """One operation. An answer that is one of the stored states is not written twice."""
    source, effects = done.source, done.effects
    same = next((at for at, each in enumerate(effects.stored) if each.state is done.after), None)
    head = [done.sequence, done.time, done.operation, done.entity, done.id]
    came = [source.request_id, source.intuit_tid, source.by, done.key]
    after = done.after if same is None else same
    return text_of([*head, came, after, [effects.stored, effects.removed, effects.posted]])


def read_operation(text: str) -> Operation:
    """As it was written."""
    sequence, time, operation, entity, object_id, (*came, key), after, effects = read(text)
    made = _effects(*effects)
    answered = made.stored[after].state if isinstance(after, int) else after
    return Operation(sequence, time, operation, entity, object_id, Source(*came), answered, made, key)

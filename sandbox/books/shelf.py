"""The objects of one entity, found by id, by name, or by an indexed field."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from sandbox.entities.entity import Entity
from sandbox.shapes import JsonObject

_NONE: Final[Mapping[str, None]] = MappingProxyType({})


class NameSpaces:
    """Who holds which name, in every space; names compare without case."""

    def __init__(self) -> None:
        self._holders: dict[tuple[str, str], tuple[str, str]] = {}

    def holder(self, space: str, name: str) -> tuple[str, str] | None:
        """Entity and id of the holder."""
        return self._holders.get((space, key_of(name)))

    def claim(self, space: str, name: str, holder: tuple[str, str]) -> None:
        """Give a free name to its holder."""
        self._holders[space, key_of(name)] = holder

    def free(self, space: str, name: str, holder: tuple[str, str]) -> None:
        """The holder gives the name up, if it still has it."""
        key = (space, key_of(name))
        if self._holders.get(key) == holder:
            del self._holders[key]


class Index:
    """Ids by the value of one field. Most values have one id, and one id needs no mapping of its own."""

    def __init__(self) -> None:
        self._ids: dict[str, str | dict[str, None]] = {}

    def ids(self, key: str) -> Mapping[str, None]:
        """Those whose value that is, oldest first."""
        held = self._ids.get(key)
        if held is None:
            return _NONE
        return {held: None} if isinstance(held, str) else held

    def add(self, key: str, object_id: str) -> None:
        """Note an object under its value."""
        held = self._ids.setdefault(key, object_id)
        if isinstance(held, dict):
            held[object_id] = None
        elif held != object_id:
            self._ids[key] = {held: None, object_id: None}

    def discard(self, key: str, object_id: str) -> None:
        """Forget an object under its old value."""
        held = self._ids[key]
        if isinstance(held, dict):
            del held[object_id]
        if not isinstance(held, dict) or not held:
            del self._ids[key]


class Shelf:
    """The live objects of one entity in the order of their making, and the stubs of deleted ones."""

    def __init__(self, entity: Entity, names: NameSpaces) -> None:
        self.entity = entity
        self.deleted: dict[str, JsonObject] = {}
        self._names = names
        self._objects: dict[str, JsonObject] = {}
        self._indexes = {field: Index() for field in entity.indexes}

    def __len__(self) -> int:
        return len(self._objects)

    def get(self, object_id: str) -> JsonObject | None:
        """The object as it is now."""
        return self._objects.get(object_id)

    def all(self) -> Iterable[JsonObject]:
        """Every object, oldest first."""
        return self._objects.values()

    def ids_by(self, field: str, value: str) -> Mapping[str, None]:
        """Ids of the objects whose indexed `field` has that value, without case; oldest first."""
        return self._indexes[field].ids(key_of(value))

    def put(self, stored: JsonObject) -> None:
        """Add the object, or put it in the place of what had its id."""
        object_id = stored["Id"]
        before = self._objects.get(object_id)
        self._objects[object_id] = stored
        self._index(before, stored, object_id)
        self._claim(before, stored, object_id)

    def remove(self, object_id: str, stub: JsonObject) -> None:
        """Take the object out; the stub tells CDC of it."""
        before = self._objects.pop(object_id)
        self.deleted[object_id] = stub
        self._index(before, None, object_id)
        self._claim(before, None, object_id)

    def _claim(self, before: JsonObject | None, after: JsonObject | None, object_id: str) -> None:
        entity = self.entity
        field, holder = entity.unique_field, (entity.name, object_id)
        if not field or (before and after and before[field] == after[field]):
            return
        if before is not None:
            self._names.free(entity.name_space, before[field], holder)
        if after is not None:
            self._names.claim(entity.name_space, after[field], holder)

    def _index(self, before: JsonObject | None, after: JsonObject | None, object_id: str) -> None:
        for field, index in self._indexes.items():
            old = _indexed(before, field)
            new = _indexed(after, field)
            if old == new:
                continue
            if old is not None:
                index.discard(old, object_id)
            if new is not None:
                index.add(new, object_id)


def key_of(value: str) -> str:
    """How QBO compares: without case and outer spaces."""
    return value.strip().casefold()


def _indexed(held: JsonObject | None, field: str) -> str | None:
    value = held.get(field) if held is not None else None
    if isinstance(value, dict):
        value = value["value"]
    return None if value is None else key_of(str(value))


def in_order(shelf: Shelf, ids: Iterable[str]) -> Iterator[JsonObject]:
    """The objects of those ids that are there, in the order of their making."""
    found = (shelf.get(each) for each in ids)
    return (each for each in found if each is not None)

"""One operation's changes: held apart until all are known to be good, then made at once."""

from collections.abc import Callable, Iterable
from sys import intern
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from sandbox.books.effects import Effects, Posted, Removed, Stored
from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import Entity
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.company import Company

Key = tuple[str, str]
_OWN_STAMPS: Final = {"domain": "QBO", "sparse": False}


class Order(NamedTuple):
    """A transaction that QBO makes by itself, as a client would ask for it."""

    entity: str
    body: JsonObject


Afterthought: TypeAlias = Callable[["Company"], Order | None]
"""Asked once the operation is done: what QBO does of itself about it, if anything."""


class Changes:
    """An overlay on the books: reads see what was saved in it, the books see nothing until `commit`."""

    def __init__(self, company: "Company", entity: Entity, *, duplicates_allowed: bool = False) -> None:
        self.company = company
        self.entity = entity
        self.duplicates_allowed = duplicates_allowed
        self.afterthoughts: list[Afterthought] = []
        self._saved: dict[Key, JsonObject] = {}
        self._relabelled: dict[Key, JsonObject] = {}
        self._removed: set[Key] = set()
        self._postings: dict[Key, tuple[Entry, ...]] = {}

    def aside(self, entity: Entity) -> "Changes":
        """Changes that nobody will make: to see what would become of an object."""
        return Changes(self.company, entity, duplicates_allowed=True)

    def find(self, entity: str, object_id: str) -> JsonObject | None:
        """The object as this operation sees it."""
        key = (entity, object_id)
        if key in self._removed:
            return None
        return self._saved.get(key) or self._relabelled.get(key) or self.company.find(entity, object_id)

    def save(self, entity: str, changed: JsonObject) -> None:
        """Keep a new state of an object; its `SyncToken` moves at the commit."""
        self._saved[entity, changed["Id"]] = changed

    def relabel(self, entity: str, shown: JsonObject) -> None:
        """Keep a new state that is no change of the object: only a name it shows of another."""
        held = self._saved if (entity, shown["Id"]) in self._saved else self._relabelled
        held[entity, shown["Id"]] = shown

    def remove(self, entity: str, object_id: str) -> None:
        """The object goes, and what it posted with it."""
        self._removed.add((entity, object_id))
        if self.company.general_ledger.entries_of(entity, object_id):
            self._postings[entity, object_id] = ()

    def post(self, entity: str, txn: JsonObject) -> None:
        """Put the transaction, as it is now, in the place of what it had posted."""
        self.enter(entity, txn["Id"], self.company.entities[entity].behaviour.entries(self, txn))

    def enter(self, entity: str, object_id: str, entries: Iterable[Entry]) -> None:
        """What an object posts from now on."""
        kept = tuple(each for each in entries if each.amount or each.quantity)
        if kept or self.company.general_ledger.entries_of(entity, object_id):
            self._postings[entity, object_id] = kept

    def afterwards(self, afterthought: Afterthought) -> None:
        """Ask this once the changes are made."""
        self.afterthoughts.append(afterthought)

    def commit(self) -> Effects:
        """Make all changes. Nothing here can be refused any more."""
        effects = self._effects(intern(self.company.clock.stamp()))
        self.company.apply(effects)
        return effects

    def _effects(self, stamp: str) -> Effects:
        meta = {"CreateTime": stamp, "LastUpdatedTime": stamp}
        relabelled = [Stored(key[0], shown) for key, shown in self._relabelled.items()]
        saved = [
            Stored(key[0], self._stamped(key, changed, meta))
            for key, changed in self._saved.items()
            if key not in self._removed and self._differs(key, changed)
        ]
        return Effects(
            stored=(*relabelled, *saved),
            removed=tuple(Removed(*key, _stub(key[1], stamp)) for key in self._removed),
            posted=tuple(Posted(*key, entries) for key, entries in self._postings.items()),
        )

    def _differs(self, key: Key, changed: JsonObject) -> bool:
        """What is written again as it was has changed; what an operation came back to by itself has not."""
        return key[0] == self.entity.name or changed != self.company.find(*key)

    def _stamped(self, key: Key, changed: JsonObject, meta: JsonObject) -> JsonObject:
        before = self.company.find(*key)
        token = str(int(before["SyncToken"]) + 1) if before else "0"
        stamps = {**meta, "CreateTime": before["MetaData"]["CreateTime"]} if before else meta
        return {**changed, **_OWN_STAMPS, "SyncToken": token, "MetaData": stamps}


def _stub(object_id: str, stamp: str) -> JsonObject:
    """What is left of a deleted object."""
    return {"domain": "QBO", "status": "Deleted", "Id": object_id, "MetaData": {"LastUpdatedTime": stamp}}

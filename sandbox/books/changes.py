"""One operation's changes: held apart until all are known to be good, then made at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import Entity, Family
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.company import Company

Key = tuple[str, str]
_OWN_STAMPS: Final = {"domain": "QBO", "sparse": False}


class Changes:
    """An overlay on the books: reads see what was saved in it, the books see nothing until `commit`."""

    def __init__(self, company: "Company", entity: Entity, *, duplicates_allowed: bool = False) -> None:
        self.company = company
        self.entity = entity
        self.duplicates_allowed = duplicates_allowed
        self._saved: dict[Key, JsonObject] = {}
        self._relabelled: dict[Key, JsonObject] = {}
        self._removed: set[Key] = set()
        self._postings: dict[Key, Sequence[Entry]] = {}

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
        """The object goes."""
        self._removed.add((entity, object_id))

    def post(self, entity: str, txn: JsonObject, entries: Sequence[Entry]) -> None:
        """What the transaction posts from now on; nothing takes it out of the general ledger."""
        self._postings[entity, txn["Id"]] = [entry for entry in entries if entry.amount]

    def commit(self) -> None:
        """Make all changes. Nothing here can be refused any more."""
        stamp = self.company.clock.stamp()
        for (entity, object_id), entries in self._postings.items():
            self.company.general_ledger.post(entity, object_id, entries)
        for (entity, _), shown in self._relabelled.items():
            self.company.shelf(entity).put(shown)
        for key, changed in self._saved.items():
            if key not in self._removed:
                self._put(key[0], changed, stamp)
        for entity, object_id in self._removed:
            self.company.shelf(entity).remove(object_id, _stub(object_id, stamp))

    def _put(self, entity: str, changed: JsonObject, stamp: str) -> None:
        shelf = self.company.shelf(entity)
        stored = shelf.get(changed["Id"])
        created = stored["MetaData"]["CreateTime"] if stored else stamp
        shelf.put(
            {
                **changed,
                **_OWN_STAMPS,
                "SyncToken": str(int(stored["SyncToken"]) + 1) if stored else "0",
                "MetaData": {"CreateTime": created, "LastUpdatedTime": stamp},
            }
        )
        if shelf.entity.family is Family.TRANSACTION:
            self.company.number_used(entity, changed.get("DocNumber"))


def _stub(object_id: str, stamp: str) -> JsonObject:
    """What is left of a deleted object."""
    return {"domain": "QBO", "status": "Deleted", "Id": object_id, "MetaData": {"LastUpdatedTime": stamp}}

"""What a person does in QBO's own pages: behind the back of every client of the API."""

from collections.abc import Callable
from typing import Final

from sandbox.books import operations
from sandbox.books.company import Company
from sandbox.books.merging import merge
from sandbox.books.writing import Writing, write
from sandbox.entities.entity import Entity
from sandbox.entities.registry import ENTITIES
from sandbox.faults import fault, gone
from sandbox.shapes import JsonObject

BY_HAND: Final = Writing(source=operations.BY_HAND)
DEPOSITABLE: Final = ("Payment", "SalesReceipt")


def edit(company: Company, asked: JsonObject) -> JsonObject:
    """Do it; the object after it. `asked` has `edit` and what that edit needs. Raises `QboFault`."""
    done = _EDITS.get(str(asked.get("edit")))
    if done is None:
        raise fault(
            "2170", f"Unknown edit {asked.get('edit')!r}; there are {', '.join(sorted(_EDITS))}", "edit"
        )
    return done(company, asked)


def _entity(asked: JsonObject) -> Entity:
    entity = ENTITIES.get(str(asked.get("entity")))
    if entity is None:
        raise fault(
            "2000", f"Invalid or unsupported object name. Object Name: {asked.get('entity')}", "entity"
        )
    return entity


def _current(company: Company, entity: Entity, object_id: object) -> JsonObject:
    stored = company.find(entity.name, str(object_id))
    if stored is None:
        raise gone()
    return stored


def _changed(company: Company, asked: JsonObject, fields: JsonObject) -> JsonObject:
    entity = _entity(asked)
    stored = _current(company, entity, asked.get("id"))
    kept = {name: stored[name] for name in entity.restated if name in stored}
    body = {**kept, **fields, "Id": stored["Id"], "SyncToken": stored["SyncToken"], "sparse": True}
    return write(company, entity, "update", body, BY_HAND)


def _create(company: Company, asked: JsonObject) -> JsonObject:
    return write(company, _entity(asked), "create", dict(asked.get("fields", {})), BY_HAND)


def _update(company: Company, asked: JsonObject) -> JsonObject:
    return _changed(company, asked, dict(asked.get("fields", {})))


def _rename(company: Company, asked: JsonObject) -> JsonObject:
    return _changed(company, asked, {_entity(asked).name_field: asked.get("name")})


def _inactivate(company: Company, asked: JsonObject) -> JsonObject:
    return _changed(company, asked, {"Active": False})


def _activate(company: Company, asked: JsonObject) -> JsonObject:
    return _changed(company, asked, {"Active": True})


def _remove(company: Company, asked: JsonObject) -> JsonObject:
    entity = _entity(asked)
    stored = _current(company, entity, asked.get("id"))
    body = {"Id": stored["Id"], "SyncToken": stored["SyncToken"]}
    return write(company, entity, str(asked["edit"]), body, BY_HAND)


def _deposit(company: Company, asked: JsonObject) -> JsonObject:
    """Take payments and sales receipts from Undeposited Funds to a bank account."""
    lines = [_deposit_line(company, str(each)) for each in asked.get("payments", ())]
    account = asked.get("account") or company.account_for("Checking")
    body = {"DepositToAccountRef": {"value": account}, "Line": lines}
    return write(company, ENTITIES["Deposit"], "create", body, BY_HAND)


def _deposit_line(company: Company, txn_id: str) -> JsonObject:
    for kind in DEPOSITABLE:
        found = company.find(kind, txn_id)
        if found is not None:
            tie = {"TxnId": txn_id, "TxnType": kind, "TxnLineId": "0"}
            return {"Amount": found["TotalAmt"], "LinkedTxn": [tie]}
    raise gone()


def _close_books(company: Company, asked: JsonObject) -> JsonObject:
    """Nothing dated on or before that day changes any more; no date opens the books again."""
    preferences = {**company.preferences["AccountingInfoPrefs"], "BookCloseDate": asked.get("date")}
    stored = company.preferences
    body = {"Id": stored["Id"], "SyncToken": stored["SyncToken"], "AccountingInfoPrefs": preferences}
    return write(company, ENTITIES["Preferences"], "update", body, BY_HAND)


def _merge(company: Company, asked: JsonObject) -> JsonObject:
    return merge(company, _entity(asked), str(asked.get("id")), str(asked.get("into")))


_EDITS: Final[dict[str, Callable[[Company, JsonObject], JsonObject]]] = {
    "create": _create,
    "update": _update,
    "rename": _rename,
    "inactivate": _inactivate,
    "activate": _activate,
    "merge": _merge,
    "delete": _remove,
    "void": _remove,
    "deposit": _deposit,
    "close_books": _close_books,
}

"""What a person does in QBO's own pages: behind the back of every client of the API."""

from collections.abc import Callable
from typing import Final

from sandbox.books.changes import Changes
from sandbox.books.company import Company
from sandbox.books.general_ledger import Entry
from sandbox.books.operations import Source
from sandbox.books.writing import Writing, write
from sandbox.entities.entity import Entity, Family
from sandbox.entities.registry import ENTITIES
from sandbox.faults import business, fault, gone
from sandbox.shapes import JsonObject

BY_HAND: Final = Writing(source=Source(by="person"))


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
    body = {**fields, "Id": stored["Id"], "SyncToken": stored["SyncToken"], "sparse": True}
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
    return write(
        company, entity, str(asked["edit"]), {"Id": stored["Id"], "SyncToken": stored["SyncToken"]}, BY_HAND
    )


def _deposit(company: Company, asked: JsonObject) -> JsonObject:
    """Take payments from Undeposited Funds to a bank account."""
    payments = [_current(company, ENTITIES["Payment"], each) for each in asked.get("payments", ())]
    account = asked.get("account") or company.account_for("Checking")
    lines = [
        {
            "Amount": each["TotalAmt"],
            "LinkedTxn": [{"TxnId": each["Id"], "TxnType": "Payment", "TxnLineId": "0"}],
        }
        for each in payments
    ]
    body = {"DepositToAccountRef": {"value": account}, "Line": lines}
    return write(company, ENTITIES["Deposit"], "create", body, BY_HAND)


def _close_books(company: Company, asked: JsonObject) -> JsonObject:
    """Nothing dated on or before that day changes any more; no date opens the books again."""
    preferences = {**company.preferences["AccountingInfoPrefs"], "BookCloseDate": asked.get("date")}
    stored = company.preferences
    body = {"Id": stored["Id"], "SyncToken": stored["SyncToken"], "AccountingInfoPrefs": preferences}
    return write(company, ENTITIES["Preferences"], "update", body, BY_HAND)


def _merge(company: Company, asked: JsonObject) -> JsonObject:
    """Everything of one name goes to another; the merged one is inactive from then on."""
    entity = _entity(asked)
    if entity.name not in {"Customer", "Vendor"}:
        raise business("Only customers and vendors can be merged.", "entity")
    merged = _current(company, entity, asked.get("id"))
    into = _current(company, entity, asked.get("into"))
    changes = Changes(company, entity)
    _move_transactions(changes, merged, into)
    changes.commit()
    return _changed(company, asked, {"Active": False})


def _move_transactions(changes: Changes, merged: JsonObject, into: JsonObject) -> None:
    reference = f"{changes.entity.name}Ref"
    for entity in changes.company.entities.values():
        if entity.family is not Family.TRANSACTION or reference not in entity.indexes:
            continue
        for txn_id in tuple(changes.company.shelf(entity.name).ids_by(reference, merged["Id"])):
            stored = changes.find(entity.name, txn_id)
            if stored is not None:
                moved = {**stored, reference: {"value": into["Id"], "name": into["DisplayName"]}}
                changes.save(entity.name, moved)
                entries = changes.company.general_ledger.entries_of(entity.name, txn_id)
                changes.post(
                    entity.name, moved, [_owed_by(each, merged["Id"], into["Id"]) for each in entries]
                )


def _owed_by(entry: Entry, old: str, new: str) -> Entry:
    return entry._replace(
        customer=new if entry.customer == old else entry.customer,
        vendor=new if entry.vendor == old else entry.vendor,
    )


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

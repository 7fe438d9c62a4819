"""RecurringTransaction: a transaction as a template, with its schedule. It is kept; nothing runs it."""

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.entities.bill import BILL, VENDOR_CREDIT
from sandbox.entities.credit_memo import CREDIT_MEMO
from sandbox.entities.deposit import DEPOSIT
from sandbox.entities.entity import Behaviour, Entity, attachment
from sandbox.entities.estimate import ESTIMATE
from sandbox.entities.fields import choice, day, flag, part, text, whole
from sandbox.entities.invoice import INVOICE
from sandbox.entities.journal_entry import JOURNAL_ENTRY
from sandbox.entities.purchase import PURCHASE, PURCHASE_ORDER
from sandbox.entities.receipts import REFUND_RECEIPT, SALES_RECEIPT
from sandbox.entities.schema import Field, Part
from sandbox.entities.transfer import TRANSFER
from sandbox.faults import QboFault, business, missing
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company

TEMPLATES: Final = {
    each.name: each
    for each in (
        BILL,
        CREDIT_MEMO,
        DEPOSIT,
        ESTIMATE,
        INVOICE,
        JOURNAL_ENTRY,
        PURCHASE,
        PURCHASE_ORDER,
        REFUND_RECEIPT,
        SALES_RECEIPT,
        TRANSFER,
        VENDOR_CREDIT,
    )
}
OWN: Final = ("Id", "SyncToken", "sparse")
"""What a client writes into the template, and what is the recurring transaction's."""
NOT_YET: Final = frozenset(
    {"Balance", "DocNumber", "DueDate", "Id", "LinkedTxn", "RemainingCredit", "SyncToken", "TxnDate"}
)
"""What a transaction has and its template has not."""

_INFO: Final = part(
    "RecurringInfo",
    [
        text("Name", 100),
        choice("RecurType", "Automated", "Reminded", "UnScheduled"),
        flag("Active"),
        part(
            "ScheduleInfo",
            [
                *(day(name) for name in ("StartDate", "EndDate", "NextDate", "PreviousDate")),
                *(whole(name) for name in ("DaysBefore", "RemindDays", "MaxOccurrences", "NumInterval")),
                choice("IntervalType", "Yearly", "Monthly", "Weekly", "Daily"),
                whole("DayOfMonth"),
                *(text(name, 30) for name in ("DayOfWeek", "WeekOfMonth", "MonthOfYear")),
            ],
        ),
    ],
)


class RecurringBehaviour(Behaviour):
    """The template is completed as its transaction would be; it posts nothing."""

    @override
    def unwrapped(self, company: "Company", body: JsonObject) -> JsonObject:
        """The id is the template's to tell; a sparse update is one of the template."""
        kind = next((name for name in body if name in TEMPLATES), "")
        inner = body.get(kind)
        if not isinstance(inner, dict):
            return body
        own = {name: inner[name] for name in OWN if name in inner}
        held = company.find("RecurringTransaction", str(own.get("Id"))) or {}
        sparse = str(own.get("sparse", "")).lower() == "true"
        return {**body, **own, kind: {**held.get(kind, {}), **inner} if sparse else inner}

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        kinds = [name for name in draft if name in TEMPLATES]
        if len(kinds) != 1:
            raise QboFault([missing("RecurringTransaction")])
        if before is not None and kinds[0] not in before:
            raise business("The type of a recurring transaction cannot be changed.")
        draft[kinds[0]] = _completed(changes, TEMPLATES[kinds[0]], draft[kinds[0]])

    @override
    def present(self, company: "Company", stored: JsonObject) -> JsonObject:
        kind = next(name for name in stored if name in TEMPLATES)
        own = {name: value for name, value in stored.items() if name not in TEMPLATES}
        return {kind: {**stored[kind], **own, "RecurDataRef": {"value": stored["Id"]}}}


def _completed(changes: "Changes", entity: Entity, given: JsonObject) -> JsonObject:
    """As if it were made today, less what only a transaction has. QBO: 2020 for what is missing."""
    info = given.get("RecurringInfo", {})
    lacking = [missing(name) for name in entity.required if given.get(name) in (None, [])]
    lacking += [missing(f"RecurringInfo.{name}") for name in ("Name", "RecurType") if name not in info]
    if lacking:
        raise QboFault(lacking)
    tried = changes.aside(entity)
    draft = {name: value for name, value in given.items() if name not in NOT_YET}
    draft = {**dict(entity.defaults), **draft, "TxnDate": changes.company.clock.today()}
    entity.behaviour.complete(tried, draft, None)
    kept = {name: value for name, value in draft.items() if name not in NOT_YET}
    return {**kept, "RecurringInfo": _scheduled(info)}


def _scheduled(info: JsonObject) -> JsonObject:
    """The next date is the first, until a person says another."""
    schedule = dict(info.get("ScheduleInfo", {}))
    if "StartDate" in schedule:
        schedule.setdefault("NextDate", schedule["StartDate"])
    return {"Active": True, **info, **({"ScheduleInfo": schedule} if schedule else {})}


RECURRING_TRANSACTION = attachment(
    "RecurringTransaction",
    [
        Field(name=name, kind=Part({**entity.fields, "RecurringInfo": _INFO}), queryable=False)
        for name, entity in TEMPLATES.items()
    ],
    behaviour=RecurringBehaviour(),
)

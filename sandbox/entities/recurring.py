"""RecurringTransaction: a template inside its envelope, `{"Invoice": {…, "RecurringInfo": {…}}}`.

It posts nothing, and nothing is ever made of it here: time does not pass for templates.
"""

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.books.changes import Changes
from sandbox.books.drafting import finish
from sandbox.entities.bill import BILL, VENDOR_CREDIT
from sandbox.entities.credit_memo import CREDIT_MEMO
from sandbox.entities.deposit import DEPOSIT
from sandbox.entities.entity import EVERY_OBJECT, Behaviour, Entity, Family
from sandbox.entities.estimate import ESTIMATE
from sandbox.entities.fields import choice, computed, day, flag, named, part, whole
from sandbox.entities.invoice import INVOICE
from sandbox.entities.journal_entry import JOURNAL_ENTRY
from sandbox.entities.kinds import UNPARSEABLE
from sandbox.entities.purchase import PURCHASE, PURCHASE_ORDER
from sandbox.entities.receipts import REFUND_RECEIPT, SALES_RECEIPT
from sandbox.entities.transfer import TRANSFER
from sandbox.faults import QboFault, fault, missing
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.company import Company

_ALL: Final = (
    BILL, CREDIT_MEMO, DEPOSIT, ESTIMATE, INVOICE, JOURNAL_ENTRY, PURCHASE, PURCHASE_ORDER,
    REFUND_RECEIPT, SALES_RECEIPT, TRANSFER, VENDOR_CREDIT,
)  # fmt: skip
KINDS: Final = {each.name: each for each in _ALL}
_OUTSIDE: Final = frozenset(each.name for each in EVERY_OBJECT)
_WEEKDAYS: Final = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")

SCHEDULE: Final = part(
    "ScheduleInfo",
    [
        *(day(each) for each in ("StartDate", "EndDate", "NextDate", "PreviousDate")),
        *(whole(each) for each in ("DaysBefore", "MaxOccurrences", "RemindDays", "NumInterval")),
        *(whole(each) for each in ("DayOfMonth", "MonthOfYear", "WeekOfMonth")),
        choice("IntervalType", "Daily", "Weekly", "Monthly", "Yearly"),
        choice("DayOfWeek", *_WEEKDAYS),
    ],
)
RECURRING_INFO: Final = part(
    "RecurringInfo",
    [
        named("Name"),
        choice("RecurType", "Automated", "Reminded", "UnScheduled"),
        flag("Active"),
        SCHEDULE,
    ],
)


class RecurringBehaviour(Behaviour):
    """The template is completed as its kind is; what makes it an object is kept outside of it."""

    @override
    def received(self, company: "Company", body: JsonObject) -> JsonObject:
        kind = next((name for name in body if name in KINDS), "")
        inner = body.get(kind)
        if not isinstance(inner, dict):
            raise fault("2010", UNPARSEABLE, "RecurringTransaction")
        own = {name: value for name, value in inner.items() if name in _OUTSIDE}
        template = {name: value for name, value in inner.items() if name not in _OUTSIDE}
        before = company.find("RecurringTransaction", str(own.get("Id", ""))) or {}
        if str(own.get("sparse", "")).lower() == "true":
            template = {**before.get(kind, {}), **template}
        return {**own, "sparse": False, kind: template}

    @override
    def complete(self, changes: Changes, draft: JsonObject, before: JsonObject | None) -> None:
        kind = next((name for name in draft if name in KINDS), "")
        if not kind:
            raise QboFault([missing("RecurringInfo")])
        draft[kind] = _completed(changes, KINDS[kind], draft[kind])
        draft |= {"Type": kind, "Name": draft[kind]["RecurringInfo"]["Name"]}
        _refuse_taken(changes, draft, (before or {}).get("Id"))

    @override
    def present(self, company: "Company", stored: JsonObject) -> JsonObject:
        own = {name: value for name, value in stored.items() if name in _OUTSIDE}
        return {stored["Type"]: {**stored[stored["Type"]], **own}}


def _completed(changes: Changes, kind: Entity, template: JsonObject) -> JsonObject:
    """Totals and defaults as its kind has them, but no number: that is for what is made of it."""
    info = template.get("RecurringInfo") or {}
    lacking = [missing(each) for each in kind.required if template.get(each) in (None, [])]
    if lacking or "Name" not in info:
        raise QboFault(lacking or [missing("RecurringInfo.Name")])
    draft = {name: value for name, value in template.items() if name not in {"RecurringInfo", "DocNumber"}}
    finish(Changes(changes.company, kind), draft, None)
    draft.pop("DocNumber", None)
    schedule = info.get("ScheduleInfo", {})
    if "StartDate" in schedule:
        schedule.setdefault("NextDate", schedule["StartDate"])
    return {**draft, "RecurringInfo": info}


def _refuse_taken(changes: Changes, draft: JsonObject, own_id: str | None) -> None:
    """QBO: 6240 for a second template of that name."""
    for taken in changes.company.shelf("RecurringTransaction").ids_by("Name", draft["Name"]):
        if taken != own_id:
            raise fault("6240", f"The name supplied already exists. : Id={taken}")


RECURRING_TRANSACTION = Entity(
    name="RecurringTransaction",
    family=Family.ATTACHMENT,
    fields={
        each.name: each
        for each in (
            *EVERY_OBJECT,
            computed("Type"),
            computed("Name", queryable=False),
            *(part(name, [*kind.fields.values(), RECURRING_INFO]) for name, kind in KINDS.items()),
        )
    },
    behaviour=RecurringBehaviour(),
    id_space="Txns",
    indexes=("Name",),
    operations=frozenset({"read", "query", "create", "update", "delete"}),
)

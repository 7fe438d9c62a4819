"""RecurringTransaction: a template inside its envelope, `{"Invoice": {…, "RecurringInfo": {…}}}`.

It posts nothing, and nothing is ever made of it here: time does not pass for templates.
"""

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.books.drafting import finish
from sandbox.entities.bill import BILL, VENDOR_CREDIT
from sandbox.entities.credit_memo import CREDIT_MEMO
from sandbox.entities.deposit import DEPOSIT
from sandbox.entities.entity import EVERY_OBJECT, Behaviour, Entity, attachment
from sandbox.entities.estimate import ESTIMATE
from sandbox.entities.fields import choice, computed, day, flag, named, part, text, whole
from sandbox.entities.invoice import INVOICE
from sandbox.entities.journal_entry import JOURNAL_ENTRY
from sandbox.entities.kinds import UNPARSEABLE
from sandbox.entities.purchase import PURCHASE, PURCHASE_ORDER
from sandbox.entities.receipts import REFUND_RECEIPT, SALES_RECEIPT
from sandbox.entities.schema import Field, Part
from sandbox.entities.transfer import TRANSFER
from sandbox.faults import QboFault, business, fault, missing
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company

_ALL: Final = (
    BILL, CREDIT_MEMO, DEPOSIT, ESTIMATE, INVOICE, JOURNAL_ENTRY, PURCHASE, PURCHASE_ORDER,
    REFUND_RECEIPT, SALES_RECEIPT, TRANSFER, VENDOR_CREDIT,
)  # fmt: skip
KINDS: Final = {each.name: each for each in _ALL}
NOT_YET: Final = frozenset({"Balance", "DocNumber", "DueDate", "LinkedTxn", "RemainingCredit", "TxnDate"})
"""What a transaction has and its template has not."""
_OUTSIDE: Final = frozenset(each.name for each in EVERY_OBJECT)
_WEEKDAYS: Final = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")

SCHEDULE: Final = part(
    "ScheduleInfo",
    [
        *(day(each) for each in ("StartDate", "EndDate", "NextDate", "PreviousDate")),
        *(whole(each) for each in ("DaysBefore", "MaxOccurrences", "RemindDays", "NumInterval")),
        *(whole(each) for each in ("DayOfMonth", "WeekOfMonth")),
        text("MonthOfYear", 30),
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
        """The id is the template's to tell; a sparse update is one of the template. QBO: 2010 for none."""
        kinds = [name for name in body if name in KINDS]
        inner = body[kinds[0]] if len(kinds) == 1 else None
        if not isinstance(inner, dict):
            raise fault("2010", UNPARSEABLE, "RecurringTransaction")
        own = {name: value for name, value in inner.items() if name in _OUTSIDE}
        template = {name: value for name, value in inner.items() if name not in _OUTSIDE}
        before = company.find("RecurringTransaction", str(own.get("Id", ""))) or {}
        if str(own.get("sparse", "")).lower() == "true":
            template = {**before.get(kinds[0], {}), **template}
        return {**body, **own, "sparse": False, kinds[0]: template}

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        kind = next((name for name in draft if name in KINDS), "")
        if not kind:
            raise QboFault([missing("RecurringInfo")])
        if before is not None and before["Type"] != kind:
            raise business("The type of a recurring transaction cannot be changed.")
        draft[kind] = _completed(changes, KINDS[kind], draft[kind])
        draft |= {"Type": kind, "Name": draft[kind]["RecurringInfo"]["Name"]}
        _refuse_taken(changes, draft)

    @override
    def present(self, company: "Company", stored: JsonObject) -> JsonObject:
        own = {name: value for name, value in stored.items() if name in _OUTSIDE}
        return {stored["Type"]: {**stored[stored["Type"]], **own, "RecurDataRef": {"value": stored["Id"]}}}


def _completed(changes: "Changes", kind: Entity, template: JsonObject) -> JsonObject:
    """As if it were made today, less what only a transaction has. QBO: 2020 for what is missing."""
    info = template.get("RecurringInfo") or {}
    lacking = [missing(name) for name in kind.required if template.get(name) in (None, [])]
    lacking += [missing(f"RecurringInfo.{name}") for name in ("Name", "RecurType") if not info.get(name)]
    if lacking:
        raise QboFault(lacking)
    unlike = NOT_YET | {"RecurringInfo"}
    draft = {name: value for name, value in template.items() if name not in unlike}
    finish(changes.aside(kind), draft, None)
    kept = {name: value for name, value in draft.items() if name not in unlike}
    return {**kept, "RecurringInfo": _scheduled(info)}


def _scheduled(info: JsonObject) -> JsonObject:
    """The next date is the first, until a person says another."""
    schedule = dict(info.get("ScheduleInfo", {}))
    if "StartDate" in schedule:
        schedule.setdefault("NextDate", schedule["StartDate"])
    return {"Active": True, **info, **({"ScheduleInfo": schedule} if schedule else {})}


def _refuse_taken(changes: "Changes", draft: JsonObject) -> None:
    """QBO: 6240 for a second template of that name."""
    for taken in changes.company.shelf("RecurringTransaction").ids_by("Name", draft["Name"]):
        if taken != draft.get("Id"):
            raise fault("6240", f"The name supplied already exists. : Id={taken}")


RECURRING_TRANSACTION = attachment(
    "RecurringTransaction",
    [
        computed("Type"),
        computed("Name", queryable=False),
        *(
            Field(name=name, kind=Part({**kind.fields, "RecurringInfo": RECURRING_INFO}), queryable=False)
            for name, kind in KINDS.items()
        ),
    ],
    behaviour=RecurringBehaviour(),
    id_space="Txns",
    indexes=("Name",),
)

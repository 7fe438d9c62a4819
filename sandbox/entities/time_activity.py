"""TimeActivity: hours somebody worked. It posts nothing."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.entities.entity import Behaviour, transaction
from sandbox.entities.expense_parts import BILLABLE
from sandbox.entities.fields import choice, flag, moment, number, opaque, ref, text, whole
from sandbox.faults import fault
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

HOURS_OF_A_DAY: Final = 24
MINUTES_OF_AN_HOUR: Final = 60


class TimeActivityBehaviour(Behaviour):
    """Somebody worked, so long or from when to when."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        _check_worker(draft)
        _check_time(draft)
        draft.setdefault("BillableStatus", "NotBillable")
        draft.setdefault("Taxable", False)
        if draft["BillableStatus"] == "Billable" and "CustomerRef" not in draft:
            raise fault("6310", "A customer is required if the transaction is billable.", "CustomerRef")


def _check_worker(draft: JsonObject) -> None:
    """QBO: 6290 for two, 6300 for nobody."""
    if "EmployeeRef" in draft and "VendorRef" in draft:
        raise fault("6290", "You must specify either an employee or a vendor.", "NameOf")
    field = f"{draft['NameOf']}Ref"
    if draft["NameOf"] != "Other" and field not in draft:
        raise fault("6300", "The employee or vendor's name is either missing or invalid.", field)


def _check_time(draft: JsonObject) -> None:
    """QBO: 6350 without a time, 6390 with two, 6370 if it ends before it starts, 6380 out of range."""
    spent = "Hours" in draft or "Minutes" in draft
    clocked = "StartTime" in draft or "EndTime" in draft
    if spent and clocked:
        raise fault("6390", "Specify a total elapsed time (hours:minutes) or the start and end time.")
    if not spent and not ("StartTime" in draft and "EndTime" in draft):
        raise fault("6350", "Time (hours:minutes) is missing.", "Hours")
    if clocked and _read(draft["EndTime"]) < _read(draft["StartTime"]):
        raise fault("6370", f"The start time is after end time: {draft['StartTime']}", "StartTime")
    hours, minutes = draft.get("Hours", 0), draft.get("Minutes", 0)
    if not (0 <= hours <= HOURS_OF_A_DAY and 0 <= minutes < MINUTES_OF_AN_HOUR):
        detail = f"The time duration isn't within the valid range: {hours}:{minutes}"
        raise fault("6380", detail, "Hours")


def _read(stamp: str) -> datetime:
    """Two moments compare if both have a zone or neither; QBO takes a mixture for its own wall clock."""
    return datetime.fromisoformat(stamp).replace(tzinfo=None)


TIME_ACTIVITY = transaction(
    "TimeActivity",
    [
        choice("NameOf", "Employee", "Vendor", "Other", required=True),
        ref("EmployeeRef", "Employee"),
        ref("VendorRef", "Vendor"),
        ref("CustomerRef", "Customer"),
        ref("ItemRef", "Item"),
        ref("ClassRef", "Class"),
        ref("DepartmentRef", "Department"),
        ref("PayrollItemRef"),
        ref("ProjectRef"),
        choice("BillableStatus", *BILLABLE),
        flag("Taxable"),
        number("HourlyRate"),
        number("CostRate"),
        whole("Hours"),
        whole("Minutes"),
        whole("BreakHours"),
        whole("BreakMinutes"),
        moment("StartTime"),
        moment("EndTime"),
        text("Description", 4000),
        text("TransactionLocationType", 50),
        opaque("AttachableRef"),
        opaque("TimeChargeId"),
    ],
    behaviour=TimeActivityBehaviour(),
    indexes=("CustomerRef", "VendorRef", "EmployeeRef"),
    id_space="TimeActivities",
    posts=False,
)

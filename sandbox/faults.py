"""QBO's faults: code, message, HTTP status and type, as clients meet them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sandbox.shapes import JsonObject


class Row(NamedTuple):
    """What goes with a code."""

    message: str
    status: int = 400
    kind: str = "ValidationFault"


CATALOGUE: dict[str, Row] = {
    "120": Row("Authorization Failure", 403, "AuthorizationFault"),
    "150": Row("Company Under Maintenance", 503, "SystemFault"),
    "500": Row("Unsupported Operation"),
    "600": Row("Duplicate Request ID"),
    "610": Row("Object Not Found"),
    "620": Row("TxnID Cannot Be Linked"),
    "900": Row("Parent cannot be child"),
    "1040": Row("Batch size exceeds allowed limit"),
    "2000": Row("Invalid or unsupported object name"),
    "2010": Row("Request has invalid or unsupported property"),
    "2020": Row("Required param missing, need to supply the required value for the API"),
    "2030": Row("Invalid ID"),
    "2040": Row("Invalid String"),
    "2050": Row("String length is either shorter or longer than supported by specification"),
    "2060": Row("Invalid Date Format"),
    "2070": Row("Invalid Date"),
    "2090": Row("Invalid Number"),
    "2130": Row("Invalid Request Id Format"),
    "2140": Row("Invalid Amount"),
    "2170": Row("Invalid Enumeration"),
    "2200": Row("Malformed Website Address Format"),
    "2210": Row("Invalid Email Address format"),
    "2230": Row("Invalid Boolean"),
    "2250": Row("Missing lines"),
    "2260": Row("MissingPostingType"),
    "2290": Row("NegativeAmount"),
    "2300": Row("Amount on debits not equal to credits"),
    "2500": Row("Invalid Reference Id"),
    "4000": Row("Error parsing query"),
    "4001": Row("Invalid query"),
    "5010": Row("Stale Object Error"),
    "5020": Row("Permission Denied Error", 403, "AuthorizationFault"),
    "5030": Row("Feature Not Supported Error"),
    "6000": Row("A business validation error has occurred while processing your request"),
    "6010": Row("Invalid AccountType or AccountSubType"),
    "6050": Row("The entity reference type is unsupported for Attachable"),
    "6060": Row("Account.OpenBalanceDate must be specified with Account.OpenBalance"),
    "6070": Row("Amount calculation incorrect in the request"),
    "6080": Row("No Name Provided"),
    "6090": Row("Discount Line missing required info"),
    "6100": Row("Invalid Line TaxCode in the request"),
    "6140": Row("Duplicate Document Number Error"),
    "6150": Row("ParentRef Required Validation Error"),
    "6180": Row("Sub Level Limit"),
    "6190": Row("Invalid Company Status"),
    "6210": Row("Account Period Closed, Cannot Update Through Services API"),
    "6240": Row("Duplicate Name Exists Error"),
    "6250": Row("Invalid Customer"),
    "6290": Row("InvalidEmployeeOrVendor"),
    "6300": Row("InvalidEmployeeOrVendorName"),
    "6310": Row("MissingCustomer"),
    "6350": Row("MissingTime"),
    "6370": Row("StartTimeAfterEndTime"),
    "6380": Row("InvalidDuration"),
    "6390": Row("InvalidMultipleDurations"),
    "6430": Row("Invalid account type"),
    "6520": Row("Missing Tracked Inventory Item Quantity"),
    "6540": Row("Deposited Transaction cannot be changed"),
    "10000": Row("An application error has occurred while processing your request", 500, "SystemFault"),
}

INACTIVE = (
    "Something you're trying to use has been made inactive. "
    "Check the fields with accounts, customers, items, vendors or employees."
)


OF_QUERIES = frozenset({"4000", "4001"})
"""The errors that QBO gives no `element`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One error of a fault."""

    code: str
    detail: str
    element: str = ""
    message: str = ""

    def as_json(self) -> JsonObject:
        """The error as QBO spells it."""
        message = self.message or CATALOGUE.get(self.code, Row("Fault")).message
        error = {"Message": message, "Detail": self.detail, "code": self.code}
        return error if self.code in OF_QUERIES else {**error, "element": self.element}


class QboFault(Exception):
    """A refusal with one error or several; nothing was executed."""

    def __init__(self, problems: Iterable[Problem], *, status: int | None = None) -> None:
        self.problems = tuple(problems)
        first = CATALOGUE.get(self.problems[0].code, Row("Fault"))
        self.status = status or first.status
        self.kind = first.kind
        super().__init__("; ".join(f"{each.code}: {each.detail}" for each in self.problems))

    def as_json(self) -> JsonObject:
        """The value of `Fault`."""
        return {"Error": [each.as_json() for each in self.problems], "type": self.kind}


class Unsupported(QboFault):
    """QBO: 500, for what is not there. `instead` is the status that other servers answer then."""

    def __init__(self, operation: str, instead: int) -> None:
        super().__init__([Problem("500", f"Operation {operation} is not supported.")])
        self.instead = instead


class GatewayFault(Exception):
    """A refusal by the gateway in front of QBO, which spells its faults in lower case."""

    def __init__(self, code: str, name: str, status: int, detail: str, kind: str) -> None:
        self.code, self.status, self.detail, self.kind = code, status, detail, kind
        self.message = f"message={name}; errorCode={int(code):06d}; statusCode={status}"
        super().__init__(self.message)


def fault(code: str, detail: str, element: str = "") -> QboFault:
    """One error as a fault."""
    return QboFault([Problem(code, detail, element)])


def missing(parameter: str) -> Problem:
    """QBO: 2020."""
    return Problem("2020", f"Required parameter {parameter} is missing in the request", parameter)


def business(reason: str, element: str = "") -> QboFault:
    """QBO: 6000, whose text says everything."""
    return fault("6000", f"Business Validation Error: {reason}", element)


def gone(reason: str = INACTIVE) -> QboFault:
    """QBO: 610."""
    return fault("610", f"Object Not Found : {reason}")


def token_refused(detail: str) -> GatewayFault:
    """The access token is expired, unknown or malformed."""
    return GatewayFault("3200", "AuthenticationFailed", 401, detail, "AUTHENTICATION")


def not_authorised() -> GatewayFault:
    """The token is good, but not for this company."""
    return GatewayFault("3100", "ApplicationAuthorizationFailed", 403, "", "SERVICE")


def throttled(status: int = 429) -> GatewayFault:
    """Too many calls."""
    detail = "The request limit was reached.  Try again later"
    return GatewayFault("3001", "ThrottleExceeded", status, detail, "SERVICE")

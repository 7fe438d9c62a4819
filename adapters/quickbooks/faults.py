"""What QBO's fault codes and texts mean: the tables, and the choice among several errors.

Codes that stand in no table are refusals with no reason of their own (REJECTED).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum

from domain.model.outcomes import Fault, HoldReason, RefusalReason, UnknownReason

Meaning = HoldReason | RefusalReason | UnknownReason

MEANINGS: Mapping[str, Meaning] = {
    # the whole company has to wait
    "3001": HoldReason.RATE_LIMITED,
    "3100": HoldReason.PERMISSION_DENIED,
    "120": HoldReason.PERMISSION_DENIED,
    "5020": HoldReason.PERMISSION_DENIED,
    "6190": HoldReason.COMPANY_SUSPENDED,
    # a definite no
    "150": RefusalReason.UNAVAILABLE,  # QBO is being maintained, and did nothing
    "600": RefusalReason.REQUEST_ID_USED,
    "610": RefusalReason.REFERENCE_INACTIVE,
    "620": RefusalReason.CANNOT_BE_APPLIED,
    "2040": RefusalReason.INVALID_CHARACTERS,
    "2050": RefusalReason.TOO_LONG,
    "2500": RefusalReason.REFERENCE_INACTIVE,
    "3200": RefusalReason.UNAUTHORIZED,
    "5010": RefusalReason.CHANGED,
    "6140": RefusalReason.NUMBER_TAKEN,
    "6210": RefusalReason.PERIOD_CLOSED,
    "6240": RefusalReason.NAME_TAKEN,
    "6430": RefusalReason.ACCOUNT_REFUSED,
    "6540": RefusalReason.DEPOSITED,
    # nobody knows
    "10000": UnknownReason.UNAVAILABLE,
}

BUSINESS_RULE = "6000"
REFERENCES = frozenset({"610", "2500"})

# A 6000 is what its text says. The locks are taken before anything is saved; the others
# were seen on objects that were saved all the same.
TRANSIENT_TEXTS: Mapping[str, Meaning] = {
    "only add or edit one name at a time": RefusalReason.UNAVAILABLE,
    "only add or edit one product or service at a time": RefusalReason.UNAVAILABLE,
    "unexpected error occurred while accessing or saving your data": UnknownReason.UNAVAILABLE,
    "try again later": UnknownReason.UNAVAILABLE,
}

# Further texts of a 6000; QBO: "There is no income account associated with the item Bad Debt."
FURTHER_TEXTS: Mapping[str, Meaning] = {
    "no income account associated with": RefusalReason.ACCOUNT_REFUSED,
}

# QBO: 6140 says "is assigned to TxnType=Invoice with TxnId=3632", 6240 "already exists. : Id=61".
OBJECT_ID = re.compile(r"\b(?:Txn)?Id=(\d+)", re.IGNORECASE)
# QBO: 2050 says "Min:0 Max:21 supported. Supplied length:1,045".
MOST = re.compile(r"\bMax:\s*([\d,]+)", re.IGNORECASE)
LENGTH = re.compile(r"\blength:\s*([\d,]+)", re.IGNORECASE)


class Weight(IntEnum):
    """Which of several errors in one answer decides, lowest first."""

    UNCERTAIN = 0  # one "may have been saved" spoils every definite no beside it
    HELD = 1  # about the company, so it holds for every record
    CURES_ITSELF = 2
    EXPLAINED = 3  # a reason that staff have a remedy for
    REJECTED = 4


def meaning_of(fault: Fault) -> Meaning:
    """The domain's word for one error."""
    if fault.code == BUSINESS_RULE:
        return _by_text(f"{fault.message} {fault.detail}".lower())
    if fault.code in REFERENCES and _is_about_an_account(fault):
        return RefusalReason.ACCOUNT_REFUSED
    return MEANINGS.get(fault.code, RefusalReason.REJECTED)


def decisive(faults: Sequence[Fault]) -> Fault:
    """The error that an answer with several is judged by; QBO's order decides between equals."""
    return min(faults, key=lambda fault: _weight(meaning_of(fault)))


def object_in(fault: Fault) -> str | None:
    """The id of the object that stands in the way, where the text names it."""
    named = OBJECT_ID.search(fault.detail or "")
    return named[1] if named else None


def limit_in(fault: Fault) -> int | None:
    """The most that a field takes, of a 2050."""
    return _number(MOST, fault)


def length_in(fault: Fault) -> int | None:
    """What it was given instead, of a 2050."""
    return _number(LENGTH, fault)


def _is_about_an_account(fault: Fault) -> bool:
    """QBO says so by the field, or by "Accounts element id 5 is invalid"."""
    named = (fault.element or "").endswith("AccountRef")
    return named or "accounts element" in (fault.detail or "").lower()


def _by_text(text: str) -> Meaning:
    for part, meaning in (*TRANSIENT_TEXTS.items(), *FURTHER_TEXTS.items()):
        if part in text:
            return meaning
    return RefusalReason.REJECTED


def _weight(meaning: Meaning) -> Weight:
    match meaning:
        case UnknownReason():
            return Weight.UNCERTAIN
        case HoldReason():
            return Weight.HELD
        case RefusalReason.UNAVAILABLE | RefusalReason.UNAUTHORIZED:
            return Weight.CURES_ITSELF
        case RefusalReason.REJECTED:
            return Weight.REJECTED
        case _:
            return Weight.EXPLAINED


def _number(pattern: re.Pattern[str], fault: Fault) -> int | None:
    found = pattern.search(fault.detail or "")
    digits = found[1].replace(",", "") if found else ""
    return int(digits) if digits else None

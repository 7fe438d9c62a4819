"""The table of QBO's faults: what each code and each text of a 6000 means."""

from __future__ import annotations

import pytest

from adapters.quickbooks.faults import (
    Meaning,
    decisive,
    length_in,
    limit_in,
    meaning_of,
    object_in,
)
from domain.model.outcomes import Fault, HoldReason, RefusalReason, UnknownReason

TOO_LONG = "String length specified does not match the supported length. "
ONE_NAME = "Business Validation Error: You can only add or edit one name at a time. Please try again."
ONE_ITEM = (
    "Business Validation Error: You can only add or edit one product or service at a time. Please try again."
)
SAVING = (
    "Business Validation Error: An unexpected error occurred while accessing or saving your data. "
    "Please wait a few minutes and try again."
)
OUR_END = "Business Validation Error: It looks like something went wrong on our end. Please try again later."


def a_fault(code: str, detail: str | None = None) -> Fault:
    return Fault(code=code, message=f"Message of {code}", detail=detail)


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("120", HoldReason.PERMISSION_DENIED),
        ("150", RefusalReason.UNAVAILABLE),
        ("600", RefusalReason.REQUEST_ID_USED),
        ("610", RefusalReason.REFERENCE_INACTIVE),
        ("620", RefusalReason.CANNOT_BE_APPLIED),
        ("2010", RefusalReason.REJECTED),
        ("2020", RefusalReason.REJECTED),
        ("2030", RefusalReason.REJECTED),
        ("2040", RefusalReason.INVALID_CHARACTERS),
        ("2050", RefusalReason.TOO_LONG),
        ("2130", RefusalReason.REJECTED),
        ("2210", RefusalReason.REJECTED),
        ("2500", RefusalReason.REFERENCE_INACTIVE),
        ("3001", HoldReason.RATE_LIMITED),
        ("3100", HoldReason.PERMISSION_DENIED),
        ("3200", RefusalReason.UNAUTHORIZED),
        ("4000", RefusalReason.REJECTED),
        ("5010", RefusalReason.CHANGED),
        ("5020", HoldReason.PERMISSION_DENIED),
        ("6070", RefusalReason.REJECTED),
        ("6140", RefusalReason.NUMBER_TAKEN),
        ("6190", HoldReason.COMPANY_SUSPENDED),
        ("6210", RefusalReason.PERIOD_CLOSED),
        ("6240", RefusalReason.NAME_TAKEN),
        ("6430", RefusalReason.ACCOUNT_REFUSED),
        ("6540", RefusalReason.DEPOSITED),
        ("10000", UnknownReason.UNAVAILABLE),
        ("", RefusalReason.REJECTED),
        ("99999", RefusalReason.REJECTED),
    ],
)
def test_a_code_means(code: str, meaning: Meaning) -> None:
    assert meaning_of(a_fault(code)) is meaning


@pytest.mark.parametrize(
    ("detail", "meaning"),
    [
        pytest.param(ONE_NAME, RefusalReason.UNAVAILABLE, id="the names are locked"),
        pytest.param(ONE_ITEM, RefusalReason.UNAVAILABLE, id="the inventory is locked"),
        pytest.param(SAVING, UnknownReason.UNAVAILABLE, id="it may have been saved"),
        pytest.param(OUR_END, UnknownReason.UNAVAILABLE, id="try again later"),
        pytest.param(
            "Business Validation Error: Select an account and try again.", RefusalReason.REJECTED, id="a rule"
        ),
        pytest.param(
            "There is no income account associated with the item Bad Debt.",
            RefusalReason.ACCOUNT_REFUSED,
            id="an item without an account",
        ),
        pytest.param(None, RefusalReason.REJECTED, id="no text"),
    ],
)
def test_a_6000_is_what_its_text_says(detail: str | None, meaning: Meaning) -> None:
    assert meaning_of(a_fault("6000", detail)) is meaning


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        (["2040", "2050"], "2040"),
        (["2050", "2040"], "2050"),
        (["6070", "2050"], "2050"),
        (["2050", "150"], "150"),
        (["150", "3001"], "3001"),
        (["3001", "10000"], "10000"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_of_several_errors_the_one_with_the_widest_consequence_decides(codes: list[str], code: str) -> None:
    assert decisive([a_fault(each) for each in codes]).code == code


@pytest.mark.parametrize(
    ("detail", "object_id"),
    [
        pytest.param(
            "Duplicate Document Number Error : You must specify a different number. This number has already "
            "been used. DocNumber=1001 is assigned to TxnType=Invoice with TxnId=3632",
            "3632",
            id="6140",
        ),
        pytest.param("The name supplied already exists. : Id=61", "61", id="6240, in the same list"),
        pytest.param(
            "The name supplied already exists. : Another customer, vendor or employee is already using this "
            "name. Please use a different name.",
            None,
            id="6240, in another list",
        ),
        pytest.param("The name supplied already exists. : GrId=61", None, id="a word that ends in Id"),
        pytest.param(None, None, id="no text"),
    ],
)
def test_the_object_in_the_way_stands_in_the_text(detail: str | None, object_id: str | None) -> None:
    assert object_in(a_fault("6140", detail)) == object_id


@pytest.mark.parametrize(
    ("detail", "limit", "length"),
    [
        (TOO_LONG + "Min:0 Max:21 supported. Supplied length:45", 21, 45),
        (TOO_LONG + "Min:0 Max:4,000 supported. Supplied length:1,234,567", 4000, 1_234_567),
        (TOO_LONG, None, None),
        (TOO_LONG + "Min:0 Max:, supported. Supplied length:,", None, None),
        (None, None, None),
    ],
    ids=["as seen", "with thousands", "without numbers", "commas alone", "no text"],
)
def test_limit_and_length_stand_in_the_text(
    detail: str | None, limit: int | None, length: int | None
) -> None:
    fault = a_fault("2050", detail)
    assert (limit_in(fault), length_in(fault)) == (limit, length)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        pytest.param(
            Fault(code="610", message="", element="Line.DiscountLineDetail.DiscountAccountRef"),
            RefusalReason.ACCOUNT_REFUSED,
            id="an account by the field",
        ),
        pytest.param(
            a_fault("2500", "Invalid Reference Id : Accounts element id 5 is invalid"),
            RefusalReason.ACCOUNT_REFUSED,
            id="an account by the text",
        ),
        pytest.param(
            Fault(code="610", message="", element="CustomerRef"),
            RefusalReason.REFERENCE_INACTIVE,
            id="anything else",
        ),
    ],
)
def test_an_account_that_is_refused_is_told_apart(fault: Fault, expected: Meaning) -> None:
    assert meaning_of(fault) is expected

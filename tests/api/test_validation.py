"""How the places and the rules of a bad request are told."""

from __future__ import annotations

import pytest

from api.validation import broken_rules, pointer_to


@pytest.mark.parametrize(
    ("place", "body", "pointer"),
    [
        (("query", "from"), None, "/query/from"),
        (("body",), None, "/body"),
        (("body", "lines", 0, "quantity"), {"lines": [{"quantity": 1}]}, "/body/lines/0/quantity"),
        (("body", "lines", 0, "fee_item"), {"lines": [{}]}, "/body/lines/0/fee_item"),
        (("body", "records", 0, "contact", "currency"), {"records": [{}]}, "/body/records/0/currency"),
        (("body", "a/b~c"), {"a/b~c": 1}, "/body/a~1b~0c"),
        (("body", "x" * 1000), {}, "/body/" + "x" * 494),
    ],
    ids=[
        "a parameter",
        "the whole body",
        "a value",
        "a missing value",
        "no tag of a union",
        "escaped",
        "cut",
    ],
)
def test_a_place_is_a_json_pointer(place: tuple[str | int, ...], body: object, pointer: str) -> None:
    assert pointer_to(place, body) == pointer


def test_a_rule_nobody_thought_of_is_told_without_pydantics_words() -> None:
    error = {"type": "greater_than", "loc": ("body", "age"), "msg": "Must not be 4111", "ctx": {"gt": 4111}}
    (rule,) = broken_rules([error], {})
    assert (rule.code, rule.message) == ("invalid", "Is not valid.")


def test_our_own_rules_are_told_in_our_own_words() -> None:
    error = {"type": "date_invalid", "loc": ("body", "txn_date"), "msg": "Must be a date: YYYY-MM-DD."}
    (rule,) = broken_rules([error], {})
    assert (rule.code, rule.message) == ("date_invalid", "Must be a date: YYYY-MM-DD.")

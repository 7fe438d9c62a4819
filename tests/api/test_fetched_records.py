"""What a billing system gives is read by the rules of the contract, and none of it is repeated."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.example_bodies import A_CONTACT, A_PAYMENT, AN_INVOICE, CONTACT, INVOICE, PAYMENT
from api.fetched_records import read_record
from domain.model.records import Record, RecordKey, RecordKind
from domain.model.sources import SourceFailure, SourceFailureReason
from tests.builders import a_key

CONTACT_KEY, INVOICE_KEY = A_CONTACT.key, AN_INVOICE.key
INVALID, MALFORMED = SourceFailureReason.INVALID, SourceFailureReason.MALFORMED


def failed(key: RecordKey, body: bytes) -> SourceFailure:
    came = read_record(key, body)
    assert isinstance(came, SourceFailure)
    return came


def rule_of(key: RecordKey, body: dict[str, Any]) -> tuple[str, str]:
    came = failed(key, json.dumps(body).encode())
    assert came.reason is INVALID
    return came.field, came.rule


@pytest.mark.parametrize(
    ("record", "body"),
    [(A_CONTACT, CONTACT), (AN_INVOICE, INVOICE), (A_PAYMENT, PAYMENT)],
    ids=["contact", "invoice", "payment"],
)
def test_the_body_of_a_put_is_the_record(record: Record, body: dict[str, Any]) -> None:
    assert read_record(record.key, json.dumps(body).encode()) == record


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({"number": None}, "/number", "Must be a string."),
        ({"colour": "red"}, "/colour", "There is no such field."),
        ({"total": 350}, "/total", "Must be a string of up to 15 digits, with 1 or 2 more after a point."),
        ({"total": "1.00"}, "/total",
         "The total is not the sum of the lines and their taxes, less the discount."),
        ({"discount": {"key": "x", "amount": "999.00"}, "total": None}, "/lines",
         "The total is below zero."),
        ({"lines": [{**INVOICE["lines"][0], "quantity": 1}]}, "/lines/0/quantity",
         "Must be a string of up to 15 digits, with 1 to 6 more after a point."),
        ({"currency": "usd"}, "/currency", "Must match ^[A-Z]{3}$"),
        ({"source_version": "1"}, "/source_version", "Must be an integer."),
        ({"by_reference": True}, "/by_reference", "There is no such field."),
    ],
    ids=[
        "null", "unknown", "a number", "a sum", "below zero", "in a line", "a word", "a version", "again",
    ],
)  # fmt: skip
def test_a_broken_rule_is_named_with_its_place(fields: dict[str, Any], field: str, rule: str) -> None:
    assert rule_of(INVOICE_KEY, {**INVOICE, **fields}) == (field, rule)


def test_a_rule_about_the_whole_names_the_whole() -> None:
    nameless = {"source_version": 1, "currency": "USD"}
    place, _ = rule_of(CONTACT_KEY, nameless)
    assert place == "/"
    assert failed(CONTACT_KEY, b"[]").field == "/"


def test_more_applied_than_paid_is_named() -> None:
    field, _ = rule_of(A_PAYMENT.key, {**PAYMENT, "amount": "1.00"})
    assert field == "/applied_to"


def test_another_kind_of_record_breaks_the_rules_of_this_one() -> None:
    assert failed(CONTACT_KEY, json.dumps(INVOICE).encode()).reason is INVALID
    assert failed(a_key(RecordKind.PAYMENT, "p"), json.dumps(CONTACT).encode()).reason is INVALID


@pytest.mark.parametrize("body", [b"", b"  \r\n\t"], ids=["nothing", "blanks"])
def test_nothing_is_empty(body: bytes) -> None:
    assert failed(CONTACT_KEY, body).reason is SourceFailureReason.EMPTY


@pytest.mark.parametrize("body", [b"<!doctype html><h1>Busy", b"\n <?xml version='1.0'?>"])
def test_a_page_begins_no_value(body: bytes) -> None:
    came = failed(CONTACT_KEY, body)
    assert (came.reason, came.start) == (SourceFailureReason.PAGE, "<")


@pytest.mark.parametrize(
    ("body", "start"),
    [(b'{"number": Maria}', "M"), (b"Busy", "B"), (b'{"number": "Mar', '"'), (b'{"a": 1', ""), (b"\x01", "")],
    ids=["no value", "words", "half a string", "half an object", "not printable"],
)
def test_what_is_not_json_shows_the_one_character_it_stumbles_over(body: bytes, start: str) -> None:
    came = failed(CONTACT_KEY, body)
    assert (came.reason, came.start) == (MALFORMED, start)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b'{"memo": 1, "memo": 2}', "An object in the body has a name twice."),
        (b'{"memo": NaN}', "NaN and infinities are not JSON."),
        (b'{"memo": "\\ud800"}', "A string in the body has half a character (a lone surrogate)."),
        (b'{"memo": "\xff"}', "The body is not UTF-8."),
        (b"[" * 100_000, "The body is nested too deeply."),
        (b"9" * 10_000, "A number in the body has too many digits."),
    ],
    ids=["twice", "NaN", "a lone surrogate", "not UTF-8", "too deep", "too long"],
)
def test_json_that_two_readers_read_differently_is_invalid(body: bytes, rule: str) -> None:
    came = failed(CONTACT_KEY, body)
    assert (came.reason, came.field, came.rule) == (INVALID, "/", rule)


@pytest.mark.parametrize("field", ["organisation", "email", "phone", "first_name"])
def test_no_value_is_ever_repeated(field: str) -> None:
    body = {**CONTACT, field: "Maria Lopez \x00"}
    assert "Lopez" not in repr(failed(CONTACT_KEY, json.dumps(body).encode()))

"""Whatever a client sends, the sandbox answers as QBO does: never with an error of its own."""

import json
from typing import Any
from xml.sax.saxutils import escape

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.entities.entity import Entity
from sandbox.entities.registry import ENTITIES
from tests.sandbox.company import Company

INNER = ["value", "name", "type", "Id", "Amount", "Line1", "TxnId", "TxnType", "a b", "", "é"]
TEXTS = [
    "",
    "0",
    "1",
    "-1",
    "true",
    "x" * 5000,
    "9" * 400,
    "1e400",
    "NaN",
    "2026-02-30",
    "0000-00-00",
    "\u2028",
    "%",
]
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(TEXTS))
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER), inner, max_size=4),
    max_leaves=12,
)


def bodies_of(entity: Entity) -> st.SearchStrategy[tuple[str, Any]]:
    """The entity's name and a body of its own fields, whatever is in them."""
    fields = st.dictionaries(st.sampled_from(sorted(entity.fields)), VALUES, max_size=6)
    known = st.fixed_dictionaries({}, optional={"Id": VALUES, "SyncToken": VALUES, "sparse": VALUES})
    return st.tuples(st.just(entity.name), st.builds(lambda one, other: {**one, **other}, fields, known))


ASKED = st.sampled_from(sorted(ENTITIES.values(), key=lambda entity: entity.name)).flatmap(bodies_of)
OPERATIONS = st.sampled_from(["create", "update", "delete", "void", "unheard-of"])
many_examples = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def as_xml(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(as_xml(name, each) for each in value)
    inner = (
        "".join(as_xml(key, each) for key, each in value.items() if key.isalpha())
        if isinstance(value, dict)
        else escape(str(value))
    )
    return f"<{name}>{inner}</{name}>"


@many_examples
@given(asked=ASKED, operation=OPERATIONS)
def test_any_json_is_executed_or_refused(company: Company, asked: tuple[str, Any], operation: str) -> None:
    entity, body = asked
    answer = company.call(
        "POST",
        entity.lower(),
        content=json.dumps(body).encode(),
        params={"operation": operation},
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code in {200, 400}, answer.text
    assert answer.json().keys() & {entity, "Fault"}


@many_examples
@given(asked=ASKED, operation=OPERATIONS)
def test_any_xml_is_executed_or_refused(company: Company, asked: tuple[str, Any], operation: str) -> None:
    entity, body = asked
    xml = as_xml(entity, body).replace(">", ' xmlns="http://schema.intuit.com/finance/v3">', 1)
    answer = company.call(
        "POST",
        entity.lower(),
        content=xml.encode(),
        params={"operation": operation},
        headers={"Content-Type": "application/xml"},
    )
    assert answer.status_code in {200, 400}, answer.text


@many_examples
@given(
    content=st.binary(max_size=200),
    content_type=st.sampled_from(["application/json", "text/xml", "multipart/form-data; boundary=b"]),
)
def test_any_bytes_are_refused(company: Company, content: bytes, content_type: str) -> None:
    for path in ("invoice", "batch", "upload", "query"):
        headers = {"Content-Type": content_type, "Content-Encoding": "gzip"}
        assert company.call("POST", path, content=content, headers=headers).status_code == 400


@many_examples
@given(
    name=st.sampled_from(["query", "entities", "changedSince", "requestid", "include", "sendTo"]),
    value=st.text(max_size=60),
)
def test_any_parameter_is_taken_or_refused(company: Company, name: str, value: str) -> None:
    parameters = {"entities": "Invoice", "changedSince": "2026-01-01", name: value}
    for path in ("query", "cdc", "customer/1"):
        assert company.call("GET", path, params=parameters).status_code in {200, 400}

"""Whatever a client sends, the sandbox answers as QBO does: never with an error of its own."""

import json
from typing import Any
from xml.sax.saxutils import escape

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.entities.entity import Entity
from sandbox.entities.recurring import KINDS
from sandbox.entities.registry import ENTITIES
from sandbox.reports.catalogue import REPORTS
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


def templates_of(entity: Entity) -> st.SearchStrategy[dict[str, Any]]:
    """A recurring transaction of that entity, with much of what it needs and anything else."""
    given_well = {
        "CustomerRef": st.just({"value": "1"}),
        "VendorRef": st.just({"value": "7"}),
        "FromAccountRef": st.just("1"),
        "RecurringInfo": st.just({"Name": "n", "RecurType": "Automated"}),
        "Line": st.just([{"Amount": 1, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": {}}]),
    }
    mostly = {
        name: each | VALUES for name, each in given_well.items() if name in {*entity.fields, "RecurringInfo"}
    }
    anything = st.dictionaries(st.sampled_from(sorted(entity.fields)), VALUES, max_size=4)
    both = st.builds(lambda one, other: {**other, **one}, st.fixed_dictionaries(mostly), anything)
    return st.builds(lambda body: {entity.name: body}, both)


@many_examples
@given(body=st.sampled_from(list(KINDS.values())).flatmap(templates_of), operation=OPERATIONS)
def test_any_template_is_kept_or_refused(company: Company, body: dict[str, Any], operation: str) -> None:
    answer = company.call(
        "POST",
        "recurringtransaction",
        content=json.dumps(body).encode(),
        params={"operation": operation},
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code in {200, 400}, answer.text


HEADS = ["name", "filename", "boundary", "charset", "x"]
SAID = st.text(max_size=12) | st.sampled_from(["file_content_01", "file_metadata_01", '"', "=?utf-8?b?_?="])
TYPES = st.text(max_size=20) | st.sampled_from(["application/json", "multipart/x; boundary=b", "é/ü"])


@many_examples
@given(
    said=st.dictionaries(st.sampled_from(HEADS), SAID, max_size=4),
    content_type=TYPES,
    encoding=st.sampled_from(["base64", "8bit", "", "é"]),
    content=st.binary(max_size=60) | st.just(b'{"Note": "n"}'),
)
def test_any_part_is_taken_or_refused(
    company: Company, said: dict[str, str], content_type: str, encoding: str, content: bytes
) -> None:
    told = "; ".join(f'{name}="{value}"' for name, value in {"name": "file_content_01", **said}.items())
    head = f"Content-Disposition: form-data; {told}\r\nContent-Type: {content_type}"
    part = f"--b\r\n{head}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode("utf-8", "replace")
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = company.call("POST", "upload", content=part + content + b"\r\n--b--", headers=headers)
    assert answer.status_code in {200, 400}, answer.text
    for each in answer.json().get("AttachableResponse", ()):
        if "TempDownloadUri" in each.get("Attachable", {}):
            assert company.http.get(each["Attachable"]["TempDownloadUri"]).status_code == 200


DATED = ["start_date", "end_date", "date_macro", "report_date"]
SHAPED = ["summarize_column_by", "aging_period", "num_periods", "aging_method", "customer", "vendor", "é"]
DATES = ["0001-01-01", "9999-12-31", "1582-10-15", "last week", "next year-to-date"]
ANSWERS = st.text(max_size=20) | st.sampled_from([*TEXTS[:11], *DATES, "Month", "Days", "7"])


@many_examples
@given(
    name=st.sampled_from(sorted(REPORTS)),
    asked=st.dictionaries(st.sampled_from([*DATED, *SHAPED]), ANSWERS, max_size=5),
    accept=st.sampled_from(["application/json", "application/xml"]),
)
def test_any_question_has_a_report_or_is_refused(
    company: Company, name: str, asked: dict[str, str], accept: str
) -> None:
    company.invoice(10)
    answer = company.call("GET", f"reports/{name}", params=asked, headers={"Accept": accept})
    assert answer.status_code in {200, 400}, answer.text


ITEMS = st.fixed_dictionaries(
    {},
    optional={
        "bId": VALUES,
        "operation": VALUES | OPERATIONS,
        "optionsData": VALUES,
        "Query": VALUES,
        "CDCQuery": VALUES | st.fixed_dictionaries({}, optional={"Entities": VALUES, "ChangedSince": VALUES}),
        "Customer": VALUES,
        "Unicorn": VALUES,
    },
)


@many_examples
@given(
    items=VALUES | st.lists(ITEMS | VALUES, max_size=4),
    request_id=st.sampled_from(["", "r", "x" * 36]),
    different_body=st.sampled_from(["replay", "refuse", "execute"]),
)
def test_any_batch_is_answered(company: Company, items: Any, request_id: str, different_body: str) -> None:
    company.settings(request_ids={"different_body": different_body})
    answer = company.call(
        "POST",
        "batch",
        content=json.dumps({"BatchItemRequest": items}).encode(),
        params={"requestid": request_id},
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code in {200, 400}, answer.text


@many_examples
@given(entities=st.text(max_size=40), since=ANSWERS, zone=st.sampled_from(["utc", "company"]))
def test_any_capture_is_answered(company: Company, entities: str, since: str, zone: str) -> None:
    company.settings(cdc={"zone": zone})
    for listed in (entities, f"Invoice,{entities}", "Invoice"):
        answer = company.call("GET", "cdc", params={"entities": listed, "changedSince": since})
        assert answer.status_code in {200, 400}, answer.text


@many_examples
@given(
    name=st.sampled_from(["query", "entities", "changedSince", "requestid", "include", "sendTo"]),
    value=st.text(max_size=60),
)
def test_any_parameter_is_taken_or_refused(company: Company, name: str, value: str) -> None:
    parameters = {"entities": "Invoice", "changedSince": "2026-01-01", name: value}
    for path in ("query", "cdc", "customer/1"):
        assert company.call("GET", path, params=parameters).status_code in {200, 400}

"""Methods, types, encodings and addresses: what QBO says to what it cannot route or read."""

import gzip
import json
import zlib

import pytest

from tests.sandbox.company import Body, Company, line, ref

INVOICE = {"CustomerRef": ref("1"), "Line": [line(10)]}


def unsupported(company: Company, method: str, path: str, **options: object) -> str:
    """The fault's detail without what is always in it."""
    answer = company.call(method, path, **options)
    assert answer.status_code == 400, answer.text
    (error,) = answer.json()["Fault"]["Error"]
    assert (error["code"], error["Message"]) == ("500", "Unsupported Operation")
    detail = str(error["Detail"])
    assert detail.startswith("Operation ")
    assert detail.endswith(" is not supported.")
    return detail.removeprefix("Operation ").removesuffix(" is not supported.")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "customer/1"),
        ("DELETE", "customer/1"),
        ("PATCH", "customer"),
        ("GET", "batch"),
        ("POST", "cdc"),
        ("PUT", "query"),
        ("GET", "invoice/1/send"),
        ("POST", "invoice/1/pdf"),
    ],
)
def test_a_method_that_is_not_there_is_an_unsupported_operation(
    company: Company, method: str, path: str
) -> None:
    said = unsupported(company, method, path)
    assert said == f"No resource method found for {method}, return 405 with Allow header"


@pytest.mark.parametrize("path", ["unicorn", "unicorn/1", "exports/ProfitAndLoss", "customer/1/2"])
def test_a_resource_that_is_not_there_is_an_unsupported_operation(company: Company, path: str) -> None:
    assert unsupported(company, "GET", path) == path.split("/", maxsplit=1)[0]


def test_a_company_is_no_resource(company: Company) -> None:
    said = unsupported(company, "GET", "")
    assert said.startswith(f"Could not find resource for relative : /v3/company/{company.realm_id}")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "text/html"])
def test_a_body_of_another_type_cannot_be_consumed(company: Company, content_type: str) -> None:
    content = json.dumps(INVOICE)
    for path in ("invoice", "batch"):
        said = unsupported(company, "POST", path, content=content, headers={"Content-Type": content_type})
        assert said == "Cannot consume content type"
    assert company.ledger() == []


@pytest.mark.parametrize("content_type", ["application/json;charset=UTF-8", "Application/JSON"])
def test_a_type_may_have_parameters_and_capitals(company: Company, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    assert company.call("POST", "invoice", content=json.dumps(INVOICE), headers=headers).status_code == 200


def test_head_is_a_read_without_its_body(company: Company) -> None:
    answer = company.call("HEAD", "customer/1")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 100
    assert company.call("HEAD", "customer/4711").status_code == 400


def test_a_path_outside_of_the_api_is_not_found(company: Company) -> None:
    assert company.http.get("/v4/company/1/customer/1").status_code == 404


@pytest.mark.parametrize("version", ["1", "65", "75", "99", "new"])
def test_every_minor_version_is_the_same(company: Company, version: str) -> None:
    answer = company.call("GET", "customer/1", params={"minorversion": version})
    assert answer.json()["Customer"]["DisplayName"] == "Harbour Cafe"


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(json.dumps(INVOICE).encode())),
        ("deflate", zlib.compress(json.dumps(INVOICE).encode())),
        ("deflate", zlib.compress(json.dumps(INVOICE).encode(), wbits=-15)),
    ],
    ids=["gzip", "zlib", "bare deflate"],
)
def test_a_body_may_be_compressed(company: Company, encoding: str, packed: bytes) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
    assert company.call("POST", "invoice", content=packed, headers=headers).status_code == 200


def test_a_body_that_swells_over_the_limit_is_turned_away(company: Company) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    bomb = gzip.compress(b" " * (9 * 1024 * 1024))
    assert company.call("POST", "invoice", content=bomb, headers=headers).status_code == 413


def test_a_body_that_is_not_what_its_encoding_says_is_refused(company: Company) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answer = company.call("POST", "invoice", content=b"\x00\x01nonsense", headers=headers)
    assert answer.json()["Fault"]["Error"][0]["code"] == "2010"


@pytest.mark.parametrize(
    "content",
    [
        '{"DisplayName": "\\ud83d"}',
        '{"DisplayName": "A", "CustomField": [{"StringValue": "\\udc00"}]}',
        '{"DisplayName": "A", "CustomField": [1e999999999]}',
        '{"DisplayName": "A", "CustomField": ' + "[" * 500 + "]" * 500 + "}",
        '{"DisplayName": "A", "CustomField": ' + '{"a":' * 900 + "1" + "}" * 900 + "}",
        "[" * 100_000,
        '"text"',
        "null",
        '{"DisplayName": "\x00"}',
    ],
    ids=["surrogate", "inner surrogate", "endless number", "deep list", "deep object", "open", "text", "null",
         "control character"],
)  # fmt: skip
def test_a_body_that_nothing_could_answer_with_is_refused(company: Company, content: str) -> None:
    answer = company.call(
        "POST", "customer", content=content.encode(), headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["Fault"]["Error"][0]["code"]) == (400, "2010")


def test_an_invoice_is_marked_as_sent_and_no_mail_leaves(company: Company) -> None:
    invoice = company.invoice(10)
    answer = company.call("POST", f"invoice/{invoice['Id']}/send", params={"sendTo": "a@example.com"})
    sent: Body = answer.json()["Invoice"]
    assert (sent["EmailStatus"], sent["BillEmail"]) == ("EmailSent", {"Address": "a@example.com"})
    assert sent["DeliveryInfo"]["DeliveryType"] == "Email"
    assert "no mail was sent" in answer.headers["x-sandbox-note"]
    again = company.call("POST", f"invoice/{invoice['Id']}/send")
    assert again.json()["Invoice"]["BillEmail"] == {"Address": "a@example.com"}


def test_a_transaction_without_an_address_cannot_be_sent(company: Company) -> None:
    invoice = company.invoice(10)
    answer = company.call("POST", f"invoice/{invoice['Id']}/send")
    assert answer.json()["Fault"]["Error"][0]["code"] == "6000"
    assert company.read("Invoice", invoice["Id"])["EmailStatus"] == "NotSet"


def test_a_pdf_says_that_it_is_a_stub(company: Company) -> None:
    invoice = company.invoice(10, DocNumber="P(1)")
    answer = company.call("GET", f"invoice/{invoice['Id']}/pdf", headers={"Accept": "application/pdf"})
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.4")
    assert b"Invoice P\\(1\\)" in answer.content
    assert b"A stub of the sandbox" in answer.content
    assert answer.headers["x-sandbox-note"] == "a stub"


def test_only_what_is_printed_has_a_pdf(company: Company) -> None:
    assert unsupported(company, "GET", "customer/1/pdf") == "pdf customer"
    assert company.call("GET", "invoice/4711/pdf").json()["Fault"]["Error"][0]["code"] == "610"

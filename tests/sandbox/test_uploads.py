"""Files: what is known of them is kept as an Attachable; they are kept as long as there is room."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from quickbooks.client import QuickBooks
from quickbooks.objects.attachable import Attachable

from tests.sandbox.company import Body, Company

NESTED = b"".join(
    b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (level, level + 1)
    for level in range(1000)
)
PDF = ("report.pdf", b"%PDF-1.4", "application/pdf")


def uploaded(company: Company, files: list[tuple[str, tuple[str | None, bytes, str]]]) -> httpx.Response:
    return company.call("POST", "upload", files=files)


def attachables(answer: httpx.Response) -> list[Body]:
    assert answer.status_code == 200, answer.text
    return [each["Attachable"] for each in answer.json()["AttachableResponse"]]


def test_a_file_alone_is_known_by_its_name_and_type(company: Company) -> None:
    answer = uploaded(company, [("file_content_01", PDF)])
    (made,) = attachables(answer)
    assert (made["FileName"], made["ContentType"]) == ("report.pdf", "application/pdf")
    assert company.read("Attachable", made["Id"]) == made
    assert "x-sandbox-note" not in answer.headers


CONTENTS = {
    "text": b"dues\r\npaid\n",
    "every byte": bytes(range(256)) * 3,
    "nothing": b"",
    "line ends": b"\r\n\r\n\r\n",
    "its own parts": NESTED[:500],
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
@pytest.mark.parametrize("content_type", ["application/pdf", "message/rfc822", "multipart/mixed"])
def test_a_file_comes_back_as_it_was(company: Company, content: bytes, content_type: str) -> None:
    (made,) = attachables(uploaded(company, [("file_content_01", ("a.bin", content, content_type))]))
    assert made["Size"] == len(content)
    fetched = company.http.get(made["TempDownloadUri"])
    assert (fetched.status_code, fetched.content) == (200, content)
    assert fetched.headers["content-type"] == content_type
    assert fetched.headers["content-disposition"] == "attachment"
    address = company.call("GET", f"download/{made['Id']}")
    assert (address.headers["content-type"], address.text) == ("text/plain", made["TempDownloadUri"])
    assert made["FileAccessUri"] == f"/v3/company/{company.realm_id}/download/{made['Id']}"


def test_a_file_in_base64_with_bare_line_ends_is_understood(company: Company) -> None:
    """As python-quickbooks sends it."""
    part = b'\n--b\nContent-Disposition: form-data; name="file_content_01"; filename="a.pdf"\n'
    body = part + b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERg==\n\n--b--\n"
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    (made,) = attachables(company.call("POST", "upload", content=body, headers=headers))
    assert company.http.get(made["TempDownloadUri"]).content == b"%PDF"


def test_a_file_of_python_quickbooks_comes_back(company: Company, qb: QuickBooks, tmp_path: Path) -> None:
    path = tmp_path / "badge.png"
    path.write_bytes(bytes(range(256)))
    attachment: Any = Attachable()
    attachment.FileName, attachment.ContentType, attachment._FilePath = path.name, "image/png", str(path)  # noqa: SLF001 - its documented way
    attachment.save(qb=qb)
    held = company.read("Attachable", attachment.Id)
    assert company.http.get(held["TempDownloadUri"]).content == bytes(range(256))


def test_a_deleted_file_is_gone(company: Company) -> None:
    (made,) = attachables(uploaded(company, [("file_content_01", PDF)]))
    company.post("Attachable", made, operation="delete")
    assert company.http.get(made["TempDownloadUri"]).status_code == 404
    refused = company.call("GET", f"download/{made['Id']}")
    assert (refused.status_code, refused.json()["Fault"]["Error"][0]["code"]) == (400, "610")


def test_a_file_is_the_companys_own(company: Company) -> None:
    (made,) = attachables(uploaded(company, [("file_content_01", PDF)]))
    *_, key = made["TempDownloadUri"].split("/")
    assert company.http.get(f"/files/1/{key}").status_code == 404
    for wrong in (key[:-1], "é", "%ff"):
        assert company.http.get(f"/files/{company.realm_id}/{wrong}").status_code == 404
    company.control("POST", "/reset")
    assert company.http.get(made["TempDownloadUri"]).status_code == 404


def test_a_company_keeps_so_much_and_says_when_it_is_full(company: Company) -> None:
    large = ("large.bin", bytes(7 * 1024 * 1024), "application/octet-stream")
    for _ in range(2):
        assert "x-sandbox-note" not in uploaded(company, [("file_content_01", large)]).headers
    answer = uploaded(company, [("file_content_01", large)])
    (made,) = attachables(answer)
    assert "not kept" in answer.headers["x-sandbox-note"]
    assert made.keys().isdisjoint({"Size", "TempDownloadUri"})
    company.post("Attachable", company.read("Attachable", "1"), operation="delete")
    assert "x-sandbox-note" not in uploaded(company, [("file_content_01", large)]).headers


def test_what_is_said_of_a_file_counts(company: Company) -> None:
    invoice = company.invoice(10)
    tie = f'{{"EntityRef": {{"type": "Invoice", "value": "{invoice["Id"]}"}}}}'
    said = f'{{"AttachableRef": [{tie}], "FileName": "dues.pdf", "Note": "2026"}}'.encode()
    (made,) = attachables(
        uploaded(company, [("file_metadata_01", (None, said, "application/json")), ("file_content_01", PDF)])
    )
    assert (made["FileName"], made["Note"]) == ("dues.pdf", "2026")
    assert made["AttachableRef"][0]["EntityRef"]["value"] == invoice["Id"]


def test_it_may_be_said_in_xml(company: Company) -> None:
    said = b'<Attachable xmlns="http://schema.intuit.com/finance/v3"><Note>in XML</Note></Attachable>'
    parts = [("file_metadata_0", (None, said, "application/xml")), ("file_content_0", PDF)]
    assert attachables(uploaded(company, parts))[0]["Note"] == "in XML"


def test_several_files_stand_and_fall_alone(company: Company) -> None:
    bad = b'{"Nonsense": 1}'
    parts = [
        ("file_content_01", PDF),
        ("file_metadata_02", (None, bad, "application/json")),
        ("file_content_02", PDF),
    ]
    first, second = uploaded(company, parts).json()["AttachableResponse"]
    assert first["Attachable"]["Id"]
    assert second["Fault"]["Error"][0]["code"] == "2010"


def test_the_same_request_id_keeps_one(company: Company) -> None:
    for _ in range(2):
        company.call("POST", "upload", files=[("file_content_01", PDF)], params={"requestid": "u-1"})
    assert company.query("select count(*) from Attachable") == {"totalCount": 1}


@pytest.mark.parametrize(
    ("content_type", "content", "code"),
    [
        ("application/json", b"{}", "500"),
        ("multipart/form-data; boundary=b", b"", "2020"),
        ("multipart/form-data", b"--b\r\n", "2020"),
        ("multipart/form-data; boundary=b", b"--b\r\n\r\n\xff\xfe\r\n--b--", "2020"),
        ("multipart/form-data; boundary=b0", NESTED, "2020"),
    ],
    ids=["another type", "empty", "no boundary", "nonsense", "nested"],
)
def test_what_holds_no_file_is_refused(
    company: Company, content_type: str, content: bytes, code: str
) -> None:
    answer = company.call("POST", "upload", content=content, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["Fault"]["Error"][0]["code"]) == (400, code)


def test_a_name_that_no_text_can_be_is_made_one(company: Company) -> None:
    disposition = b'Content-Disposition: form-data; name="file_content_01"; filename="\xff\xfe.pdf"'
    content = b"--b\r\n" + disposition + b"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--b--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    (made,) = attachables(company.call("POST", "upload", content=content, headers=headers))
    assert made["FileName"].endswith(".pdf")

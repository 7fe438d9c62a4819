"""Acts on the wire as Intuit's PHP SDK does: its URLs, headers and bodies, and its way of reading answers.

Written from what its public source sends and requires. An object of its is a dictionary here: what PHP's
reflection walks over. Reading takes elements only, as the SDK does: attributes are lost, and of a reference
its id remains.
"""

import gzip
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Final, TypeAlias
from urllib.parse import quote

import httpx
from lxml import etree

from tests.sandbox.elements import QBO

XML: Final = "application/xml"
PARSED: Final = {"application/xml", "text/xml", "application/xml;charset=utf-8"}
"""The content types whose faults the SDK parses; of any other it knows no more than the status."""
BATCH: Final = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<ns0:IntuitBatchRequest xmlns:ns0="%s">%s</ns0:IntuitBatchRequest>\n'
)
ATTRIBUTES: Final = {"domain", "sparse", "status"}
OF_A_REFERENCE: Final = {"name", "type"}
VOIDED_BY_UPDATE: Final = {"payment", "salesreceipt"}

Fields: TypeAlias = Mapping[str, Any]
Bound: TypeAlias = dict[str, Any]


class LastError(Exception):
    """What `getLastError` gives after an answer that is no 2xx."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status, self.body = answer.status_code, answer.text
        self.intuit_tid = answer.headers["intuit_tid"]
        self.type: str | None = None
        self.code: str | None = None
        self.message: str | None = None
        self.detail: str | None = None
        if answer.headers["content-type"].lower() in PARSED:
            self._parse(answer.content)
        super().__init__(self.body)

    def _parse(self, body: bytes) -> None:
        fault = _first(etree.fromstring(body), "Fault")
        error = _first(fault, "Error")
        self.type, self.code = fault.get("type"), error.get("code")
        self.message, self.detail = _first(error, "Message").text, _first(error, "Detail").text


class DataService:
    """The methods of the SDK's class of that name. A fault is raised, as by `throwExceptionOnError(true)`."""

    def __init__(
        self, http: httpx.Client, realm_id: str, access_token: str, *, compression: str = ""
    ) -> None:
        self._http, self._realm_id, self._token = http, realm_id, access_token
        self._compression = compression
        self._random = count(1804289383)

    def add(self, name: str, fields: Fields) -> Bound:
        return self._object(self._send("POST", name.lower(), posted(name, fields)))

    def update(self, name: str, fields: Fields) -> Bound:
        return self._object(self._send("POST", f"{name.lower()}?operation=update", posted(name, fields)))

    def delete(self, name: str, fields: Fields) -> Bound:
        return self._object(self._send("POST", f"{name.lower()}?operation=delete", posted(name, fields)))

    def void(self, name: str, fields: Fields) -> Bound:
        how = "operation=update&include=void" if name.lower() in VOIDED_BY_UPDATE else "operation=void"
        return self._object(self._send("POST", f"{name.lower()}?{how}", posted(name, fields)))

    def find_by_id(self, name: str, object_id: str) -> Bound:
        return self._object(self._send("GET", f"{name.lower()}/{object_id}"))

    def company_info(self) -> Bound:
        return self._object(self._send("GET", f"companyinfo/{self._realm_id}"))

    def company_preferences(self) -> Bound:
        return self._object(self._send("GET", "preferences"))

    def query(self, text: str, start: int = 0, most: int = 0) -> list[Bound] | None:
        paged = text + (f" STARTPOSITION {start}" if start else "") + (f" MAXRESULTS {most}" if most else "")
        return self._queried(paged)

    def find_all(self, name: str, page: int = 1, size: int = 500) -> list[Bound] | None:
        start = (page - 1) * size + 1
        return self._queried(" ".join(("select * from", name, f"startPosition {start} maxResults {size}")))

    def count(self, text: str) -> int:
        """The SDK has no word for it: its users look into the answer."""
        answer = self._send("POST", "query", text.encode(), "application/text")
        return int(str(_first(etree.fromstring(answer.content), "QueryResponse").get("totalCount")))

    def cdc(self, entities: Sequence[str], since: str) -> dict[str, list[Bound]]:
        answer = self._send("GET", f"cdc?entities={','.join(entities)}&changedSince={since}")
        responses = list(_first(etree.fromstring(answer.content), "CDCResponse"))
        assert len(responses) == len(entities), "the SDK throws when the numbers differ"
        found: dict[str, list[Bound]] = {}
        for asked, response in zip(entities, responses, strict=True):
            name = _local(response[0]) if len(response) else asked
            found[name] = [bound(each) for each in response]
        return found

    def batch(self, items: Sequence[bytes]) -> dict[str, tuple[str, Any]]:
        """By their `bId`: what kind of answer, and the answer."""
        request_id = f"{next(self._random)}{next(self._random)}"
        body = BATCH % (QBO.encode(), b"".join(items))
        answer = self._send("POST", f"batch?requestid={request_id}", body)
        return {str(each.get("bId")): _item(each) for each in etree.fromstring(answer.content)}

    def upload(self, base64: str, name: str, kind: str, fields: Fields) -> Bound:
        boundary = "9b2d3f0c5a1e4d7c8f6a0b1c2d3e4f5a"
        metadata = posted("Attachable", fields).decode() + "\n"
        lines = (
            f"--{boundary}",
            'Content-Disposition: form-data; name="file_metadata_0"',
            "Content-Type: application/xml; charset=UTF-8",
            "Content-Transfer-Encoding: 8bit",
            "",
            f"{metadata}--{boundary}",
            f'Content-Disposition: form-data; name="file_content_0"; filename="{name}"',
            f"Content-Type: {kind}",
            "Content-Transfer-Encoding: base64",
            "",
            f"{base64}\r\n",
            f"--{boundary}--",
            "",
            "",
        )
        body = "\r\n".join(lines).encode()
        return self._object(self._send("POST", "upload", body, f"multipart/form-data; boundary={boundary}"))

    def download_pdf(self, name: str, object_id: str) -> bytes:
        return self._send("GET", f"{name.lower()}/{object_id}/pdf", content_type="application/pdf").content

    def send_email(self, name: str, object_id: str, address: str | None = None) -> Bound:
        to = f"?sendTo={quote(address, safe='')}" if address else ""
        path = f"{name.lower()}/{object_id}/send{to}"
        return self._object(self._send("POST", path, content_type="application/octet-stream"))

    def _queried(self, text: str) -> list[Bound] | None:
        answer = self._send("POST", "query", text.encode(), "application/text")
        response = _first(etree.fromstring(answer.content), "QueryResponse")
        return [bound(each) for each in response] or None

    def _object(self, answer: httpx.Response) -> Bound:
        """The first thing in the answer, whatever it is."""
        return bound(etree.fromstring(answer.content)[0])

    def _send(self, method: str, path: str, body: bytes = b"", content_type: str = XML) -> httpx.Response:
        separator = "&" if "=" in path else "?"
        url = f"/v3/company/{self._realm_id}/{path}{separator}minorversion=75"
        headers = {
            "Authorization": f"Bearer {self._token}",
            "host": str(self._http.base_url.host),
            "user-agent": "V3PHPSDK6.0.1",
            "accept": _accepted(content_type),
            "connection": "close",
            "content-type": content_type,
        }
        if self._compression:
            headers |= {"content-encoding": self._compression, "accept-encoding": self._compression}
            body = gzip.compress(body)  # its deflate is gzip by another name
        answer = self._http.request(method, url, content=body, headers=headers)
        if not answer.is_success:
            raise LastError(answer)
        return answer


def posted(name: str, fields: Fields) -> bytes:
    """An object as `Php2Xml` writes it at the top: a boolean is an empty element, be it true or false."""
    root = etree.Element(f"{{{QBO}}}{name}", nsmap={"ns0": QBO})
    for key, value in fields.items():
        if key in ATTRIBUTES and isinstance(value, str):
            root.set(key, value)
        elif key in ATTRIBUTES:
            root.append(etree.Element(key))
        else:
            root.extend(_top(key, value))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def creating(bid: str, operation: str, name: str, fields: Fields) -> bytes:
    """An item of a batch; in it the object is an inner one."""
    item = etree.Element(f"{{{QBO}}}BatchItemRequest", {"bId": bid, "operation": operation})
    item.append(_inner(name, fields))
    return _without_namespaces(item)


def asking(bid: str, text: str) -> bytes:
    item = etree.Element(f"{{{QBO}}}BatchItemRequest", {"bId": bid})
    item.append(_inner("Query", text))
    return _without_namespaces(item)


def bound(element: etree._Element) -> Bound:
    """An element as `Bind` reads it: of several without children the last one remains."""
    found: Bound = {}
    for child in element:
        name = _local(child)
        if not len(child):
            found[name] = child.text or ""
        elif name not in found:
            found[name] = bound(child)
        elif isinstance(found[name], list):
            found[name].append(bound(child))
        else:
            found[name] = [found[name], bound(child)]
    return found


def _top(name: str, value: object) -> Iterator[etree._Element]:
    if isinstance(value, bool):
        yield etree.Element(f"{{{QBO}}}{name}")
    elif isinstance(value, list):
        yield from (_inner(name, each) for each in value)
    elif value is not None:
        yield _inner(name, value)


def _inner(name: str, value: object) -> etree._Element:
    element = etree.Element(f"{{{QBO}}}{name}")
    if not isinstance(value, Mapping):
        element.text = "1" if value is True else str(value)
        return element
    for key, each in value.items():
        if each in (None, "", False):
            continue
        if key == "value":
            element.text = str(each)
        elif key in ATTRIBUTES or (key in OF_A_REFERENCE and "value" in value):
            element.set(key, "1" if each is True else str(each))
        else:
            element.extend(_inner(key, one) for one in (each if isinstance(each, list) else [each]))
    return element


def _without_namespaces(item: etree._Element) -> bytes:
    """The request declares the prefix once, at its root."""
    declared = f' xmlns:ns0="{QBO}"'.encode()
    return etree.tostring(item).replace(declared, b"")


def _item(element: etree._Element) -> tuple[str, Any]:
    inner = element[0]
    match _local(inner):
        case "QueryResponse":
            return "query", [bound(each) for each in inner]
        case "Fault":
            return "exception", [(each.get("code"), _first(each, "Message").text) for each in inner]
        case name:
            return name, bound(inner)


def _accepted(content_type: str) -> str:
    if content_type in {XML, "application/json", "application/pdf"}:
        return content_type
    return XML if content_type in {"application/octet-stream", "application/text"} else "*/*"


def _first(element: etree._Element, name: str) -> etree._Element:
    found = element.find(f"{{{QBO}}}{name}")
    assert found is not None, etree.tostring(element)
    return found


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname

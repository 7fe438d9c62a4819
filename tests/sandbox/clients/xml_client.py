"""A client that speaks XML only, and is strict: it takes nothing but what Intuit's schema says.

None of the SDKs that speak XML can be had as a Python or npm package. How they act on the wire is told by
their own files; what they would take without a word, this one refuses.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlencode

import httpx
from lxml import etree, objectify

from tests.sandbox.elements import QBO

SCHEMA = etree.XMLSchema(file=str(Path(__file__).with_name("finance.xsd")))

Fields: TypeAlias = Mapping[str, Any]
Object: TypeAlias = Any
"""An element whose children are its attributes, as lxml's objectify reads it."""


class Refused(Exception):
    """A fault, with its first error."""

    def __init__(self, status: int, fault: Object) -> None:
        self.status, self.type = status, str(fault.get("type"))
        self.codes = [str(each.get("code")) for each in fault.Error]
        self.detail = str(fault.Error.Detail)
        super().__init__(self.detail)


class Reference(NamedTuple):
    """The id of another object, with the name that goes with it."""

    value: str
    name: str = ""


class XmlClient:
    """`DataService`, by its PHP name."""

    def __init__(self, http: httpx.Client, realm_id: str, access_token: str) -> None:
        self._http, self._realm_id, self._token = http, realm_id, access_token

    def add(self, name: str, **fields: Any) -> Object:
        return self._sent(name.lower(), element(name, fields))[name]

    def update(self, name: str, held: Object, *, sparse: bool = True, **fields: Any) -> Object:
        own = {"Id": str(held.Id), "SyncToken": str(held.SyncToken)}
        body = element(name, {**own, **fields}, {"sparse": "true" if sparse else "false"})
        return self._sent(f"{name.lower()}?operation=update", body)[name]

    def delete(self, name: str, held: Object) -> Object:
        body = element(name, {"Id": str(held.Id), "SyncToken": str(held.SyncToken)})
        return self._sent(f"{name.lower()}?operation=delete", body)[name]

    def void(self, name: str, held: Object) -> Object:
        how = "operation=update&include=void" if name == "Payment" else "operation=void"
        body = element(name, {"Id": str(held.Id), "SyncToken": str(held.SyncToken)}, {"sparse": "true"})
        return self._sent(f"{name.lower()}?{how}", body)[name]

    def find_by_id(self, name: str, object_id: str) -> Object:
        return self._asked(f"{name.lower()}/{object_id}")[name]

    def query(self, text: str) -> Object:
        return self._answer("POST", "query", text.encode(), "application/text").QueryResponse

    def cdc(self, entities: Sequence[str], since: str) -> Object:
        asked = urlencode({"entities": ",".join(entities), "changedSince": since})
        return self._asked(f"cdc?{asked}").CDCResponse

    def batch(self, items: Sequence[etree._Element], request_id: str) -> list[Object]:
        body = element("IntuitBatchRequest", {})
        body.extend(items)
        return list(self._sent(f"batch?requestid={request_id}", body).BatchItemResponse)

    def _asked(self, path: str) -> Object:
        return self._answer("GET", path, b"", "application/xml")

    def _sent(self, path: str, body: etree._Element) -> Object:
        content = etree.tostring(body, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        return self._answer("POST", path, content, "application/xml")

    def _answer(self, method: str, path: str, content: bytes, content_type: str) -> Object:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Accept": "application/xml",
            "Content-Type": content_type,
        }
        url = f"/v3/company/{self._realm_id}/{path}"
        answer = self._http.request(method, url, content=content, headers=headers)
        assert answer.headers["content-type"] == "application/xml;charset=UTF-8"
        SCHEMA.assertValid(etree.fromstring(answer.content))
        root: Object = objectify.fromstring(answer.content)
        if answer.status_code != httpx.codes.OK:
            raise Refused(answer.status_code, root.Fault)
        return root


def element(name: str, fields: Fields, attributes: Mapping[str, str] | None = None) -> etree._Element:
    """An object as PHP's SDK writes it: everything has the prefix `ns0`, true is 1, false is not there."""
    made = etree.Element(f"{{{QBO}}}{name}", dict(attributes or {}), nsmap={"ns0": QBO})
    for key, value in fields.items():
        for each in value if isinstance(value, list) else [value]:
            if each is not None and each is not False:
                made.append(_child(key, each))
    return made


def _child(name: str, value: object) -> etree._Element:
    if isinstance(value, Mapping):
        return element(name, value)
    child = etree.Element(f"{{{QBO}}}{name}")
    if isinstance(value, Reference):
        child.text = value.value
        child.set("name", value.name)
    else:
        child.text = "1" if value is True else str(value)
    return child


def item(bid: str, operation: str, entity: etree._Element) -> etree._Element:
    made = element("BatchItemRequest", {}, {"bId": bid, "operation": operation})
    made.append(entity)
    return made


def asking(bid: str, text: str) -> etree._Element:
    return element("BatchItemRequest", {"Query": text}, {"bId": bid})

"""Acts on the wire as the Ruby gem quickbooks-ruby does: URLs, headers, XML, and what it makes of answers.

Written from what its public source sends and requires. A model is a dictionary here, in the order of its
class's elements; what is nil is not sent, and amounts go out as Ruby prints floats.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import quote_plus

import httpx
from lxml import etree

from tests.sandbox.elements import QBO

NAMED: Final = {"xmlns": QBO}
HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n'

Model: TypeAlias = Mapping[str, Any]


class IntuitRequestError(Exception):
    """A fault, with what the gem reads of it; also the one in an answer of 200."""

    def __init__(self, status: int, root: etree._Element) -> None:
        self.status = status
        (fault,) = every(root, "/xmlns:IntuitResponse/xmlns:Fault")
        self.type = str(fault.attrib["type"])
        self.code = _string(fault, "string(.//xmlns:Error/@code)")
        self.message = _string(fault, "string(.//xmlns:Message)")
        self.detail = _string(fault, "string(.//xmlns:Detail)")
        super().__init__(f"{self.message}:\n\t{self.detail}")


class Collection:
    """Entries of a query's answer, and where they stand."""

    def __init__(self, root: etree._Element, node: str) -> None:
        found = every(root, "//xmlns:IntuitResponse/xmlns:QueryResponse")
        page = {str(name): str(value) for each in found[:1] for name, value in each.items()}
        self.start_position = int(page.get("startPosition", 0))
        self.max_results = int(page.get("maxResults", 0))
        self.total_count = int(page.get("totalCount", 0))
        self.entries = every(root, f"//xmlns:IntuitResponse//xmlns:{node}")


class Service:
    """One of the gem's services: that of the model `node`."""

    def __init__(self, http: httpx.Client, realm_id: str, access_token: str, node: str) -> None:
        self._http, self._base, self._token = http, f"/v3/company/{realm_id}", access_token
        self.node, self.resource = node, node.lower()
        self.last_intuit_tid = ""

    def query(self, text: str = "", page: int = 1, per_page: int = 20) -> Collection:
        start = (page - 1) * per_page + 1
        words = ("SELECT * FROM", self.node) if not text else (text,)
        asked = " ".join((*words, f"STARTPOSITION {start} MAXRESULTS {per_page}"))
        return Collection(self._get(f"query?query={quote_plus(asked)}"), self.node)

    def query_in_batches(self, text: str = "", per_page: int = 1000) -> Iterator[Collection]:
        page, count = 0, per_page
        while count >= per_page:
            page += 1
            found = self.query(text, page, per_page)
            count = len(found.entries)
            if count:
                yield found

    def find_by(self, field: str, value: str) -> Collection:
        words = ("select * from", self.resource, "where", field, "=", f"'{value}'")
        return self.query(" ".join(words))

    def fetch_by_id(self, object_id: str) -> etree._Element:
        entry: etree._Element = Collection(self._get(f"{self.resource}/{object_id}"), self.node).entries[0]
        return entry

    def create(self, model: Model, *, sparse: bool = False, request_id: str = "") -> etree._Element:
        query = f"?requestid={request_id}" if request_id else ""
        return self._singular(self._post(f"{self.resource}{query}", written(self.node, model, sparse=sparse)))

    update = create

    def delete(self, model: Model) -> bool:
        root = self._post(f"{self.resource}?operation=delete", written(self.node, model))
        deleted = f"//xmlns:IntuitResponse/xmlns:{self.node}[@status='Deleted']"
        return len(every(root, deleted)) == 1

    def void(self, model: Model) -> etree._Element:
        how = "operation=void" if self.node == "Invoice" else "include=void"
        return self._singular(self._post(f"{self.resource}?{how}", written(self.node, model)))

    def send(self, object_id: str, address: str = "") -> etree._Element:
        to = f"?sendTo={address}" if address else ""
        return self._singular(
            self._post(f"{self.resource}/{object_id}/send{to}", "", "application/octet-stream")
        )

    def pdf(self, object_id: str) -> bytes:
        return self._call("GET", f"{self.resource}/{object_id}/pdf", accept="application/pdf").content

    def since(self, entities: list[str], moment: str) -> etree._Element:
        return self._get(f"cdc?entities={','.join(entities)}&changedSince={quote_plus(moment)}")

    def batch(self, items: list[tuple[str, str, str, Model]]) -> dict[str, etree._Element]:
        """Items of `bId`, operation, node and model; what answers them, by their `bId`."""
        inner = "".join(
            f'<BatchItemRequest operation="{operation}" bId="{bid}">{element(node, model)}</BatchItemRequest>'
            for bid, operation, node, model in items
        )
        body = f'{HEAD}<IntuitBatchRequest xmlns="{QBO}" sparse="false">{inner}</IntuitBatchRequest>'
        responses = every(self._post("batch", body), "/xmlns:IntuitResponse/xmlns:BatchItemResponse")
        return {str(each.attrib["bId"]): each[0] for each in responses}

    def upload(self, name: str, content: bytes, kind: str, attachable: Model) -> etree._Element:
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        said = head + written("Attachable", attachable).removeprefix(HEAD)
        files = {
            "file_content_0": (name, content, kind),
            "file_metadata_0": ("local.path", said.encode(), "application/xml"),
        }
        answer = self._call("POST", "upload", files=files)
        path = "//xmlns:IntuitResponse/xmlns:AttachableResponse/xmlns:Attachable"
        return _only(self._checked(answer), path)

    def _get(self, path: str) -> etree._Element:
        return self._checked(self._call("GET", path, content_type="application/xml"))

    def _post(self, path: str, body: str, content_type: str = "application/xml") -> etree._Element:
        return self._checked(
            self._call("POST", path, content=body.strip().encode(), content_type=content_type)
        )

    def _call(
        self,
        method: str,
        path: str,
        *,
        content_type: str = "",
        accept: str = "application/xml",
        **options: Any,
    ) -> httpx.Response:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Accept": accept,
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": "Faraday v2.9.0",
            **({"Content-Type": content_type} if content_type else {}),
        }
        separator = "&" if "?" in path else "?"
        url = f"{self._base}/{path}{separator}minorversion=75"
        answer = self._http.request(method, url, headers=headers, **options)
        self.last_intuit_tid = answer.headers["intuit_tid"]
        return answer

    def _checked(self, answer: httpx.Response) -> etree._Element:
        root = etree.fromstring(answer.content)
        if answer.status_code != httpx.codes.OK or every(root, "/xmlns:IntuitResponse/xmlns:Fault"):
            raise IntuitRequestError(answer.status_code, root)
        return root

    def _singular(self, root: etree._Element) -> etree._Element:
        return _only(root, f"//xmlns:IntuitResponse/xmlns:{self.node}")


def every(root: etree._Element, path: str) -> list[etree._Element]:
    """All that an XPath finds, as Nokogiri does with the document's own namespace."""
    found: Any = root.xpath(path, namespaces=NAMED)
    return list(found)


def _string(found: etree._Element, path: str) -> str:
    return str(found.xpath(path, namespaces=NAMED))


def _only(root: etree._Element, path: str) -> etree._Element:
    found: list[etree._Element] = every(root, path)
    assert len(found) == 1, etree.tostring(root)
    return found[0]


def written(node: str, model: Model, *, sparse: bool = False) -> str:
    """A model as a document: the namespace and `sparse` are put into its first tag."""
    tag = f'<{node} xmlns="{QBO}" sparse="{str(sparse).lower()}">'
    return HEAD + element(node, model).replace(f"<{node}>", tag, 1)


def element(node: str, value: object) -> str:
    """An element, or one for each of several."""
    if isinstance(value, list):
        return "".join(element(node, each) for each in value)
    made = etree.Element(node)
    if isinstance(value, tuple):
        made.text = value[0]
        for attribute, text in zip(("name", "type"), value[1:], strict=False):
            made.set(attribute, text)
    elif isinstance(value, Mapping):
        inner = "".join(element(key, each) for key, each in value.items() if each is not None)
        return f"<{node}>{inner}</{node}>"
    else:
        made.text = str(value).lower() if isinstance(value, bool) else str(value)
    return etree.tostring(made, encoding="unicode")


def text(found: etree._Element, path: str) -> str:
    """What the gem's accessor reads there, empty for nil."""
    steps = "/".join(f"xmlns:{step}" for step in path.split("/"))
    return _string(found, f"string({steps})")


def model_of(found: etree._Element) -> dict[str, Any]:
    """The model read from an element, to be changed and sent back: references keep their names."""
    model: dict[str, Any] = {}
    for child in found:
        name = etree.QName(child).localname
        value: Any = model_of(child) if len(child) else (child.text or "", *child.attrib.values())
        if name in model:
            model[name] = [*(model[name] if isinstance(model[name], list) else [model[name]]), value]
        else:
            model[name] = value
    return model

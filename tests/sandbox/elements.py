"""How tests write and read QBO's XML by hand."""

import httpx
from lxml import etree

from tests.sandbox.company import Company

QBO = "http://schema.intuit.com/finance/v3"
XML = {"Accept": "application/xml", "Content-Type": "application/xml"}


def posted(company: Company, path: str, xml: str, **options: object) -> httpx.Response:
    return company.call("POST", path, content=xml.encode(), headers=XML, **options)


def found(answer: httpx.Response, path: str) -> list[etree._Element]:
    """Elements by a path of their names below the root."""
    root = etree.fromstring(answer.content)
    assert root.tag == f"{{{QBO}}}IntuitResponse"
    return root.findall("/".join(f"{{{QBO}}}{step}" for step in path.split("/")))


def text(answer: httpx.Response, path: str) -> str:
    (element,) = found(answer, path)
    return element.text or ""


def attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.items()}


def element(name: str, inner: str, attributes: str = "") -> str:
    return f'<{name} xmlns="{QBO}" {attributes}>{inner}</{name}>'


def error(answer: httpx.Response) -> etree._Element:
    assert answer.status_code == 400, answer.text
    return found(answer, "Fault/Error")[0]

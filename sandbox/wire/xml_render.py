"""Answers as XML: the same objects, with QBO's attributes where QBO has attributes."""

from decimal import Decimal
from typing import Final

from lxml import etree

from sandbox.faults import GatewayFault
from sandbox.shapes import JsonObject

NAMESPACE: Final = "http://schema.intuit.com/finance/v3"
_ATTRIBUTES: Final = frozenset(
    {
        "domain",
        "sparse",
        "status",
        "startPosition",
        "maxResults",
        "totalCount",
        "bId",
        "type",
        "code",
        "element",
    }
)
_REFERENCE: Final = frozenset({"value", "name", "type"})
_HAVE_ATTRIBUTES: Final = frozenset({"Fault", "Error", "QueryResponse", "BatchItemResponse", "CDCResponse"})


def render(body: JsonObject, time: str) -> bytes:
    """An `IntuitResponse` around the answer."""
    root = etree.Element(f"{{{NAMESPACE}}}IntuitResponse", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # the stubs know no default one
    root.set("time", time)
    for name, value in body.items():
        _add(root, name, value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def render_gateway_fault(fault: GatewayFault, time: str) -> bytes:
    """The gateway's fault in XML, which is how a throttled JSON client meets it, too."""
    error = {"code": fault.code, "Message": fault.message, "Detail": fault.detail}
    return render({"Fault": {"type": fault.kind, "Error": [error]}}, time)


def _add(parent: etree._Element, name: str, value: object) -> None:
    if isinstance(value, list):
        for each in value:
            _add(parent, name, each)
        return
    if value is None:
        return
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if not isinstance(value, dict):
        element.text = _text(value)
    elif "value" in value and value.keys() <= _REFERENCE:
        element.text = _text(value["value"])
        for attribute in ("name", "type"):
            if attribute in value:
                element.set(attribute, _text(value[attribute]))
    else:
        _add_fields(element, name, value)


def _add_fields(element: etree._Element, name: str, fields: JsonObject) -> None:
    """Objects of their own and QBO's envelopes have attributes; parts of objects do not."""
    attributes = _ATTRIBUTES if name in _HAVE_ATTRIBUTES or "domain" in fields else frozenset()
    for key, value in fields.items():
        if key in attributes:
            element.set(key, _text(value))
        else:
            _add(element, key, value)


def _text(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)

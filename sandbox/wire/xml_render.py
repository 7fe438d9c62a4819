"""Answers as XML: the same objects as in JSON, with QBO's attributes where QBO has attributes."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from lxml import etree

from sandbox.entities.kinds import CENT, Number
from sandbox.entities.schema import Many, Part
from sandbox.faults import GatewayFault
from sandbox.shapes import JsonObject
from sandbox.wire.xml_order import names_in_order
from sandbox.wire.xml_table import ANYTHING, NAMESPACE, ROOT, Envelope, Shape, attributes_of, shape_within

_HEAD: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_REFERENCE: Final = frozenset({"value", "name", "type"})
_CENTS: Final = -CENT.as_tuple().exponent  # type: ignore[operator]  # it is a finite number
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_UNSPEAKABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(body: JsonObject, time: str) -> bytes:
    """An `IntuitResponse` around the answer."""
    return _rendered("IntuitResponse", body, {"time": time})


def render_report(body: JsonObject) -> bytes:
    """A `Report`, which is a root of its own."""
    return _rendered("Report", body, {})


def _rendered(name: str, body: JsonObject, attributes: dict[str, str]) -> bytes:
    root = etree.Element(f"{{{NAMESPACE}}}{name}", attributes, nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # the stubs know no default one
    for key, value in body.items():
        _add(root, key, value, shape_within(ROOT, key))
    return _HEAD + etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def render_gateway_fault(fault: GatewayFault, time: str) -> bytes:
    """The gateway's fault in XML, which is how a throttled JSON client meets it, too."""
    error = {"code": fault.code, "Message": fault.message, "Detail": fault.detail}
    return render({"Fault": {"type": fault.kind, "Error": [error]}}, time)


def _add(parent: etree._Element, name: str, value: object, shape: Shape) -> None:
    tag = _tag(name)
    if value is None or tag is None:
        return
    if isinstance(value, list):
        for each in value:
            _add(parent, name, each, shape.of if isinstance(shape, Many) else shape)
        return
    element = etree.SubElement(parent, tag)
    if not isinstance(value, dict):
        element.text = _text(value, shape)
    elif _is_any(value):
        for each in value["any"]:
            _add(element, each["name"].rpartition("}")[2], each["value"], ANYTHING)
    elif "value" in value and value.keys() <= _REFERENCE and not isinstance(shape, Envelope):
        element.text = _text(value["value"], ANYTHING)
        for attribute in ("name", "type"):
            if attribute in value:
                element.set(attribute, _text(value[attribute], ANYTHING))
    else:
        _add_fields(element, value, shape)


def _is_any(value: JsonObject) -> bool:
    """How JSON spells elements that the schema leaves open."""
    inner = value.get("any")
    if len(value) != 1 or not isinstance(inner, list):
        return False
    return all(
        isinstance(each, dict) and "value" in each and isinstance(each.get("name"), str) for each in inner
    )


def _add_fields(element: etree._Element, fields: JsonObject, shape: Shape) -> None:
    """In QBO's order: the id first, and what else every object has."""
    attributes = attributes_of(shape)
    known = [key for key in names_in_order(shape) if key in fields] if isinstance(shape, Part) else ()
    for key in dict.fromkeys((*known, *fields)):
        if key in attributes:
            element.set(key, _text(fields[key], ANYTHING))
        else:
            _add(element, key, fields[key], shape_within(shape, key))


@lru_cache(maxsize=4096)
def _tag(name: str) -> str | None:
    """A client's own JSON may have names that no element can have: QBO keeps them, its XML is without."""
    return f"{{{NAMESPACE}}}{name}" if _NAME.fullmatch(name) else None


def _text(value: object, shape: Shape) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return _amount(value) if shape == _MONEY else format(value, "f")
        case str():
            return value if value.isprintable() else _UNSPEAKABLE.sub("", value)
        case _:
            return str(value)


def _amount(value: Decimal) -> str:
    """As QBO writes money: to the cent, and nothing as 0."""
    return format(value, f".{_CENTS}f") if value else "0"


_MONEY: Final = Number(places=2)

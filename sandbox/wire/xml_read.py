"""Bodies in XML: the same objects as in JSON, found by the table of QBO's elements."""

from decimal import Decimal, InvalidOperation
from typing import Final

from lxml import etree

from sandbox.entities.kinds import Choice, Day, Flag, Moment, Number, Opaque, Ref, Whole
from sandbox.entities.schema import Many, Part
from sandbox.faults import fault
from sandbox.shapes import JsonObject
from sandbox.wire.xml_table import (
    NAMESPACE,
    NUMBERS,
    REFERENCES,
    ROOT,
    TEXTS,
    Envelope,
    Shape,
    attributes_of,
    is_list,
    shape_within,
)

DEEPEST: Final = 40
MOST_TAGS: Final = 500_000
"""More than a full batch has: eight megabytes of empty elements would keep everybody waiting."""
UNPARSEABLE_XML: Final = "Property Name:failed to parse xml object; an element is unsupported or invalid"
_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}
_NEVER_EMPTY: Final = (Choice, Day, Flag, Moment, Number, Whole)
"""What no empty element can state: it counts as not there. PHP's SDK writes every boolean so."""


def read(content: bytes) -> tuple[str, JsonObject]:
    """Name and object of the root element. QBO: 2010 for what is no XML, or not of QBO's namespace."""
    root = _parsed(content)
    name = _local(root)
    value = _value(root, shape_within(ROOT, name), 0)
    return name, value if isinstance(value, dict) else {}


def read_text(content: bytes) -> str:
    """The text of the root element."""
    return _parsed(content).text or ""


def _parsed(content: bytes) -> etree._Element:
    """Without a document type there is nothing to expand, to fetch or to include."""
    if content.count(b"<") > MOST_TAGS:
        raise fault("2010", UNPARSEABLE_XML)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise fault("2010", UNPARSEABLE_XML) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise fault("2010", f"{UNPARSEABLE_XML}: a document type is not allowed")
    return root


def _local(element: etree._Element) -> str:
    name = etree.QName(element)
    if name.namespace != NAMESPACE:
        raise fault("2010", f"{UNPARSEABLE_XML}: unexpected element {name.text}", name.localname)
    return name.localname


def _value(element: etree._Element, shape: Shape, depth: int) -> object:
    match shape:
        case Many(of=of):
            return _value(element, of, depth)
        case Part(fields=fields) if "value" in fields and len(element) == 0:
            return {"value": element.text or ""}
        case Opaque():
            return _as_it_came(element, depth)
        case Ref():
            return _reference(element)
        case _ if len(element) or isinstance(shape, Envelope | Part):
            return _object(element, shape, depth)
    text = element.text or ""
    return _FLAGS.get(text.strip(), text) if isinstance(shape, Flag) else text


def _object(element: etree._Element, shape: Shape, depth: int) -> JsonObject:
    if depth > DEEPEST:
        raise fault("2010", UNPARSEABLE_XML)
    attributes = attributes_of(shape)
    found: JsonObject = {
        name: _FLAGS.get(text, text) if name == "sparse" else text
        for name in attributes
        if (text := element.get(name)) is not None
    }
    for child in element:
        if child.tag in attributes:  # an element of no namespace: PHP's SDK writes a true attribute so
            continue
        name = _local(child)
        inner = shape_within(shape, name)
        if isinstance(inner, _NEVER_EMPTY) and not len(child) and not (child.text or "").strip():
            continue
        value = None if child.get(_NIL) in {"true", "1"} else _value(child, inner, depth + 1)
        if name not in found:
            found[name] = [value] if is_list(inner, name) else value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _reference(element: etree._Element) -> JsonObject:
    named = {name: text for name in ("name", "type") if (text := element.get(name)) is not None}
    return {"value": element.text or "", **named}


def _as_it_came(element: etree._Element, depth: int) -> object:
    name, text = _local(element), (element.text or "").strip()
    if len(element):
        return _object(element, Opaque(), depth)
    if name.endswith("Ref") or name in REFERENCES or element.get("name") is not None:
        return _reference(element)
    if name.endswith("Detail") and not text:
        return {}
    if name in NUMBERS:
        return _number(text)
    return text == "true" if text in {"true", "false"} and name not in TEXTS else element.text or ""


def _number(text: str) -> Decimal | str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return number if number.is_finite() and abs(number.adjusted()) < DEEPEST else text

"""Which format a client speaks, and its bytes. Inside, everything is of QBO's JSON shape."""

from typing import Protocol

from typing_extensions import override

from sandbox.entities.kinds import UNPARSEABLE
from sandbox.faults import GatewayFault, fault
from sandbox.shapes import JsonObject
from sandbox.wire.json_wire import dumped, loaded
from sandbox.wire.xml_read import UNPARSEABLE_XML, read
from sandbox.wire.xml_render import render, render_gateway_fault, render_report


class Format(Protocol):
    """Bytes out: an answer, or the gateway's own kind of fault. Bytes in: an object."""

    content_type: str
    unparseable: str
    """What fault 2010 says of a body in this format."""

    def answer(self, body: JsonObject, time: str) -> bytes:
        """The answer as bytes; `time` is QBO's stamp on it."""
        ...

    def report(self, body: JsonObject) -> bytes:
        """A report, which has no envelope and bears its time itself."""
        ...

    def gateway_fault(self, fault: GatewayFault, time: str, milliseconds: int) -> bytes:
        """A refusal by the gateway."""
        ...

    def read(self, content: bytes, name: str) -> JsonObject:
        """The object in a body: in XML, the one in an element of that name. Raises `QboFault`."""
        ...


class JsonFormat(Format):
    """JSON, with the gateway's faults in lower case."""

    content_type = "application/json;charset=UTF-8"
    unparseable = UNPARSEABLE

    @override
    def answer(self, body: JsonObject, time: str) -> bytes:
        return dumped({**body, "time": time})

    @override
    def report(self, body: JsonObject) -> bytes:
        return dumped(body)

    @override
    def gateway_fault(self, fault: GatewayFault, time: str, milliseconds: int) -> bytes:
        error = {
            "message": fault.message,
            "detail": fault.detail or None,
            "code": fault.code,
            "element": None,
        }
        return dumped(
            {
                "warnings": None,
                "intuitObject": None,
                "fault": {"error": [error], "type": fault.kind},
                "report": None,
                "queryResponse": None,
                "batchItemResponse": [],
                "attachableResponse": [],
                "syncErrorResponse": None,
                "requestId": None,
                "time": milliseconds,
                "status": None,
                "cdcresponse": [],
            }
        )

    @override
    def read(self, content: bytes, name: str) -> JsonObject:
        return loaded(content)


class XmlFormat(Format):
    """XML: what QBO answers unless JSON was asked for."""

    content_type = "application/xml;charset=UTF-8"
    unparseable = UNPARSEABLE_XML

    @override
    def answer(self, body: JsonObject, time: str) -> bytes:
        return render(body, time)

    @override
    def report(self, body: JsonObject) -> bytes:
        return render_report(body)

    @override
    def gateway_fault(self, fault: GatewayFault, time: str, milliseconds: int) -> bytes:
        return render_gateway_fault(fault, time)

    @override
    def read(self, content: bytes, name: str) -> JsonObject:
        found, value = read(content)
        if found != name:
            raise fault("2010", f"{UNPARSEABLE_XML}: {found} where {name} is due", found)
        return value


JSON = JsonFormat()
XML = XmlFormat()
_BY_TYPE = {"application/json": JSON, "application/xml": XML, "text/xml": XML}


def wanted(accept: str) -> Format:
    """QBO answers JSON only to those who ask for it."""
    return JSON if "json" in accept.lower() else XML


def format_of(content_type: str) -> Format | None:
    """The format of a body of that type; None for what QBO cannot read."""
    return _BY_TYPE.get(content_type)

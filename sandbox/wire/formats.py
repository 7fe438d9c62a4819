"""Which format a client speaks, and its bytes. Inside, everything is of QBO's JSON shape."""

import json
from decimal import Decimal
from typing import Any, Protocol

from typing_extensions import override

from sandbox.entities.kinds import UNPARSEABLE
from sandbox.faults import GatewayFault, fault
from sandbox.shapes import JsonObject
from sandbox.wire.xml_render import render, render_gateway_fault


class Format(Protocol):
    """Bytes out: an answer, or the gateway's own kind of fault."""

    content_type: str

    def answer(self, body: JsonObject, time: str) -> bytes:
        """The answer as bytes; `time` is QBO's stamp on it."""
        ...

    def gateway_fault(self, fault: GatewayFault, time: str, milliseconds: int) -> bytes:
        """A refusal by the gateway."""
        ...


class JsonFormat(Format):
    """JSON, with the gateway's faults in lower case."""

    content_type = "application/json;charset=UTF-8"

    @override
    def answer(self, body: JsonObject, time: str) -> bytes:
        return dumped({**body, "time": time})

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


class XmlFormat(Format):
    """XML: what QBO answers unless JSON was asked for."""

    content_type = "application/xml;charset=UTF-8"

    @override
    def answer(self, body: JsonObject, time: str) -> bytes:
        return render(body, time)

    @override
    def gateway_fault(self, fault: GatewayFault, time: str, milliseconds: int) -> bytes:
        return render_gateway_fault(fault, time)


JSON = JsonFormat()
XML = XmlFormat()


def wanted(accept: str) -> Format:
    """QBO answers JSON only to those who ask for it."""
    return JSON if "json" in accept.lower() else XML


def dumped(value: object) -> bytes:
    """JSON as QBO writes it: amounts are numbers."""
    return json.dumps(value, default=_number, ensure_ascii=False, separators=(",", ":")).encode()


def loaded(content: bytes) -> JsonObject:
    """The JSON object in a body, amounts exact. QBO: 2010 for anything else."""
    try:
        value: Any = json.loads(content, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise fault("2010", UNPARSEABLE) from None
    if not isinstance(value, dict):
        raise fault("2010", UNPARSEABLE)
    return value


def _number(value: object) -> float | int:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer")


def _refuse_constant(name: str) -> float:
    raise ValueError(name)

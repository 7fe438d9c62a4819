"""Read QBO's faults, in the three shapes that they come in.

`{"Fault": …}` from QBO itself, `{"fault": …}` in lower case from its gateway, and XML,
which throttling answers with even when JSON was asked for. A 200 may hold a fault, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lxml import etree

from adapters.quickbooks.answers import Answer
from domain.model.outcomes import Fault

# The gateway writes the code into its message as well, with zeros in front.
CODE_IN_MESSAGE = re.compile(r"errorCode=(\d+)")


def read_faults(answer: Answer, content: Mapping[str, object] | None) -> tuple[Fault, ...]:
    """Every error of the fault that the answer is; none when it is something else.

    `content` is its JSON object, where it is one.
    """
    errors = _in_xml(answer.body) if content is None else _in_json(content)
    return tuple(_fault(error) for error in errors)


def _in_json(content: Mapping[str, object]) -> Iterable[Mapping[str, object]]:
    fault = _lowered(content).get("fault")
    if not isinstance(fault, dict):
        return
    errors = _lowered(fault).get("error")
    for error in errors if isinstance(errors, list) else ():
        if isinstance(error, dict):
            yield _lowered(error)


def _in_xml(body: bytes) -> Iterable[Mapping[str, object]]:
    # A gateway's page is nobody's document: no entities, no network.
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:  # HTML, text, nothing
        return
    for error in root.iterfind("{*}Fault/{*}Error"):
        yield {
            "code": error.get("code"),
            "element": error.get("element"),
            "message": error.findtext("{*}Message"),
            "detail": error.findtext("{*}Detail"),
        }


def _fault(error: Mapping[str, object]) -> Fault:
    message = _text(error.get("message"))
    code = _text(error.get("code"))
    if not code and (named := CODE_IN_MESSAGE.search(message)):
        code = named[1]
    return Fault(
        code=code.lstrip("0"),
        message=message,
        detail=_text(error.get("detail")) or None,
        element=_text(error.get("element")) or None,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _lowered(content: Mapping[str, object]) -> dict[str, object]:
    return {name.lower(): value for name, value in content.items()}

"""`POST /upload`: files with what is known of them. A stub: the files are not kept, their Attachables are."""

from dataclasses import replace
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from http import HTTPStatus
from typing import Final

from sandbox.books.writing import Writing, write
from sandbox.entities.registry import ENTITIES
from sandbox.faults import QboFault, Unsupported, missing
from sandbox.shapes import JsonObject
from sandbox.web.answers import Answer, answered
from sandbox.web.bodies import read_body
from sandbox.web.exchange import Exchange
from sandbox.web.paper import NOTE
from sandbox.web.turn import Turn

MULTIPART: Final = "multipart/form-data"
CONTENT: Final = "file_content"
METADATA: Final = "file_metadata"


def upload(turn: Turn) -> Answer:
    """An `AttachableResponse` for each file, be it an Attachable or a fault."""
    if turn.exchange.content_type != MULTIPART:
        raise Unsupported("Cannot consume content type", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    described, files = _parts(turn.exchange)
    if not files:
        raise QboFault([missing(CONTENT)])

    def attach() -> JsonObject:
        return {
            "AttachableResponse": [
                _attached(turn, file, described.get(number)) for number, file in files.items()
            ]
        }

    parts = [each.get_payload() for each in (*described.values(), *files.values())]
    done = turn.realm.memory.once(turn.asked.request_id, attach, lambda: parts)
    answer = answered(done, turn.exchange.spoken, turn.clock)
    return replace(answer, headers={NOTE: "a stub: the file was not kept"})


def _attached(turn: Turn, file: EmailMessage, description: EmailMessage | None) -> JsonObject:
    how = Writing(source=turn.source)
    try:
        body = _described(file, description)
        return {"Attachable": write(turn.company, ENTITIES["Attachable"], "create", body, how)}
    except QboFault as refused:
        return {"Fault": refused.as_json()}


def _described(file: EmailMessage, description: EmailMessage | None) -> JsonObject:
    """What the client says of the file; else the name and the type that it came with."""
    found: JsonObject = {"ContentType": file.get_content_type()}
    if name := file.get_filename():
        found["FileName"] = name.encode("utf-8", "replace").decode()
    if description is None:
        return found
    content = description.get_payload(decode=True)
    told = content if isinstance(content, bytes) else b""
    return {**found, **read_body(told, description.get_content_type(), "Attachable")}


def _parts(exchange: Exchange) -> tuple[dict[str, EmailMessage], dict[str, EmailMessage]]:
    """Descriptions and files by their numbers: `file_metadata_01` goes with `file_content_01`."""
    head = f"Content-Type: {exchange.headers['content-type']}\r\n\r\n".encode("latin-1")
    try:
        message = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + exchange.body)
    except RecursionError:
        raise QboFault([missing(CONTENT)]) from None
    found: dict[str, dict[str, EmailMessage]] = {METADATA: {}, CONTENT: {}}
    for part in message.iter_parts():
        kind, _, number = str(part.get_param("name", "", header="content-disposition")).rpartition("_")
        if kind in found and isinstance(part, EmailMessage):
            found[kind][number] = part
    return found[METADATA], found[CONTENT]

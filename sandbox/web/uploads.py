"""`POST /upload`: files with what is known of them; `GET /download/{id}`: where a file is to be had."""

from collections.abc import Iterable
from dataclasses import replace
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sandbox.books.files import ROOM
from sandbox.books.reading import read
from sandbox.books.writing import Writing, write
from sandbox.entities.registry import ENTITIES
from sandbox.faults import QboFault, Unsupported, gone, missing
from sandbox.shapes import JsonObject
from sandbox.web.answers import Answer, answered
from sandbox.web.bodies import read_body
from sandbox.web.multipart import MULTIPART, Part, parts
from sandbox.web.paper import NOTE
from sandbox.web.turn import Turn
from sandbox.world import Sandbox

CONTENT: Final = "file_content"
METADATA: Final = "file_metadata"
FULL: Final = f"a stub: a file was not kept, the company has {ROOM} bytes of them"


def upload(turn: Turn) -> Answer:
    """An `AttachableResponse` for each file, be it an Attachable or a fault."""
    if turn.exchange.content_type != MULTIPART:
        raise Unsupported("Cannot consume content type", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    described, files = _sorted(parts(turn.exchange.headers["content-type"], turn.exchange.body))
    if not files:
        raise QboFault([missing(CONTENT)])

    def attach() -> JsonObject:
        made = [_attached(turn, file, described.get(number)) for number, file in files.items()]
        return {"AttachableResponse": made}

    sent = (described, files)
    done = turn.realm.memory.once(turn.asked.request_id, attach, lambda: sent)
    answer = answered(done, turn.exchange.spoken, turn.clock)
    kept = all("Fault" in each or "Size" in each["Attachable"] for each in done["AttachableResponse"])
    return answer if kept else replace(answer, headers={NOTE: FULL})


def download(turn: Turn) -> Answer:
    """The address of a file, as plain text. QBO: 610 if there is none."""
    file = turn.company.files.get(turn.asked.object_id)
    if file is None:
        raise gone()
    held = read(turn.company, ENTITIES["Attachable"], turn.asked.object_id)
    return Answer(200, held["TempDownloadUri"].encode(), "text/plain")


def file_route(sandbox: Sandbox) -> Route:
    """Where a `TempDownloadUri` leads: whoever has the key has the file, without a token."""

    async def serve(request: Request) -> Response:
        realm = sandbox.realms.get(request.path_params["realm"])
        file = realm.company.files.by_key(request.path_params["key"]) if realm else None
        if file is None:
            return PlainTextResponse("There is no such file", HTTPStatus.NOT_FOUND)
        headers = {"content-disposition": "attachment", "x-content-type-options": "nosniff"}
        return Response(file.content, headers={**headers, "content-type": file.content_type})

    return Route("/files/{realm}/{key}", serve)


def _sorted(found: Iterable[Part]) -> tuple[dict[str, Part], dict[str, Part]]:
    """Descriptions and files by their numbers: `file_metadata_01` goes with `file_content_01`."""
    kinds: dict[str, dict[str, Part]] = {METADATA: {}, CONTENT: {}}
    for part in found:
        kind, _, number = part.name.rpartition("_")
        if kind in kinds:
            kinds[kind][number] = part
    return kinds[METADATA], kinds[CONTENT]


def _attached(turn: Turn, file: Part, description: Part | None) -> JsonObject:
    attachable, company = ENTITIES["Attachable"], turn.company
    try:
        body = _described(file, description)
        made = write(company, attachable, "create", body, Writing(source=turn.source))
    except QboFault as refused:
        return {"Fault": refused.as_json()}
    company.files.keep(made["Id"], file.content, file.content_type, turn.exchange.url)
    return {"Attachable": read(company, attachable, made["Id"])}


def _described(file: Part, description: Part | None) -> JsonObject:
    """What the client says of the file; else the name and the type that it came with."""
    found: JsonObject = {"ContentType": file.content_type}
    if file.file_name:
        found["FileName"] = file.file_name
    if description is None:
        return found
    return {**found, **read_body(description.content, description.content_type, "Attachable")}

"""`multipart/form-data` as clients of QBO send it: lines of either ending, parts in base64 or as they are."""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import Final

MULTIPART: Final = "multipart/form-data"
UNKNOWN: Final = "application/octet-stream"
_HEAD: Final = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what it is called, the file's name if it has one, its type and its bytes."""

    name: str
    file_name: str
    content_type: str
    content: bytes


def parts(content_type: str, body: bytes) -> Iterator[Part]:
    """The parts of a body; none where there is no boundary to find them by."""
    boundary = _headers(f"Content-Type: {content_type}".encode("latin-1", "replace")).get_boundary()
    if not boundary:
        return
    edge = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary.encode("utf-8", "replace")))
    for piece in edge.split(body)[1:]:
        if piece.startswith(b"--"):
            return
        head, *rest = _HEAD.split(piece, maxsplit=1)
        if rest:
            yield _part(_headers(head.lstrip(b"\r\n \t")), rest[0])


def _headers(head: bytes) -> EmailMessage:
    return BytesParser(EmailMessage, policy=HTTP).parsebytes(head + b"\r\n\r\n", headersonly=True)


def _part(headers: EmailMessage, content: bytes) -> Part:
    name = _text(headers.get_param("name", "", header="content-disposition"))
    encoding = str(headers.get("content-transfer-encoding", "")).strip().lower()
    plain = _decoded(content) if encoding == "base64" else content
    kind = headers.get_content_type()
    known = kind if kind.isascii() and kind.isprintable() else UNKNOWN
    return Part(name, _text(headers.get_filename()), known, plain)


def _decoded(content: bytes) -> bytes:
    """What is no base64 stays as it is."""
    try:
        return b64decode(content)
    except binascii.Error:
        return content


def _text(value: object) -> str:
    return str(value or "").encode("utf-8", "replace").decode()

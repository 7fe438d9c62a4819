"""The body of a call: inflated, and read in the format that its type names."""

import zlib
from http import HTTPStatus
from typing import Final

from sandbox.faults import Unsupported
from sandbox.shapes import JsonObject
from sandbox.wire.formats import JSON, Format, format_of

MAX_BODY: Final = 8 * 1024 * 1024
_EITHER: Final = zlib.MAX_WBITS | 32
_BARE: Final = -zlib.MAX_WBITS


class TooLarge(Exception):
    """The body is over the limit."""


def inflated(content: bytes, encoding: str) -> bytes:
    """The body as it was before `Content-Encoding`; raises `TooLarge`. What cannot be inflated stays."""
    if encoding.lower() not in {"gzip", "x-gzip", "deflate"}:
        return content
    for window in (_EITHER, _BARE):
        stream = zlib.decompressobj(window)
        try:
            plain = stream.decompress(content, MAX_BODY)
        except zlib.error:
            continue
        if stream.unconsumed_tail:
            raise TooLarge
        return plain
    return content


def read_body(content: bytes, content_type: str, name: str) -> JsonObject:
    """The object in a body, `name` being its element in XML. QBO: 500 for a type it cannot consume."""
    chosen: Format | None = format_of(content_type) if content_type else JSON
    if chosen is None:
        raise Unsupported("Cannot consume content type", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    return chosen.read(content, name)

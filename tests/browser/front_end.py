"""A front end of one page, to which people return from QuickBooks: it shows what it was told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

PATH = "/settings/quickbooks"
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>The association's front end</title>
<style>body {{ font: 1rem/1.5 sans-serif; max-width: 34rem; margin: 4rem auto }}</style>
<h1>QuickBooks</h1>
<dl>{told}</dl>
"""
TOLD = '<dt>{name}</dt><dd id="{name}">{value}</dd>'


class _Front(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        told = "".join(
            TOLD.format(name=escape(name), value=escape(value)) for name, value in parse_qsl(parts.query)
        )
        body = PAGE.format(told=told).encode() if parts.path == PATH else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def front_end() -> Iterator[str]:
    """Serve the page on loopback; gives its URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Front) as server:
        thread = threading.Thread(target=server.serve_forever, name="front-end", daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}{PATH}"
        server.shutdown()
        thread.join(10)

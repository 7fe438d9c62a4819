"""A route for people's browsers, which somebody else sends here."""

from __future__ import annotations

from typing import Final

from fastapi import Request, Response
from starlette.responses import HTMLResponse

from api.route import Handler, Route
from domain.errors.connecting import StateInvalid

HTML: Final = "text/html"
PAGE: Final = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not connected</title>
<h1>This did not connect QuickBooks</h1>
<p>This try to connect is over, or never began here. Go back to where you came from, and begin again.</p>
"""


class BrowserRoute(Route):
    """Takes parameters that it does not know, since Intuit may send more; and says in words what is wrong."""

    knows_all_parameters = False

    def get_route_handler(self) -> Handler:
        """Wrap the handler of all routes."""
        handle = super().get_route_handler()

        async def kindly(request: Request) -> Response:
            try:
                return await handle(request)
            except StateInvalid:
                if not _prefers_html(request):
                    raise
                return HTMLResponse(PAGE, status_code=400)

        return kindly


def _prefers_html(request: Request) -> bool:
    """Browsers name it first."""
    return request.headers.get("accept", "").lstrip().lower().startswith(HTML)

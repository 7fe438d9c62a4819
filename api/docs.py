"""The contract to read and to try: `/openapi.json`, and `/docs` with everything it needs from here."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Final

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from api import contract

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
# The page needs nothing of what a browser can lend: no camera, no place, no payment.
PERMISSIONS: Final = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "usb", "web-share",
        "xr-spatial-tracking",
    )
)  # fmt: skip

PAGE: Final = f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{contract.TITLE}: the contract</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
<link rel="icon" href="docs/favicon.png">
</head>
<body>
<div id="docs"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""

START: Final = """\
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  filter: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
});
"""

MEDIA: Final = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon.png": "image/png",
}


def install(app: FastAPI) -> None:
    """Serve the contract and its page."""

    @cache
    def written() -> bytes:
        return json.dumps(contract.document(app), ensure_ascii=False).encode()

    async def openapi(_: Request) -> Response:
        return Response(written(), media_type="application/json")

    app.add_route("/openapi.json", openapi, ["GET"])
    app.add_route("/docs", _page, ["GET"])
    app.add_route("/docs/start.js", _start, ["GET"])
    app.add_route("/docs/{name}", _asset, ["GET"])


async def _page(_: Request) -> Response:
    headers = {"Content-Security-Policy": POLICY, "Permissions-Policy": PERMISSIONS}
    return HTMLResponse(PAGE, headers=headers)


async def _start(_: Request) -> Response:
    return Response(START, media_type="text/javascript")


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in MEDIA:
        raise HTTPException(status_code=404)
    return Response(_read(name), media_type=MEDIA[name], headers={"Cache-Control": "max-age=86400"})


@cache
def _read(name: str) -> bytes:
    # The package is its assets: Swagger UI, which FastAPI would have a browser fetch from elsewhere.
    return (files("fastapi_offline") / "static" / name).read_bytes()

"""What OWASP's Secure Headers Project and REST cheat sheet ask of an API's answers and of its page."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

EVERYWHERE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}
TELLING = {"Server", "X-Powered-By", "X-AspNet-Version", "Via", "Set-Cookie"}


def policy_of(headers: str) -> dict[str, str]:
    directives = (directive.strip().partition(" ") for directive in headers.split(";"))
    return {name: sources for name, _, sources in directives}


@pytest.mark.parametrize(
    "path", ["/logs", "/logs?limit=x", "/nowhere", "/error-codes", "/docs", "/docs/start.js", "/openapi.json"]
)
async def test_every_answer_is_of_use_for_nothing_else(client: AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert not TELLING & {name.title() for name in answer.headers}


@pytest.mark.parametrize("path", ["/logs", "/nowhere", "/openapi.json", "/docs/swagger-ui.css"])
async def test_an_answer_that_is_no_page_may_do_nothing_in_a_browser(client: AsyncClient, path: str) -> None:
    policy = policy_of((await client.get(path)).headers["Content-Security-Policy"])
    assert policy == dict.fromkeys(("default-src", "form-action", "base-uri", "frame-ancestors"), "'none'")


async def test_the_page_of_the_contract_may_do_what_it_is_for(client: AsyncClient) -> None:
    """That this is enough for it, tests/browser shows in a browser."""
    page = await client.get("/docs")
    policy = policy_of(page.headers["Content-Security-Policy"])
    allowed = {name: sources for name, sources in policy.items() if sources != "'none'"}
    assert allowed == {
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
    }
    assert {"default-src", "form-action", "base-uri", "frame-ancestors"} <= set(policy)
    assert "camera=()" in page.headers["Permissions-Policy"]

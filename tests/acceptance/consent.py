"""A person with a browser: from the API to Intuit's consent page, and back to the front end."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx

from tests.acceptance.town import Json, Town
from tests.api.house import RETURN_URL
from tests.sandbox.browser import Page, sent_to
from tests.servers.sandbox import NO_TLS, Realm

Answer = Mapping[str, str]
"""What Intuit puts into the query of the callback."""


async def begin(town: Town) -> Json:
    """Begin to connect; the answer has the address for the browser."""
    answer = await town.call("POST", "/connection/authorizations", {"return_url": RETURN_URL})
    assert answer.status_code == 201, answer.text
    begun: Json = answer.json()
    assert answer.headers["Location"] == f"/connection/authorizations/{begun['id']}"
    return begun


def consent(town: Town, begun: Json, *, to: Realm | None = None) -> Answer:
    """Choose a company on the page, and press Connect."""
    return _pressed(town, begun, "Connect", (to or town.realm).realm_id)


def deny(town: Town, begun: Json) -> Answer:
    """Press No thanks."""
    return _pressed(town, begun, "No thanks", None)


async def come_back(town: Town, answer: Answer) -> str:
    """Bring the answer to the callback as a browser does, without a key; return the status it is told."""
    went = await bring(town, answer)
    assert went.status_code == 303, went.text
    address = urlsplit(went.headers["Location"])
    agreed = urlsplit(RETURN_URL)
    assert address._replace(query="") == agreed._replace(query="")
    told = parse_qs(address.query)
    assert told.pop("tab") == ["quickbooks"]
    (status,), (authorization,) = told.pop("connection"), told.pop("authorization")
    assert not told
    assert (await town.ask(f"/connection/authorizations/{authorization}"))["status"] == status
    return status


async def bring(town: Town, answer: Answer) -> httpx.Response:
    """Call the callback, and judge nothing."""
    url = f"/connection/callback?{urlencode(answer)}"
    return await town.client.get(url, headers={"Authorization": "", "Accept": "text/html,*/*;q=0.8"})


async def connected(town: Town, *, to: Realm | None = None) -> str:
    """Go all the way; return the status."""
    return await come_back(town, consent(town, await begin(town), to=to))


def state_of(begun: Json) -> str:
    return dict(parse_qsl(urlsplit(begun["authorize_url"]).query))["state"]


def _pressed(town: Town, begun: Json, button: str, company: str | None) -> Answer:
    with httpx.Client(base_url=town.realm.url, verify=NO_TLS, trust_env=False) as http:
        page = Page.open(http, begun["authorize_url"])
        callback, answer = sent_to(page.press(button, company))
    assert callback.endswith("/connection/callback")
    return answer

"""The page on which a person lets an application into a company, or does not."""

from html import escape
from string import Template
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.clock import Clock
from sandbox.web.authorisations import ACCOUNTING, Application
from sandbox.web.consents import Consent, Request
from sandbox.web.discovery import AUTHORISE, PAYMENT, SCOPES
from sandbox.world import Sandbox

_HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
}
_PAGE: Final = Template("""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>$title</title>
<style>body { font: 1rem/1.5 sans-serif; max-width: 34rem; margin: 4rem auto }</style>
<h1>$title</h1>
$content
""")
_FORM: Final = Template("""<p><strong>$client</strong> asks for: <code>$scope</code>.</p>
<form method="post" action="$action">
<input type="hidden" name="page" value="$page">
$companies<p><button name="decision" value="allow">Connect</button>
<button name="decision" value="deny">No thanks</button></p>
</form>
<p>This is the sandbox: there is nobody to sign in as.</p>""")
_AGAIN: Final = "<p>Begin again at the app.</p>"


class Turned(Exception):
    """Why the page cannot be shown; the browser stays, for whom it would be sent to cannot be trusted."""


class ConsentPage:
    """`/connect/oauth2`: shown by GET, answered by POST."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def routes(self) -> list[Route]:
        """Where it is."""
        return [
            Route(AUTHORISE, self.show, methods=["GET"]),
            Route(AUTHORISE, self.answer, methods=["POST"]),
        ]

    async def show(self, http: HttpRequest) -> Response:
        """Ask the person; or send the browser back at once with what is wrong with the request."""
        try:
            request = self._request(http)
        except Turned as turned:
            return _page("Sorry, but this app didn't connect", f"<p>{escape(str(turned))}</p>", status=400)
        if http.query_params.get("response_type") != "code":
            return _sent(request.back(error="unsupported_response_type"))
        if not request.scope or not set(request.scope.split()) <= set(SCOPES):
            return _sent(request.back(error="invalid_scope"))
        form = _FORM.substitute(
            client=escape(request.client_id),
            scope=escape(request.scope),
            action=AUTHORISE,
            page=self._sandbox.consents.ask(request, Clock().seconds()),
            companies=self._companies() if _wants_company(request) else "",
        )
        return _page("Connect an app to your company", form)

    async def answer(self, http: HttpRequest) -> Response:
        """Send the browser back with a code, or with a no."""
        form = dict(parse_qsl((await http.body()).decode("utf-8", "replace")))
        request = self._sandbox.consents.answered(form.get("page", ""), Clock().seconds())
        if request is None:
            return _page(
                "Sorry, but this page was used already", "<p>Begin again at the app.</p>", status=400
            )
        if form.get("decision") != "allow":
            return _sent(request.back(error="access_denied"))
        if not _wants_company(request):
            return _sent(request.back(code=self._code(Consent(request, ""), Clock())))
        realm = self._sandbox.realms.get(form.get("realm", ""))
        if realm is None:
            return _page("Sorry, there is no such company", _AGAIN, status=400)
        consent = Consent(request, realm.company.realm_id)
        code = self._code(consent, realm.company.clock)
        return _sent(request.back(code=code, realmId=consent.realm_id))

    def _code(self, consent: Consent, clock: Clock) -> str:
        return self._sandbox.consents.code(consent, clock.seconds())

    def _request(self, http: HttpRequest) -> Request:
        asked = http.query_params
        client_id, redirect_uri = asked.get("client_id", ""), asked.get("redirect_uri", "")
        application: Application | None = self._sandbox.authorisations.application(client_id)
        if application is None:
            raise Turned("The client_id query parameter value is invalid.")
        if not _goes_somewhere(redirect_uri) or not application.may_return_to(redirect_uri):
            raise Turned(
                "The redirect_uri query parameter value is invalid. Make sure it is listed in the "
                "Redirect URIs section on your app's keys tab and matches it exactly."
            )
        return Request(client_id, redirect_uri, asked.get("scope", ""), asked.get("state", ""))

    def _companies(self) -> str:
        options = "".join(
            f'<option value="{escape(realm_id)}">{escape(realm.company.info["CompanyName"])}</option>'
            for realm_id, realm in self._sandbox.realms.items()
        )
        return f'<p><label>Company <select name="realm" required>{options}</select></label></p>\n'


def _wants_company(request: Request) -> bool:
    return not {ACCOUNTING, PAYMENT}.isdisjoint(request.scope.split())


def _goes_somewhere(redirect_uri: str) -> bool:
    """An address of the web: nothing that a browser would run."""
    try:
        parts = urlsplit(redirect_uri)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not parts.fragment


def _sent(url: str) -> Response:
    return RedirectResponse(url, status_code=302, headers=_HEADERS)


def _page(title: str, content: str, *, status: int = 200) -> Response:
    return HTMLResponse(_PAGE.substitute(title=escape(title), content=content), status, headers=_HEADERS)

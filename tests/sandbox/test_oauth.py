"""The connect flow: a consent page, a code that is good once, and who may have tokens for it."""

from urllib.parse import urlencode

import httpx
import pytest

from tests.sandbox.browser import Page, sent_to
from tests.sandbox.company import Body, Company

CALLBACK = "https://app.example.com/callback"
ACCOUNTING = "com.intuit.quickbooks.accounting"
NASTY = 'a b&c=d"><script>é%2F'


def authorise_url(company: Company, **changes: str) -> str:
    asked = {
        "client_id": company.opened["client_id"],
        "response_type": "code",
        "scope": ACCOUNTING,
        "redirect_uri": CALLBACK,
        "state": "s-1",
        **changes,
    }
    return f"/connect/oauth2?{urlencode(asked)}"


def allowed(company: Company, **changes: str) -> dict[str, str]:
    page = Page.open(company.http, authorise_url(company, **changes))
    return sent_to(page.press("Connect", company.realm_id))[1]


def exchanged(company: Company, code: str, **changes: str) -> httpx.Response:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, **changes}
    credentials = (company.opened["client_id"], company.opened["client_secret"])
    return company.http.post("/oauth2/v1/tokens/bearer", data=form, auth=credentials)


def refused(answer: httpx.Response, status: int = 400) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/json")
    return str(answer.json()["error"])


def test_the_page_names_the_application_and_offers_every_company(company: Company) -> None:
    page = Page.open(company.http, authorise_url(company))
    assert company.opened["client_id"] in page.tree.text_content()
    assert company.realm_id in page.companies.values()


def test_who_allows_goes_back_with_a_code_the_company_and_the_state(company: Company) -> None:
    page = Page.open(company.http, authorise_url(company))
    address, answer = sent_to(page.press("Connect", company.realm_id))
    assert address == CALLBACK
    assert answer.keys() == {"code", "state", "realmId"}
    assert (answer["state"], answer["realmId"]) == ("s-1", company.realm_id)


def test_who_denies_goes_back_without_one(company: Company) -> None:
    page = Page.open(company.http, authorise_url(company))
    assert sent_to(page.press("No thanks")) == (CALLBACK, {"error": "access_denied", "state": "s-1"})


def test_the_state_goes_back_as_it_came(company: Company) -> None:
    assert allowed(company, state=NASTY)["state"] == NASTY


def test_what_an_application_sends_is_no_part_of_the_page(company: Company) -> None:
    answer = company.http.get(authorise_url(company, client_id=NASTY))
    assert answer.status_code == 400
    assert "<script" not in answer.text


def test_the_page_cannot_be_framed_or_kept(company: Company) -> None:
    headers = company.http.get(authorise_url(company)).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


def test_a_page_is_answered_once_and_by_whom_it_was_shown(company: Company) -> None:
    page = Page.open(company.http, authorise_url(company))
    page.press("Connect", company.realm_id)
    assert page.press("Connect", company.realm_id).status_code == 400
    forged = {"realm": company.realm_id, "decision": "allow", "page": "guess", "redirect_uri": CALLBACK}
    assert company.http.post("/connect/oauth2", data=forged).status_code == 400


def test_the_address_to_return_to_keeps_its_own_parameters(company: Company) -> None:
    assert allowed(company, redirect_uri=f"{CALLBACK}?tenant=7")["tenant"] == "7"


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "stranger"},
        {"redirect_uri": ""},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": "//evil.example.com"},
        {"redirect_uri": "http://[broken"},
        {"redirect_uri": f"{CALLBACK}#fragment"},
    ],
    ids=str,
)
def test_nobody_is_sent_where_no_application_said(company: Company, changes: dict[str, str]) -> None:
    answer = company.http.get(authorise_url(company, **changes))
    assert answer.status_code == 400
    assert "query parameter value is invalid" in answer.text


def test_a_registered_address_is_compared_exactly(http: httpx.Client) -> None:
    company = Company.open(http, client_id="registered", client_secret="s", redirect_uris=[CALLBACK])
    assert http.get(authorise_url(company)).status_code == 200
    assert http.get(authorise_url(company, redirect_uri=f"{CALLBACK}/")).status_code == 400
    company.close()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": ""}, "invalid_scope"),
        ({"scope": "com.intuit.quickbooks.everything"}, "invalid_scope"),
    ],
    ids=["token", "no scope", "unknown scope"],
)
def test_a_wrong_request_goes_back_with_what_is_wrong(
    company: Company, changes: dict[str, str], error: str
) -> None:
    _, answer = sent_to(company.http.get(authorise_url(company, **changes)))
    assert answer == {"error": error, "state": "s-1"}


def test_a_code_is_exchanged_for_tokens_that_work(company: Company) -> None:
    answer = exchanged(company, allowed(company)["code"])
    assert answer.status_code == 200, answer.text
    pair: Body = answer.json()
    assert pair.keys() == {
        "token_type", "access_token", "expires_in", "refresh_token", "x_refresh_token_expires_in"
    }  # fmt: skip
    token = {"Authorization": f"Bearer {pair['access_token']}"}
    assert company.call("GET", "companyinfo/1", headers=token).status_code == 200
    assert answer.headers["cache-control"] == "no-store"


def test_a_code_is_good_once(company: Company) -> None:
    code = allowed(company)["code"]
    assert exchanged(company, code).status_code == 200
    assert refused(exchanged(company, code)) == "invalid_grant"


def test_a_code_is_good_for_five_minutes(company: Company) -> None:
    code = allowed(company)["code"]
    company.settings(clock_offset=301)
    assert refused(exchanged(company, code)) == "invalid_grant"
    code = allowed(company)["code"]
    company.settings(clock_offset=301 + 299)
    assert exchanged(company, code).status_code == 200


def test_a_code_is_good_for_its_own_address_and_application_only(company: Company) -> None:
    elsewhere = f"{CALLBACK}/elsewhere"
    assert refused(exchanged(company, allowed(company)["code"], redirect_uri=elsewhere)) == "invalid_grant"
    another = Company.open(company.http, client_id="another app", client_secret="s")
    assert refused(exchanged(another, allowed(company)["code"])) == "invalid_grant"
    another.close()


def test_a_disconnected_company_gives_no_tokens(company: Company) -> None:
    code = allowed(company)["code"]
    company.settings(connected=False)
    assert refused(exchanged(company, code)) == "invalid_grant"


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, "invalid_grant"),
        ({"grant_type": "refresh_token", "refresh_token": "guess"}, "invalid_grant"),
    ],
    ids=["nothing", "password", "no code", "guess"],
)
def test_a_wrong_form_is_refused_in_oauths_words(company: Company, form: Body, error: str) -> None:
    credentials = (company.opened["client_id"], company.opened["client_secret"])
    assert refused(company.http.post("/oauth2/v1/tokens/bearer", data=form, auth=credentials)) == error


def test_credentials_are_asked_for_before_anything_else(company: Company) -> None:
    answer = company.http.post("/oauth2/v1/tokens/bearer", data={"grant_type": "password"})
    assert refused(answer, 401) == "invalid_client"
    assert answer.headers["www-authenticate"].startswith("Basic")


def test_credentials_may_be_in_the_form(company: Company) -> None:
    form = {name: company.opened[name] for name in ("client_id", "client_secret", "refresh_token")}
    answer = company.http.post("/oauth2/v1/tokens/bearer", data={"grant_type": "refresh_token", **form})
    assert answer.status_code == 200


def test_the_end_of_all_refreshing_is_told_to_who_asks(company: Company) -> None:
    """Five years after the consent; each refresh token lives a hundred days, and never beyond that."""
    form = {"grant_type": "refresh_token", "refresh_token": company.opened["refresh_token"]}
    credentials = (company.opened["client_id"], company.opened["client_secret"])
    company.settings(clock_offset=99 * 86_400)
    answer = company.http.post(
        "/oauth2/v1/tokens/bearer",
        data=form,
        auth=credentials,
        headers={"x-include-refresh-token-hard-expires-in": "true"},
    )
    assert answer.json()["x_refresh_token_hard_expires_in"] == (5 * 365 - 99) * 86_400


def test_after_five_years_no_refresh_helps(company: Company) -> None:
    company.settings(refresh_token_lifetime=1e9)
    form = {"grant_type": "refresh_token", "refresh_token": company.opened["refresh_token"]}
    credentials = (company.opened["client_id"], company.opened["client_secret"])
    kept: Body = company.http.post("/oauth2/v1/tokens/bearer", data=form, auth=credentials).json()
    assert kept["x_refresh_token_expires_in"] == 5 * 365 * 86_400
    company.settings(clock_offset=5 * 365 * 86_400 + 1)
    form["refresh_token"] = kept["refresh_token"]
    answer = company.http.post("/oauth2/v1/tokens/bearer", data=form, auth=credentials)
    assert refused(answer) == "invalid_grant"


def test_a_person_may_be_known_without_a_company(company: Company) -> None:
    page = Page.open(company.http, authorise_url(company, scope="openid email"))
    assert page.companies == {}
    _, answer = sent_to(page.press("Connect"))
    assert answer.keys() == {"code", "state"}
    pair: Body = exchanged(company, answer["code"]).json()
    assert pair["id_token"].count(".") == 2
    token = {"Authorization": f"Bearer {pair['access_token']}"}
    person: Body = company.http.get("/v1/openid_connect/userinfo", headers=token).json()
    assert person.keys() == {"sub", "email", "emailVerified"}
    assert company.call("GET", "companyinfo/1", headers=token).status_code == 403


def test_a_person_is_unknown_to_who_did_not_ask(company: Company) -> None:
    token = {"Authorization": f"Bearer {company.opened['access_token']}"}
    answer = company.http.get("/v1/openid_connect/userinfo", headers=token)
    assert refused(answer, 403) == "insufficient_scope"
    assert refused(company.http.get("/v1/openid_connect/userinfo"), 401) == "invalid_token"


@pytest.mark.parametrize("name", ["openid_configuration", "openid_sandbox_configuration"])
@pytest.mark.parametrize("slash", ["", "/"])
def test_the_discovery_document_leads_to_this_server(company: Company, name: str, slash: str) -> None:
    document: Body = company.http.get(f"/.well-known/{name}{slash}").json()
    endpoints = [value for key, value in document.items() if key.endswith(("_endpoint", "_uri"))]
    assert len(endpoints) == 5
    assert all(each.startswith(f"{company.url}/") for each in endpoints)
    assert company.http.get(document["jwks_uri"]).json()["keys"][0]["kty"] == "RSA"


def test_the_exchange_of_a_code_is_among_the_calls_and_can_be_spoiled(company: Company) -> None:
    code = allowed(company)["code"]
    company.fault({"kind": "html"}, match={"operation": "token"}, times=1)
    assert exchanged(company, code).status_code == 503
    assert exchanged(company, code).status_code == 200
    assert company.control("GET", "/calls")["oauth"] == 2


def test_a_form_over_the_limit_is_turned_away(company: Company) -> None:
    for path in ("/connect/oauth2", "/oauth2/v1/tokens/bearer", "/_sandbox/faults"):
        assert company.http.post(path, content=b" " * (9 * 1024 * 1024)).status_code == 413

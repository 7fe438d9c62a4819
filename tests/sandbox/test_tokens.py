"""Tokens: they expire, they rotate, and a company can take them back."""

import httpx

from tests.sandbox.company import Body, Company


def refreshed(company: Company, refresh_token: str, secret: str | None = None) -> httpx.Response:
    credentials = (company.opened["client_id"], secret or company.opened["client_secret"])
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    return company.http.post("/oauth2/v1/tokens/bearer", data=form, auth=credentials)


def status_with(company: Company, tokens: Body) -> int:
    return company.call(
        "GET", "companyinfo/1", headers={"Authorization": f"Bearer {tokens['access_token']}"}
    ).status_code


def test_a_refresh_gives_a_new_pair_and_the_old_one_dies(company: Company) -> None:
    old = company.opened["refresh_token"]
    answer = refreshed(company, old)
    pair = answer.json()
    assert answer.status_code == 200
    assert (pair["token_type"], pair["expires_in"]) == ("bearer", 3600)
    assert pair["refresh_token"] != old
    assert pair["x_refresh_token_expires_in"] == 8_726_400
    assert status_with(company, pair) == 200
    again = refreshed(company, old)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_without_rotation_the_refresh_token_stays(company: Company) -> None:
    company.settings(refresh_rotation=False)
    old = company.opened["refresh_token"]
    assert refreshed(company, old).json()["refresh_token"] == old


def test_a_wrong_secret_is_an_invalid_client(company: Company) -> None:
    answer = refreshed(company, company.opened["refresh_token"], secret="guess")
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_an_access_token_expires(company: Company) -> None:
    company.settings(clock_offset=3601)
    answer = company.call("GET", "companyinfo/1")
    assert answer.status_code == 401
    assert answer.json()["fault"]["error"][0]["detail"].startswith("Token expired")
    pair = refreshed(company, company.opened["refresh_token"]).json()
    assert status_with(company, pair) == 200


def test_the_lifetime_of_an_access_token_is_a_setting(company: Company) -> None:
    company.settings(access_token_lifetime=0)
    pair = refreshed(company, company.opened["refresh_token"]).json()
    assert status_with(company, pair) == 401


def test_a_refresh_token_expires_after_a_hundred_days(company: Company) -> None:
    company.settings(clock_offset=101 * 86_400)
    assert refreshed(company, company.opened["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_company_that_disconnects_lets_nobody_in(company: Company) -> None:
    company.settings(connected=False)
    assert company.call("GET", "companyinfo/1").status_code == 401
    assert refreshed(company, company.opened["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_revoked_grant_is_dead(company: Company) -> None:
    credentials = (company.opened["client_id"], company.opened["client_secret"])
    token = {"token": company.opened["refresh_token"]}
    assert company.http.post("/v2/oauth2/tokens/revoke", json=token, auth=credentials).status_code == 200
    assert company.call("GET", "companyinfo/1").status_code == 401


def test_refreshes_are_among_the_calls_and_can_be_spoiled(company: Company) -> None:
    company.fault({"kind": "html"}, match={"operation": "token"}, times=1)
    assert refreshed(company, company.opened["refresh_token"]).status_code == 503
    assert refreshed(company, company.opened["refresh_token"]).status_code == 200
    assert company.control("GET", "/calls")["oauth"] == 2

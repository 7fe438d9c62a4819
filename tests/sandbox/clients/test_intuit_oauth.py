"""Intuit's own OAuth client: connect, refresh, revoke, and who is it, as its README shows."""

import httpx
import pytest
import requests
from intuitlib.client import AuthClient
from intuitlib.enums import Scopes
from intuitlib.exceptions import AuthClientError
from quickbooks.client import QuickBooks
from quickbooks.exceptions import AuthorizationException
from quickbooks.objects.customer import Customer

from tests.sandbox.browser import Page, sent_to
from tests.sandbox.company import Company

# Python 3.12 and later complain about the client's own datetime.utcnow().
pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")

CALLBACK = "https://app.example.com/callback"


@pytest.fixture
def client(company: Company) -> AuthClient:
    """It takes a discovery document's address for an environment: nothing of it need be replaced."""
    return AuthClient(
        client_id=company.opened["client_id"],
        client_secret=company.opened["client_secret"],
        redirect_uri=CALLBACK,
        environment=f"{company.url}/.well-known/openid_sandbox_configuration/",
    )


def connected(client: AuthClient, company: Company, scopes: list[Scopes]) -> AuthClient:
    with httpx.Client(base_url=company.url, trust_env=False) as http:
        page = Page.open(http, client.get_authorization_url(scopes))
        address, answer = sent_to(page.press("Connect", company.realm_id))
    assert address == CALLBACK
    assert answer["state"] == client.state_token
    client.get_bearer_token(answer["code"], realm_id=answer["realmId"])
    return client


def test_a_company_is_connected_and_used(client: AuthClient, company: Company, qb: QuickBooks) -> None:
    connected(client, company, [Scopes.ACCOUNTING])
    assert client.realm_id == company.realm_id
    assert (client.expires_in, client.x_refresh_token_expires_in) == (3600, 8_726_400)
    qb.session.access_token = client.access_token
    assert Customer.count(qb=qb) == 5


def test_a_refresh_rotates_the_pair(client: AuthClient, company: Company) -> None:
    connected(client, company, [Scopes.ACCOUNTING])
    old = client.refresh_token
    client.refresh()
    assert client.refresh_token != old
    with pytest.raises(AuthClientError) as caught:
        client.refresh(refresh_token=old)
    assert caught.value.status_code == 400
    assert b"invalid_grant" in caught.value.content
    assert caught.value.intuit_tid


def test_who_is_connected_is_known(client: AuthClient, company: Company) -> None:
    connected(client, company, [Scopes.OPENID, Scopes.EMAIL, Scopes.PROFILE, Scopes.ACCOUNTING])
    person = client.get_user_info().json()
    assert (person["email"], person["givenName"]) == ("owner@example.com", "Dana")


def test_the_id_token_passes_the_clients_own_examination(client: AuthClient, company: Company) -> None:
    """It checks the issuer, the audience, the expiry, and the signature by the key of the `jwks_uri`."""
    connected(client, company, [Scopes.OPENID, Scopes.ACCOUNTING])
    assert client.id_token is not None


@pytest.mark.parametrize("which", ["refresh_token", "access_token"])
def test_a_revocation_ends_the_connection(client: AuthClient, company: Company, which: str) -> None:
    connected(client, company, [Scopes.ACCOUNTING])
    assert client.revoke(token=getattr(client, which)) is True
    token = {"Authorization": f"Bearer {client.access_token}"}
    assert company.call("GET", "companyinfo/1", headers=token).status_code == 401
    with pytest.raises(AuthClientError):
        client.refresh()


def test_a_code_is_good_once(client: AuthClient, company: Company) -> None:
    with httpx.Client(base_url=company.url, trust_env=False) as http:
        page = Page.open(http, client.get_authorization_url([Scopes.ACCOUNTING]))
        _, answer = sent_to(page.press("Connect", company.realm_id))
    client.get_bearer_token(answer["code"])
    with pytest.raises(AuthClientError):
        client.get_bearer_token(answer["code"])


def test_a_person_may_say_no(client: AuthClient, company: Company) -> None:
    with httpx.Client(base_url=company.url, trust_env=False) as http:
        page = Page.open(http, client.get_authorization_url([Scopes.ACCOUNTING]))
        _, answer = sent_to(page.press("No thanks"))
    assert answer == {"error": "access_denied", "state": client.state_token}


def test_a_wrong_secret_is_an_invalid_client(company: Company) -> None:
    client = AuthClient(
        company.opened["client_id"],
        "guess",
        CALLBACK,
        f"{company.url}/.well-known/openid_configuration/",
        refresh_token=company.opened["refresh_token"],
    )
    with pytest.raises(AuthClientError) as caught:
        client.refresh()
    assert caught.value.status_code == 401


def test_an_access_token_ends_in_time_and_a_refresh_goes_on(
    client: AuthClient, company: Company, qb: QuickBooks
) -> None:
    connected(client, company, [Scopes.ACCOUNTING])
    company.settings(clock_offset=client.expires_in + 1)
    qb.session.access_token = client.access_token
    with pytest.raises(AuthorizationException):
        Customer.count(qb=qb)
    client.refresh()
    qb.session.access_token = client.access_token
    assert Customer.count(qb=qb) == 5


def test_a_refresh_token_ends_in_time(client: AuthClient, company: Company) -> None:
    connected(client, company, [Scopes.ACCOUNTING])
    company.settings(clock_offset=client.x_refresh_token_expires_in + 1)
    with pytest.raises(AuthClientError) as caught:
        client.refresh()
    assert b"invalid_grant" in caught.value.content


def test_a_company_that_was_disconnected_refreshes_nothing(client: AuthClient, company: Company) -> None:
    connected(client, company, [Scopes.ACCOUNTING])
    company.settings(connected=False)
    with pytest.raises(AuthClientError) as caught:
        client.refresh()
    assert b"invalid_grant" in caught.value.content


def test_a_code_is_good_only_for_where_it_was_sent(client: AuthClient, company: Company) -> None:
    with httpx.Client(base_url=company.url, trust_env=False) as http:
        page = Page.open(http, client.get_authorization_url([Scopes.ACCOUNTING]))
        _, answer = sent_to(page.press("Connect", company.realm_id))
    client.redirect_uri = "https://elsewhere.example.com/callback"
    with pytest.raises(AuthClientError) as caught:
        client.get_bearer_token(answer["code"])
    assert b"invalid_grant" in caught.value.content


def test_a_token_that_nobody_gave_cannot_be_revoked(client: AuthClient, company: Company) -> None:
    connected(client, company, [Scopes.ACCOUNTING])
    with pytest.raises(AuthClientError) as caught:
        client.revoke(token="guess")
    assert caught.value.status_code == 400
    client.refresh()


def test_an_answer_that_was_lost_is_no_refresh(client: AuthClient, company: Company) -> None:
    """The pair went over to the new one all the same: the old refresh token is dead."""
    connected(client, company, [Scopes.ACCOUNTING])
    company.fault({"kind": "drop", "after": "commit"}, match={"operation": "token"}, times=1)
    with pytest.raises(requests.ConnectionError):
        client.refresh()
    with pytest.raises(AuthClientError) as caught:
        client.refresh()
    assert b"invalid_grant" in caught.value.content

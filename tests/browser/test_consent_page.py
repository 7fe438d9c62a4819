"""The sandbox's consent page in a real browser, for any application: its policies let a person through."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.browser.person import Person
from tests.servers.sandbox import Realm, control, new_realm

STATE = "a state of the application"


@pytest.fixture
def registered(sandbox_url: str, return_url: str) -> Iterator[Realm]:
    """A company, and an application that may return to the front end and nowhere else."""
    made = new_realm(
        sandbox_url,
        name="Bayside <Chamber> & Sons",
        client_id="front-end",
        client_secret="a secret of the application",
        redirect_uris=[return_url],
    )
    yield made
    control(sandbox_url, "DELETE", f"/realms/{made.realm_id}")


def consent_page(realm: Realm, return_url: str) -> str:
    asked = {
        "client_id": "front-end",
        "response_type": "code",
        "scope": "com.intuit.quickbooks.accounting",
        "redirect_uri": return_url,
        "state": STATE,
    }
    return f"{realm.url}/connect/oauth2?{urlencode(asked)}"


def test_a_person_lets_the_application_into_the_company_they_choose(
    person: Person, registered: Realm, return_url: str
) -> None:
    person.opens(consent_page(registered, return_url))
    assert person.heading == "Connect an app to your company"
    assert "Bayside <Chamber> & Sons" in person.companies()
    person.chooses(registered.realm_id)
    person.keeps_a_picture("consent-page")
    person.presses("Connect")

    assert person.address.startswith(f"{return_url}?")
    told = person.told
    assert told["code"]
    assert (told["realmId"], told["state"]) == (registered.realm_id, STATE)
    person.keeps_a_picture("front-end-after-consent")


def test_a_person_who_says_no_is_sent_back_with_that(
    person: Person, registered: Realm, return_url: str
) -> None:
    person.opens(consent_page(registered, return_url))
    person.presses("No thanks")
    assert person.address.startswith(f"{return_url}?")
    assert person.told == {"error": "access_denied", "state": STATE}


def test_nobody_is_sent_to_an_address_that_was_not_registered(
    person: Person, registered: Realm, return_url: str
) -> None:
    person.opens(consent_page(registered, f"{return_url}/elsewhere"))
    assert person.heading == "Sorry, but this app didn't connect"
    assert "redirect_uri" in person.reads()

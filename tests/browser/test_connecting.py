"""A person connects a company: from the front end to the consent page and back, and what may go wrong on it.

QuickBooks is the sandbox; the browser, the service and every step between them are real.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.person import Person
from tests.browser.service import Service, connecting
from tests.e2e.programs import eventually
from tests.servers.sandbox import Realm, new_realm

MEMBER = {"source_version": 1, "currency": "USD", "organisation": "Harbour Lights"}


@pytest.fixture(scope="module")
def of_the_run(
    sandbox_url: str, sqlite_template: Path, return_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    database = Path(shutil.copy(sqlite_template, folder / "synclog.db"))
    realm = new_realm(sandbox_url, name="Bayside Chamber of Commerce")
    with connecting(folder, database, realm, return_url) as service:
        yield service


@pytest.fixture
def service(of_the_run: Service) -> Service:
    """Not connected, whatever the test before did."""
    of_the_run.realm.settings({"clock_offset": 0})
    of_the_run.disconnects()
    assert of_the_run.status() == "not_connected"
    return of_the_run


@pytest.fixture
def other(service: Service) -> Realm:
    """Another company's books in the same QuickBooks."""
    return new_realm(service.realm.url, name="Somebody Else, Inc.")


def consents(person: Person, service: Service, begun: dict[str, str]) -> None:
    person.opens(begun["authorize_url"])
    assert person.heading == "Connect an app to your company"
    person.chooses(service.realm.realm_id)
    person.presses("Connect")


def on_the_way_back(person: Person, service: Service, begun: dict[str, str]) -> str:
    """The address that Intuit sends the browser to, caught before it gets there."""
    with service.gate.closed():
        consents(person, service, begun)
    assert person.heading == "Closed for a moment"
    assert "/connection/callback?" in person.address
    return person.address


def is_back(person: Person, service: Service, begun: dict[str, str], status: str) -> bool:
    """At the front end, told the truth and nothing that is a secret."""
    assert person.address.startswith(f"{service.return_url}?")
    assert person.told == {"connection": status, "authorization": begun["id"]}
    return status in person.reads()


def test_a_person_consents_and_records_go_over(person: Person, service: Service) -> None:
    begun = service.begins_to_connect()
    consents(person, service, begun)
    assert is_back(person, service, begun, "connected")
    person.keeps_a_picture("connected")

    assert service.authorization(begun) == ("connected", None)
    connection = service.api.get("/connection")
    assert connection["status"] == "connected"
    assert connection["books"]["realm_id"] == service.realm.realm_id
    service.api.put("/contacts/c-1", MEMBER)
    eventually(lambda: service.api.entries(status="synced"))
    made = [row["object"]["DisplayName"] for row in service.realm.ledger() if row["by"] == "api"]
    assert made == ["Harbour Lights"]


def test_a_person_says_no(person: Person, service: Service) -> None:
    begun = service.begins_to_connect()
    person.opens(begun["authorize_url"])
    person.presses("No thanks")
    assert is_back(person, service, begun, "denied")
    person.keeps_a_picture("denied")
    assert service.authorization(begun) == ("denied", None)
    assert service.status() == "not_connected"


def test_an_address_that_was_used_is_of_no_use(person: Person, service: Service) -> None:
    begun = service.begins_to_connect()
    callback = on_the_way_back(person, service, begun)
    person.opens(callback)
    assert is_back(person, service, begun, "connected")
    exchanges = service.exchanges()

    person.opens(callback)
    assert person.heading == "This did not connect QuickBooks"
    assert person.address == callback
    person.keeps_a_picture("replayed")
    assert service.status_of(callback) == 400
    assert service.exchanges() == exchanges
    assert service.status() == "connected"


def test_another_companys_number_in_the_address_connects_nothing(
    person: Person, service: Service, other: Realm
) -> None:
    begun = service.begins_to_connect()
    callback = on_the_way_back(person, service, begun)
    person.opens(callback.replace(f"realmId={service.realm.realm_id}", f"realmId={other.realm_id}"))
    assert is_back(person, service, begun, "failed")
    person.keeps_a_picture("swapped-realm")
    assert service.authorization(begun) == ("failed", "realm_not_proven")
    assert service.status() == "not_connected"
    assert not other.ledger()


def test_a_code_that_has_expired_connects_nothing(person: Person, service: Service) -> None:
    begun = service.begins_to_connect()
    callback = on_the_way_back(person, service, begun)
    service.realm.settings({"clock_offset": 400})
    person.opens(callback)
    assert is_back(person, service, begun, "failed")
    person.keeps_a_picture("expired-code")
    assert service.authorization(begun) == ("failed", "code_refused")
    assert service.status() == "not_connected"

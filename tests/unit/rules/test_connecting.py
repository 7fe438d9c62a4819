"""What a person's consent leads to, and where their browser goes then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from domain.model.authorizations import Authorization, AuthorizationProblem, AuthorizationStatus, Books
from domain.rules.connecting import Step, return_address, step_for, without_code
from tests.builders import NOON, a_company, new_id

COMPANY = a_company(realm_id="1")
FRESH = a_company(realm_id=None)
SOMEBODY = new_id()
AUTHORIZATION = Authorization(
    id=UUID(int=7),
    company_id=COMPANY.id,
    key_id=new_id(),
    begun_by="front end",
    state_hash="",
    return_url="https://log.example.org/settings",
    created_at=NOON,
    expires_at=NOON + timedelta(minutes=10),
    status=AuthorizationStatus.CONNECTED,
)
TOLD = "connection=connected&authorization=00000000-0000-0000-0000-000000000007"


@pytest.mark.parametrize(
    ("company", "realm_id", "holder", "step"),
    [
        pytest.param(FRESH, "1", None, Step.CONNECT, id="the first books"),
        pytest.param(COMPANY, "1", COMPANY.id, Step.CONNECT, id="the same books"),
        pytest.param(COMPANY, "2", None, Step.CONFIRM, id="other books"),
        pytest.param(COMPANY, "2", SOMEBODY, Step.REFUSE, id="another company's books"),
        pytest.param(FRESH, "2", SOMEBODY, Step.REFUSE, id="another company's books at first"),
    ],
)
def test_books_lead_to_a_step(company: object, realm_id: str, holder: UUID | None, step: Step) -> None:
    assert step_for(company, Books(realm_id=realm_id), holder) is step  # type: ignore[arg-type]  # of the table


def test_a_no_is_no_failure() -> None:
    assert without_code("access_denied") == (AuthorizationStatus.DENIED, None)


@pytest.mark.parametrize("error", [None, "server_error", "invalid_scope"])
def test_any_other_way_back_without_a_code_is_one(error: str | None) -> None:
    assert without_code(error) == (AuthorizationStatus.FAILED, AuthorizationProblem.CONSENT_FAILED)


@pytest.mark.parametrize(
    ("agreed", "address"),
    [
        ("https://log.example.org/settings", f"https://log.example.org/settings?{TOLD}"),
        ("https://log.example.org", f"https://log.example.org?{TOLD}"),
        ("https://log.example.org/?a=b%20c&d", f"https://log.example.org/?a=b%20c&d&{TOLD}"),
        ("https://log.example.org/app#/settings", f"https://log.example.org/app?{TOLD}#/settings"),
    ],
    ids=["a path", "a host", "a query", "a fragment"],
)
def test_the_browser_goes_where_was_agreed_and_is_told_what_came_of_it(agreed: str, address: str) -> None:
    assert return_address(replace(AUTHORIZATION, return_url=agreed)) == address


@pytest.mark.parametrize(
    ("status", "minutes", "seen"),
    [
        (AuthorizationStatus.PENDING, 9, AuthorizationStatus.PENDING),
        (AuthorizationStatus.PENDING, 10, AuthorizationStatus.EXPIRED),
        (AuthorizationStatus.CONFIRMATION_REQUIRED, 10, AuthorizationStatus.EXPIRED),
        (AuthorizationStatus.CONNECTED, 10, AuthorizationStatus.CONNECTED),
    ],
)
def test_what_waits_too_long_for_a_person_expires(
    status: AuthorizationStatus, minutes: int, seen: AuthorizationStatus
) -> None:
    then = NOON + timedelta(minutes=minutes)
    assert replace(AUTHORIZATION, status=status).seen_at(then).status is seen


def test_neither_a_state_nor_a_token_shows() -> None:
    assert "secret" not in repr(replace(AUTHORIZATION, state_hash="secret"))

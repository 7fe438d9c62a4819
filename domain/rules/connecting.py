"""What a person's consent leads to, and where their browser goes then."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto
from typing import Final
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import UUID

from domain.errors.connecting import AuthorizationNotWaiting
from domain.model.authorizations import Authorization, AuthorizationProblem, AuthorizationStatus, Books
from domain.model.companies import Company, Tokens

LIFETIME: Final = timedelta(minutes=10)
"""How long a state is good."""

CONFIRMED_WITHIN: Final = timedelta(hours=1)
"""How long tokens for other books wait for a person."""

ACCESS_DENIED: Final = "access_denied"


class Step(Enum):
    """What to do with proven books."""

    CONNECT = auto()
    CONFIRM = auto()  # they are others than before
    REFUSE = auto()  # they are another company's


def step_for(company: Company, books: Books, holder: UUID | None) -> Step:
    """Old ids must never be used in other books, and one company's books are nobody else's."""
    if holder not in {None, company.id}:
        return Step.REFUSE
    return Step.CONNECT if company.realm_id in {None, books.realm_id} else Step.CONFIRM


def without_code(error: str | None) -> tuple[AuthorizationStatus, AuthorizationProblem | None]:
    """What it means that the browser brings no code back."""
    if error == ACCESS_DENIED:
        return AuthorizationStatus.DENIED, None
    return AuthorizationStatus.FAILED, AuthorizationProblem.CONSENT_FAILED


def return_address(authorization: Authorization) -> str:
    """The address that was agreed on at the beginning, with what came of it in its query."""
    parts = urlsplit(authorization.return_url)
    told = urlencode({"connection": authorization.status.value, "authorization": str(authorization.id)})
    return urlunsplit(parts._replace(query=f"{parts.query}&{told}" if parts.query else told))


def waiting_for_a_person(waiting: Authorization, company: Company) -> tuple[Tokens, Books, Books]:
    """The tokens that wait, the books before and the books after. Raises AuthorizationNotWaiting.

    A company that has other books by now than those that the person was told of is not moved.
    """
    is_waiting = waiting.status is AuthorizationStatus.CONFIRMATION_REQUIRED
    if not is_waiting or not waiting.tokens or not waiting.books or not waiting.before:
        raise AuthorizationNotWaiting
    if waiting.before.realm_id != company.realm_id:
        raise AuthorizationNotWaiting
    return waiting.tokens, waiting.before, waiting.books

"""What can be wrong about connecting a company."""

from __future__ import annotations

from domain.errors import DomainError


class ReturnUrlNotAllowed(DomainError):
    """A browser is sent back to addresses that the operator listed, and nowhere else."""

    code = "return_url_not_allowed"
    title = "The return URL must be one of those that the operator has listed, exactly."


class StateInvalid(DomainError):
    """The state that came back is unknown, was used, has expired, or its API key has ended."""

    code = "state_invalid"
    title = "This try to connect is over, or never began here. Begin again."


class AuthorizationNotFound(DomainError):
    """No authorisation of this company has the id."""

    code = "authorization_not_found"
    title = "There is no such authorization."


class AuthorizationNotWaiting(DomainError):
    """Nobody has to confirm it: it never needed that, it was answered, or the hour is over."""

    code = "authorization_not_waiting"
    title = "This authorization does not wait for a confirmation."

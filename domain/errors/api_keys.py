"""What can be wrong with a change of an API key."""

from __future__ import annotations

from domain.errors import DomainError


class ApiKeyNotFound(DomainError):
    """No API key of this company has the id."""

    code = "api_key_not_found"
    title = "There is no such API key."


class ApiKeyEnded(DomainError):
    """The key has expired or was revoked; what has ended is not brought back."""

    code = "api_key_ended"
    title = "This API key has expired or was revoked."


class ApiKeyReplaced(DomainError):
    """The key was rotated before; `replaced_by` is the one that took its place."""

    code = "api_key_replaced"
    title = "This API key was rotated before; to do it again, revoke the key that replaced it."


class LastKeysAdmin(DomainError):
    """Nobody could make or change keys any more."""

    code = "last_keys_admin"
    title = "This is the last API key with the scope keys:admin; make another one first."


class ExpiryInvalid(DomainError):
    """A key that has expired already is of no use; one for ever says so, and not the year 9999."""

    code = "expiry_invalid"
    title = "A key expires within the next ten years, or never."

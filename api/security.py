"""API keys as bearer tokens: who calls, and what they may do."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final
from uuid import UUID

from fastapi import Request, Security
from fastapi.dependencies.models import Dependant
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.refusals import TooManyCalls
from domain.errors import InsufficientScope, Unauthenticated
from domain.model.api_keys import Principal, Scope
from domain.ports.rate_limiter import RateLimiter
from domain.use_cases import UseCases

LONGEST_SECRET: Final = 1000

bearer = HTTPBearer(
    scheme_name="ApiKey",
    bearerFormat="opaque",
    description="An API key of one company, made with `synclog keys create`. Each key has scopes.",
    auto_error=False,
)


async def caller(
    request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]
) -> Principal:
    """Return who was let in by `admit`."""
    principal: Principal = request.state.principal
    return principal


RecordsReader = Annotated[Principal, Security(caller, scopes=[Scope.RECORDS_READ.value])]
RecordsWriter = Annotated[Principal, Security(caller, scopes=[Scope.RECORDS_WRITE.value])]
LogsReader = Annotated[Principal, Security(caller, scopes=[Scope.LOGS_READ.value])]
LogsWriter = Annotated[Principal, Security(caller, scopes=[Scope.LOGS_WRITE.value])]
MappingsReader = Annotated[Principal, Security(caller, scopes=[Scope.MAPPINGS_READ.value])]
MappingsWriter = Annotated[Principal, Security(caller, scopes=[Scope.MAPPINGS_WRITE.value])]
NotificationsReader = Annotated[Principal, Security(caller, scopes=[Scope.NOTIFICATIONS_READ.value])]
NotificationsWriter = Annotated[Principal, Security(caller, scopes=[Scope.NOTIFICATIONS_WRITE.value])]
ConnectionReader = Annotated[Principal, Security(caller, scopes=[Scope.CONNECTION_READ.value])]
ConnectionWriter = Annotated[Principal, Security(caller, scopes=[Scope.CONNECTION_WRITE.value])]
SettingsReader = Annotated[Principal, Security(caller, scopes=[Scope.SETTINGS_READ.value])]
SettingsWriter = Annotated[Principal, Security(caller, scopes=[Scope.SETTINGS_WRITE.value])]
KeysAdmin = Annotated[Principal, Security(caller, scopes=[Scope.KEYS_ADMIN.value])]
AuditReader = Annotated[Principal, Security(caller, scopes=[Scope.AUDIT_READ.value])]


def scopes_of(dependant: Dependant) -> frozenset[Scope] | None:
    """The scopes that a route asks for; None for a public one."""
    guards = [each for each in dependant.dependencies if each.call is caller]
    if not guards:
        return None
    return frozenset(Scope(scope) for guard in guards for scope in guard.own_oauth_scopes or ())


async def admit(request: Request, needed: frozenset[Scope]) -> None:
    """Let the caller in, before anything else of the request is read.

    Raises Unauthenticated, TooManyCalls or InsufficientScope.
    """
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(secret) <= LONGEST_SECRET:
        raise Unauthenticated
    use_cases: UseCases = request.app.state.use_cases
    principal = await use_cases.authenticate(secret.strip())
    await count_call(request, principal)
    if missing := needed - principal.scopes:
        raise InsufficientScope(scope=" ".join(sorted(missing)))
    request.state.principal = replace(principal, request_id=UUID(request.state.request_id))


async def count_call(request: Request, principal: Principal) -> None:
    """Count the call of a key, and note for the answer what is left. Raises TooManyCalls."""
    rate_limiter: RateLimiter = request.app.state.rate_limiter
    allowance = await rate_limiter.count(principal.key_id)
    request.state.allowance = allowance
    if allowance is not None and not allowance.allowed:
        raise TooManyCalls(allowance.seconds)

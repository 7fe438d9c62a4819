"""Where QuickBooks and Intuit are: fixed for each environment, and never taken from a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Environment(StrEnum):
    """Which QuickBooks: Intuit's own, its sandbox companies, or the sandbox of this project."""

    PRODUCTION = "production"
    SANDBOX = "sandbox"
    LOCAL = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """`api` is the host, without `/v3`; people see the page `authorise`, and open objects below `app`."""

    api: str
    authorise: str
    token: str
    revoke: str
    app: str


_AUTHORISE: Final = "https://appcenter.intuit.com/connect/oauth2"
_TOKEN: Final = "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer"  # noqa: S105 - an address
_REVOKE: Final = "https://developer.api.intuit.com/v2/oauth2/tokens/revoke"

PRODUCTION: Final = Addresses(
    api="https://quickbooks.api.intuit.com",
    authorise=_AUTHORISE,
    token=_TOKEN,
    revoke=_REVOKE,
    app="https://app.qbo.intuit.com/app",
)
SANDBOX: Final = Addresses(
    api="https://sandbox-quickbooks.api.intuit.com",
    authorise=_AUTHORISE,
    token=_TOKEN,
    revoke=_REVOKE,
    app="https://app.sandbox.qbo.intuit.com/app",
)
INTUITS: Final[Mapping[Environment, Addresses]] = {
    Environment.PRODUCTION: PRODUCTION,
    Environment.SANDBOX: SANDBOX,
}


def local(url: str) -> Addresses:
    """The project's own sandbox at this URL, which has everything but pages to open objects on."""
    base = url.rstrip("/")
    return Addresses(
        api=base,
        authorise=f"{base}/connect/oauth2",
        token=f"{base}/oauth2/v1/tokens/bearer",
        revoke=f"{base}/v2/oauth2/tokens/revoke",
        app=f"{base}/app",
    )


def addresses_of(environment: Environment, *, local_url: str) -> Addresses:
    """The addresses of an environment; `local_url` is of use to the local one alone."""
    return INTUITS.get(environment) or local(local_url)

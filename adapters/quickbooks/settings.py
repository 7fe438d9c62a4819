"""How QuickBooks is reached, how long it is waited for, and how fast it may be called."""

from __future__ import annotations

from dataclasses import dataclass, field

from adapters.quickbooks.addresses import PRODUCTION, Addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """QBO's published limits for one realm and app."""

    per_second: int = 10
    in_flight: int = 10
    per_minute: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickBooksSettings:
    """Times are in seconds.

    `redirect_uri` is where Intuit sends a browser back to, exactly as the app registered it.
    QBO gives up on a call after 120 s, hence the `read_timeout`. `throttle_pause` is for a
    429 without Retry-After. A token is renewed `renew_early` before it expires; after an
    `invalid_grant` the stored pair is read once more, `reread_pause` later, since another
    process may be about to save its own. Who renews it has `renewal_lease` for that, which is
    longer than `token_timeout`; the others look every `renewal_poll` whether it is done. When
    Intuit cannot say, the company is left alone for `renewal_pause`.
    """

    addresses: Addresses = PRODUCTION
    redirect_uri: str = "http://127.0.0.1:8000/connection/callback"
    client_id: str
    client_secret: str = field(repr=False)
    rates: Rates = Rates()
    connections: int = 100
    connect_timeout: float = 5.0
    read_timeout: float = 130.0
    token_timeout: float = 30.0
    throttle_pause: float = 60.0
    renew_early: float = 60.0
    reread_pause: float = 1.0
    renewal_lease: float = 60.0
    renewal_poll: float = 0.25
    renewal_pause: float = 30.0

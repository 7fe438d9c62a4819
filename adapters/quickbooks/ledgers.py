"""Opens the books of QBO companies; keeps what all calls to one of them share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from anyio import CapacityLimiter

from adapters.quickbooks.ledger import QuickBooksLedger
from adapters.quickbooks.oauth import Authorisation
from adapters.quickbooks.pace import Pace
from adapters.quickbooks.settings import QuickBooksSettings
from adapters.quickbooks.token_endpoint import TokenEndpoint
from adapters.quickbooks.transport import Line, Wire
from domain.model.companies import Connection
from domain.ports.clock import Clock
from domain.ports.ledger import Ledger
from domain.ports.unit_of_work import UnitsOfWork


@dataclass(frozen=True, slots=True)
class _Traffic:
    """What all ledgers of a realm in this process obey together.

    The threads are our own: anyio's forty are shared with the rest of the process.
    """

    pace: Pace
    threads: CapacityLimiter


class QuickBooksLedgers:
    """Belongs to one event loop, and is closed at its end."""

    def __init__(self, settings: QuickBooksSettings, clock: Clock, units_of_work: UnitsOfWork) -> None:
        self._settings = settings
        self._clock = clock
        self._units_of_work = units_of_work
        self._wire = Wire(connections=settings.connections)
        self._endpoint = TokenEndpoint(settings)
        self._traffic: dict[str, _Traffic] = {}
        self._authorisations: dict[tuple[UUID, str], Authorisation] = {}

    def open(self, connection: Connection) -> Ledger:
        """Cheap, and without a call."""
        traffic = self._traffic_of(connection.realm_id)
        return QuickBooksLedger(
            line=self._line_to(connection.realm_id),
            authorisation=self._authorisation_of(connection),
            pace=traffic.pace,
            threads=traffic.threads,
            clock=self._clock,
            throttle_pause=timedelta(seconds=self._settings.throttle_pause),
        )

    async def close(self) -> None:
        """Wait for renewals of tokens that are under way, and hang up."""
        for authorisation in self._authorisations.values():
            await authorisation.finish()
        await self._endpoint.close()
        self._wire.close()

    def _line_to(self, realm_id: str) -> Line:
        settings = self._settings
        return Line(
            wire=self._wire,
            base_url=settings.base_url.rstrip("/"),
            realm_id=realm_id,
            connect_timeout=settings.connect_timeout,
            read_timeout=settings.read_timeout,
        )

    def _traffic_of(self, realm_id: str) -> _Traffic:
        if realm_id not in self._traffic:
            rates = self._settings.rates
            self._traffic[realm_id] = _Traffic(Pace(rates), CapacityLimiter(rates.in_flight))
        return self._traffic[realm_id]

    def _authorisation_of(self, connection: Connection) -> Authorisation:
        """By realm as well: after a reconnect to another one, no token may cross over."""
        key = (connection.company_id, connection.realm_id)
        if key not in self._authorisations:
            self._authorisations[key] = Authorisation(
                connection,
                endpoint=self._endpoint,
                units_of_work=self._units_of_work,
                clock=self._clock,
                settings=self._settings,
            )
        self._authorisations[key].learn(connection)
        return self._authorisations[key]

"""The whole sandbox: its companies, the applications they let in, and the faults ordered for them."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from sandbox.archive import Archive
from sandbox.books.company import Company
from sandbox.books.memory import Memory
from sandbox.books.seeding import seeded
from sandbox.shapes import JsonObject
from sandbox.web.authorisations import Authorisations
from sandbox.web.calls import Calls
from sandbox.web.consents import Consents
from sandbox.web.fault_rules import FaultRules
from sandbox.web.identity import Identity
from sandbox.web.limits import Limiter

Seed = Literal["association", "empty"]


@dataclass(slots=True)
class Realm:
    """One company, and what is kept about the calls to it."""

    company: Company
    memory: Memory
    seed: Seed
    name: str
    preferences: JsonObject
    calls: Calls = field(default_factory=Calls)
    limiter: Limiter = field(default_factory=Limiter)
    archive: Archive | None = None

    def reset(self) -> None:
        """Back to the seed: books, ledger, calls and remembered request ids; settings and tokens stay."""
        settings = self.company.settings
        self.company = seeded(self.company.realm_id, self.name, self.seed, self.preferences)
        self.company.settings = settings
        self.company.clock.offset = settings.clock_offset
        self.memory = Memory(self.company)
        self.calls = Calls()
        self.limiter = Limiter()
        if self.archive is not None:
            self.archive.open(self)


class Sandbox:
    """Everything one server holds."""

    def __init__(
        self,
        client_id: str = "",
        client_secret: str = "",
        *,
        monotonic: Callable[[], float] = time.monotonic,
        archive: Archive | None = None,
    ) -> None:
        self.monotonic = monotonic
        self.archive = archive
        self.realms: dict[str, Realm] = {}
        self.rules = FaultRules()
        self.authorisations = Authorisations()
        self.consents = Consents()
        self.identity = Identity()
        self.client_id = client_id or f"AB{secrets.token_hex(20)}"
        self.client_secret = client_secret or secrets.token_hex(20)
        self.authorisations.register(self.client_id, self.client_secret)
        self._numbers = count(9_130_000_000_000_001)

    def open_realm(
        self,
        realm_id: str | None,
        name: str = "",
        seed: Seed = "association",
        preferences: JsonObject | None = None,
    ) -> Realm:
        """A new company, in the place of one that had its id."""
        chosen = realm_id or next(each for each in map(str, self._numbers) if each not in self.realms)
        company = seeded(chosen, name, seed, preferences or {})
        realm = Realm(
            company=company, memory=Memory(company), seed=seed, name=name, preferences=preferences or {}
        )
        self.realms[chosen] = realm
        if self.archive is not None:
            realm.archive = self.archive
            self.archive.open(realm)
        return realm

    def close_realm(self, realm_id: str) -> None:
        """The company is gone, and its memory with it."""
        del self.realms[realm_id]
        if self.archive is not None:
            self.archive.close_realm(realm_id)

    def restore(self) -> None:
        """Open the companies of the archive, as they were."""
        for kept in self.archive.companies() if self.archive is not None else ():
            realm = Realm(company=kept.company, memory=kept.memory, **kept.opened, archive=self.archive)
            self.realms[realm.company.realm_id] = realm

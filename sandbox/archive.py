"""The companies in a SQLite file: what they began with and their append-only ledger, replayed at the start.

Written before each answer. Calls, fault rules and tokens are not kept: after a restart clients connect again.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sandbox.books.company import Company
from sandbox.books.memory import Memory
from sandbox.books.operations import Operation
from sandbox.books.text import effects_text, operation_text, read, read_effects, read_operation, text_of
from sandbox.entities.registry import ENTITIES
from sandbox.settings import Settings
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.world import Realm

_TABLES: Final = """
    CREATE TABLE IF NOT EXISTS realms (
        realm_id TEXT PRIMARY KEY, opened TEXT NOT NULL, settings TEXT NOT NULL, seed TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS operations (
        realm_id TEXT, sequence INTEGER, operation TEXT NOT NULL, PRIMARY KEY (realm_id, sequence)
    );
"""
_LEDGER: Final = "SELECT operation FROM operations WHERE realm_id = ? ORDER BY sequence"


@dataclass(frozen=True, slots=True)
class Kept:
    """A company as the file has it, with what it was opened with: name, seed, preferences."""

    company: Company
    memory: Memory
    opened: JsonObject


class Archive:
    """One file. It is this process's alone."""

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + _TABLES)
        self._companies: dict[str, tuple[Company, Settings]] = {}

    def companies(self) -> Iterator[Kept]:
        """Every company in the file, replayed; from now on the file follows it."""
        rows = self._file.execute("SELECT realm_id, opened, settings, seed FROM realms").fetchall()
        for realm_id, opened, settings, seed in rows:
            company = Company(realm_id, ENTITIES)
            company.settings = Settings.model_validate_json(settings)
            company.clock.offset = company.settings.clock_offset
            for effects in read_effects(seed):
                company.apply(effects)
                company.seed.append(effects)
            for (text,) in self._file.execute(_LEDGER, (realm_id,)):
                operation = read_operation(text)
                company.apply(operation.effects)
                company.operations.append(operation)
            memory = Memory(company)
            memory.recall()
            self._follow(company)
            yield Kept(company, memory, read(opened))

    def open(self, realm: "Realm") -> None:
        """A company begins, or begins again; the file follows it."""
        company = realm.company
        self.close_realm(company.realm_id)
        opened = {"name": realm.name, "seed": realm.seed, "preferences": realm.preferences}
        row = (
            company.realm_id,
            text_of(opened),
            company.settings.model_dump_json(),
            effects_text(company.seed),
        )
        self._file.execute("INSERT INTO realms VALUES (?, ?, ?, ?)", row)
        self._follow(company)

    def close_realm(self, realm_id: str) -> None:
        """The company is no more."""
        self._companies.pop(realm_id, None)
        self._file.execute("DELETE FROM realms WHERE realm_id = ?", (realm_id,))
        self._file.execute("DELETE FROM operations WHERE realm_id = ?", (realm_id,))

    def close(self) -> None:
        """Write the settings as they are now, and let the file go."""
        for realm_id in self._companies:
            self._keep_settings(realm_id)
        self._file.close()

    def _follow(self, company: Company) -> None:
        realm_id = company.realm_id
        self._companies[realm_id] = (company, company.settings)

        def keep(operation: Operation) -> None:
            row = (realm_id, operation.sequence, operation_text(operation))
            self._file.execute("INSERT INTO operations VALUES (?, ?, ?)", row)
            self._keep_settings(realm_id)

        company.operations.listener = keep

    def _keep_settings(self, realm_id: str) -> None:
        company, written = self._companies[realm_id]
        if company.settings is not written:
            row = (company.settings.model_dump_json(), realm_id)
            self._file.execute("UPDATE realms SET settings = ? WHERE realm_id = ?", row)
            self._companies[realm_id] = (company, company.settings)

"""The error catalogue: every error that staff can meet, and how to put it right."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from types import MappingProxyType

from domain.catalogue.books import REFUSALS
from domain.catalogue.classics import CLASSICS
from domain.catalogue.families import FAMILIES
from domain.catalogue.shape import CatalogueRow, RemedyKind, Who
from domain.catalogue.source import SOURCE
from domain.catalogue.weather import WEATHER
from domain.errors import ErrorCodeNotFound

__all__ = ["CATALOGUE", "CatalogueRow", "RemedyKind", "Who", "blanks", "message", "row"]

CATALOGUE: Mapping[str, CatalogueRow] = MappingProxyType(
    {each.code: each for each in (*CLASSICS, *REFUSALS, *WEATHER, *SOURCE, *FAMILIES)}
)


def row(code: str) -> CatalogueRow:
    """Return the row of a code, or raise ErrorCodeNotFound."""
    try:
        return CATALOGUE[code]
    except KeyError:
        raise ErrorCodeNotFound from None


def message(code: str, /, **blanks: str) -> str:
    """Return the message of a code, its blanks filled in; a missing blank is a bug: KeyError."""
    return row(code).message.format_map(blanks)


def blanks(code: str) -> frozenset[str]:
    """Return the names of the blanks in the message of a code."""
    return frozenset(name for _, name, _, _ in Formatter().parse(row(code).message) if name)

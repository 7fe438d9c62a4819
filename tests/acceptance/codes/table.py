"""Every code of the catalogue, and how it comes about."""

from __future__ import annotations

from tests.acceptance.codes import applications, families, mappings, names, numbers, refusals, source, weather
from tests.acceptance.codes.case import Case
from tests.acceptance.codes.holds import HOLDS, Hold

CODES: dict[str, Case] = {
    case.name: case
    for family in (names, numbers, mappings, applications, refusals, families, weather, source)
    for case in family.CASES
}

HELD: dict[str, Hold] = {hold.code: hold for hold in HOLDS}

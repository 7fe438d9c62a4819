"""References: what they point to must be there, be active, and lends its name."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from sandbox.entities.kinds import Ref
from sandbox.entities.schema import Field, Many, Part
from sandbox.faults import INACTIVE, Problem
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.company import Company

SHOWN_BY: Final = ("FullyQualifiedName", "DisplayName", "Name")


def resolve(
    company: "Company", fields: Mapping[str, Field], draft: JsonObject, before: JsonObject | None
) -> list[Problem]:
    """Give every reference in `draft` the name it stands for; the problems are of those that cannot."""
    problems = []
    held: set[tuple[str, str]] | None = None
    for reference, target, path in _references(fields, draft, ""):
        found = company.find(target, reference["value"])
        if found is None:
            problems.append(_unknown(company, target, reference["value"], path))
            continue
        reference["name"] = next(found[each] for each in SHOWN_BY if each in found)
        if not found.get("Active", True):
            if held is None:
                held = {(to, ref["value"]) for ref, to, _ in _references(fields, before or {}, "")}
            if (target, reference["value"]) not in held:
                problems.append(Problem("610", f"Object Not Found : {INACTIVE}", path))
    return problems


def _references(
    fields: Mapping[str, Field], value: JsonObject, path: str
) -> Iterator[tuple[JsonObject, str, str]]:
    for name, held in value.items():
        known = fields.get(name)
        kind = known.kind if known else None
        where = f"{path}.{name}" if path else name
        if isinstance(kind, Ref):
            if kind.to:
                yield held, kind.to, where
        elif isinstance(kind, Part):
            yield from _references(kind.fields, held, where)
        elif isinstance(kind, Many):
            for each in held:
                yield from _references(kind.of.fields, each, where)


def _unknown(company: "Company", target: str, value: str, path: str) -> Problem:
    """QBO: 2500, and 6100 for a tax code."""
    if target == "TaxCode":
        return Problem("6100", f"Invalid Line TaxCode in the request. Supplied value:{value}", path)
    space = company.entities[target].id_space
    return Problem("2500", f"Invalid Reference Id : {space} element id {value} not found", path)

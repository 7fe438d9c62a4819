"""References: what they point to must be there, be active, and lends its name."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from sandbox.entities.kinds import Ref
from sandbox.entities.schema import Field, Many, Part
from sandbox.faults import INACTIVE, Problem
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.company import Company

SHOWN_BY: Final = ("FullyQualifiedName", "DisplayName", "Name")
NAMELESS: Final[Mapping[str, JsonObject]] = {each: {"value": each} for each in ("TAX", "NON")}
"""The tax codes of US lines, which QBO shows without a name."""


class Referring(NamedTuple):
    """A reference where it stands: `holder[field]` names an object of entity `target`."""

    holder: JsonObject
    field: str
    target: str
    path: str

    @property
    def object_id(self) -> str:
        """The object it names."""
        return str(self.holder[self.field]["value"])


def resolve(
    company: "Company", fields: Mapping[str, Field], draft: JsonObject, before: JsonObject | None
) -> list[Problem]:
    """Give every reference in `draft` the name it stands for; the problems are of those that cannot.

    Only what the client sent may be in `draft`: its parts are changed in place.
    """
    problems: list[Problem] = []
    held: set[tuple[str, str]] | None = None
    for each in tuple(_references(fields, draft, "")):
        found = company.find(each.target, each.object_id)
        if found is None:
            problems.append(_unknown(company, each))
            continue
        each.holder[each.field] = shown(company, each.target, found)
        if not found.get("Active", True):
            if held is None:
                held = {(ref.target, ref.object_id) for ref in _references(fields, before or {}, "")}
            if (each.target, each.object_id) not in held:
                problems.append(Problem("610", f"Object Not Found : {INACTIVE}", each.path))
    return problems


def shown(company: "Company", entity: str, found: JsonObject) -> JsonObject:
    """The reference to an object, with its name; one and the same for all who refer to it."""
    if found["Id"] in NAMELESS:
        return NAMELESS[found["Id"]]
    name = next(found[each] for each in SHOWN_BY if each in found)
    return company.reference(entity, found["Id"], name)


def _references(fields: Mapping[str, Field], value: JsonObject, path: str) -> Iterator[Referring]:
    for name, held in value.items():
        known = fields.get(name)
        kind = known.kind if known else None
        where = f"{path}.{name}" if path else name
        if isinstance(kind, Ref):
            if kind.to:
                yield Referring(value, name, kind.to, where)
        elif isinstance(kind, Part):
            yield from _references(kind.fields, held, where)
        elif isinstance(kind, Many):
            for each in held:
                yield from _references(kind.of.fields, each, where)


def _unknown(company: "Company", reference: Referring) -> Problem:
    """QBO: 2500, and 6100 for a tax code."""
    if reference.target == "TaxCode":
        detail = f"Valid Line TaxCodes for US should be TAX or NON. Supplied value:{reference.object_id}"
        return Problem("6100", detail, reference.path)
    space = company.entities[reference.target].id_space
    detail = f"Invalid Reference Id : {space} element id {reference.object_id} not found"
    return Problem("2500", detail, reference.path)

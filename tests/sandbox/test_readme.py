"""What the sandbox's README says of its settings and its seed is so."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

import sandbox
from sandbox.settings import Settings

FOLDER = Path(sandbox.__file__).parent
README = (FOLDER / "README.md").read_text(encoding="utf-8")
NAMED_BY = ("DisplayName", "Name", "Code")
LISTS = {
    "accounts": ("Account",),
    "items": ("Item",),
    "customers": ("Customer",),
    "vendors, employee": ("Vendor", "Employee"),
    "terms": ("Term",),
    "payment methods": ("PaymentMethod",),
    "customer types": ("CustomerType",),
    "classes": ("Class",),
    "departments": ("Department",),
    "tax codes": ("TaxCode",),
    "company currencies": ("CompanyCurrency",),
}


def rows() -> Mapping[str, str]:
    """First and second cell of every table's rows."""
    found = re.findall(r"^\| (.+?) \| (.*?) \|", README, re.MULTILINE)
    return dict(found)


def settings(model: type[BaseModel], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, field in model.model_fields.items():
        if isinstance(field.default, BaseModel):
            yield from settings(type(field.default), f"{before}{name}.")
        else:
            yield before + name, field.default


def test_every_setting_is_told_with_its_default() -> None:
    told: dict[str, str] = {}
    for names, defaults in rows().items():
        listed = re.findall(r"`([a-z_.]+)`", names)
        for name, default in zip(listed, re.findall(r"`[^`]*`|[^, ]+", defaults), strict=False):
            own = listed[0].rpartition(".")[0] + name if name.startswith(".") else name
            told[own] = default.strip('`"')
    bounds = re.findall(r"`([a-z_]+)` (\d+)", rows_of_limits())
    told |= {f"limits.{name}": number for name, number in bounds}
    for name, default in settings(Settings):
        said = f"{default:g}" if type(default) is float else str(default)
        assert told.get(name, "").strip('"') in {said, said.lower()}, name


def rows_of_limits() -> str:
    (row,) = re.findall(r"^\| `limits.enforce`.*$", README, re.MULTILINE)
    return str(row)


def test_the_seed_is_as_it_is_told() -> None:
    seed = json.loads((FOLDER / "seeds" / "association.json").read_text(encoding="utf-8"))
    told = rows()
    for heading, entities in LISTS.items():
        known = {
            each["Id"]: next(each[field] for field in NAMED_BY if field in each)
            for name in entities
            for each in seed[name]
        }
        assert dict(entries(told[heading])) == known, heading


def entries(cell: str) -> Iterator[tuple[str, str]]:
    """`1 Services · 2 Hours (taxable)`: id and name. What stands in brackets is a remark, or of the name."""
    for part in cell.split(" · "):
        number, _, name = part.partition(" ")
        bare = re.sub(r" \((?!A/)[^)]*\)|, inactive", "", name)
        for each in number.split(","):
            yield each, bare or each

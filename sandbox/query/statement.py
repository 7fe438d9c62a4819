"""What a parsed query says."""

from dataclasses import dataclass

DEFAULT_PAGE = 100
MAX_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Comparison:
    """`property operator values`: one value, or several behind IN. Values are text, as written."""

    property: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ordering:
    """One property to sort by."""

    property: str
    descending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A whole query. `fields` is empty for a count."""

    entity: str
    count: bool
    fields: tuple[str, ...] = ()
    where: tuple[Comparison, ...] = ()
    order: tuple[Ordering, ...] = ()
    start: int = 1
    most: int = DEFAULT_PAGE

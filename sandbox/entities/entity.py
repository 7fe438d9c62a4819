"""What an entity is: its fields, the names it must keep apart, and what it does to the books."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from sandbox.entities.kinds import Day, Flag, Moment, Opaque, Text
from sandbox.entities.schema import Field, Part
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company


class Family(Enum):
    """How an entity leaves the books: made inactive, deleted, or never."""

    NAME_LIST = "name list"
    TRANSACTION = "transaction"
    SINGLE = "single"


class Behaviour:
    """What an entity does beyond its fields. The default does nothing."""

    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        """Fill in defaults and computed fields of `draft`; raise what the books refuse."""

    def settle(self, changes: "Changes", after: JsonObject, before: JsonObject | None) -> None:
        """Carry the effects into other objects and the general ledger."""

    def void(self, changes: "Changes", before: JsonObject) -> JsonObject:
        """The object after it was voided; its effects are taken back here."""
        raise NotImplementedError

    def remove(self, changes: "Changes", before: JsonObject) -> None:
        """Take the effects of a deleted object back."""

    def present(self, company: "Company", stored: JsonObject) -> JsonObject:
        """The object as it is answered: with what the books compute on reading."""
        del company
        return stored


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entity:
    """One entity of QBO.

    `id_space`: entities of one space share the counter of ids, as customers and vendors do.
    `name_field` and `name_space`: the name that must be unique, and among whom.
    `indexes`: fields that queries and rules look objects up by.
    """

    name: str
    family: Family
    fields: Mapping[str, Field]
    behaviour: Behaviour
    id_space: str
    name_field: str = ""
    name_space: str = ""
    indexes: tuple[str, ...] = ()
    operations: frozenset[str] = frozenset()
    title: str = ""

    @property
    def type_name(self) -> str:
        """The name as fault texts have it: `Credit Memo`."""
        return self.title or self.name


EVERY_OBJECT = (
    Field(name="Id", kind=Text(50)),
    Field(name="SyncToken", kind=Text(20), queryable=False),
    Field(name="domain", kind=Text(20), computed=True, queryable=False),
    Field(name="sparse", kind=Flag(), computed=True, queryable=False),
    Field(name="status", kind=Opaque(), computed=True, queryable=False),
    Field(
        name="MetaData",
        kind=Part(
            {
                "CreateTime": Field(name="CreateTime", kind=Moment()),
                "LastUpdatedTime": Field(name="LastUpdatedTime", kind=Moment()),
                "CreatedByRef": Field(name="CreatedByRef", kind=Opaque(), queryable=False),
                "LastModifiedByRef": Field(name="LastModifiedByRef", kind=Opaque(), queryable=False),
                "LastChangedInQB": Field(name="LastChangedInQB", kind=Opaque(), queryable=False),
            }
        ),
        computed=True,
    ),
)
"""Fields that QBO puts on every object."""


def name_list(
    name: str,
    fields: Iterable[Field],
    *,
    behaviour: Behaviour,
    name_field: str = "Name",
    space: str = "",
    indexes: tuple[str, ...] = (),
    operations: frozenset[str] = frozenset({"create", "update", "read", "query"}),
) -> Entity:
    """A list of names: never deleted, only made inactive."""
    active = Field(name="Active", kind=Flag(), default=True)
    return Entity(
        name=name,
        family=Family.NAME_LIST,
        fields=_by_name((*EVERY_OBJECT, active, *fields)),
        behaviour=behaviour,
        id_space=space or f"{name}s",
        name_field=name_field,
        name_space=space or f"{name}s",
        indexes=indexes,
        operations=operations,
    )


def transaction(
    name: str,
    fields: Iterable[Field],
    *,
    behaviour: Behaviour,
    title: str = "",
    indexes: tuple[str, ...] = ("DocNumber", "CustomerRef"),
    voids: bool = False,
) -> Entity:
    """A transaction: dated, posted, and gone when deleted."""
    dated = Field(name="TxnDate", kind=Day())
    operations = {"create", "update", "delete", "read", "query"} | ({"void"} if voids else set())
    return Entity(
        name=name,
        family=Family.TRANSACTION,
        fields=_by_name((*EVERY_OBJECT, dated, *fields)),
        behaviour=behaviour,
        id_space="Txns",
        title=title,
        indexes=indexes,
        operations=frozenset(operations),
    )


def single(name: str, fields: Iterable[Field], *, behaviour: Behaviour | None = None) -> Entity:
    """The one object of its kind that a company has."""
    return Entity(
        name=name,
        family=Family.SINGLE,
        fields=_by_name((*EVERY_OBJECT, *fields)),
        behaviour=behaviour or Behaviour(),
        id_space=name,
        operations=frozenset({"update", "read", "query"}),
    )


def _by_name(fields: Iterable[Field]) -> Mapping[str, Field]:
    return {each.name: each for each in fields}

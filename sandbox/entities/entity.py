"""What an entity is: its fields, the names it must keep apart, and what it does to the books."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from sandbox.entities.kinds import Day, Flag, Moment, Opaque, Text
from sandbox.entities.schema import Field, Part
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company
    from sandbox.books.general_ledger import Entry


class Family(Enum):
    """How an entity leaves the books: made inactive, deleted, or never."""

    NAME_LIST = "name list"
    TRANSACTION = "transaction"
    ATTACHMENT = "attachment"
    SINGLE = "single"


class Behaviour:
    """What an entity does beyond its fields. The default does nothing."""

    computes: frozenset[str] = frozenset()
    """The fields that `present` fills in."""
    made_by_update: bool = False
    """Whether an update makes what is not there yet."""
    unpaged: frozenset[str] = frozenset()
    """Ids of objects that come on top of the first page of a query, whatever its size."""

    def received(self, company: "Company", body: JsonObject) -> JsonObject:
        """A client's body as the object it means."""
        del company
        return body

    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        """Fill in defaults and computed fields of `draft`; raise what the books refuse."""

    def settle(self, changes: "Changes", after: JsonObject, before: JsonObject | None) -> None:
        """Carry the effects into other objects."""

    def entries(self, changes: "Changes", txn: JsonObject) -> Sequence["Entry"]:
        """What a transaction of this state posts to the general ledger."""
        del changes, txn
        return ()

    def void(self, changes: "Changes", before: JsonObject) -> JsonObject:
        """The object after it was voided; its effects on other objects are taken back here."""
        raise NotImplementedError

    def remove(self, changes: "Changes", before: JsonObject) -> None:
        """Take the effects of a deleted object on other objects back."""

    def present(self, company: "Company", stored: JsonObject) -> JsonObject:
        """The object as it is answered: with what the books compute on reading."""
        del company
        return stored

    def found_by(self, company: "Company", parameters: Mapping[str, str]) -> str:
        """The id of the object that a read without an id is about; empty if it needs one."""
        del company, parameters
        return ""

    def kept_by(self, company: "Company") -> bool:
        """Whether a company of these preferences has such objects at all."""
        del company
        return True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entity:
    """One entity of QBO.

    `id_space`: entities of one space share the counter of ids, as customers and vendors do.
    `unique_field` and `name_space`: the name that must be unique, and among whom.
    `number_space`: those of one space share the counter of document numbers.
    `indexes`: fields that queries and rules look objects up by.
    `posts`: whether closed books keep it from being changed.
    `required`, `restated`, `defaults`: what its fields ask for, gathered once.
    """

    name: str
    family: Family
    fields: Mapping[str, Field]
    behaviour: Behaviour
    id_space: str
    name_field: str = ""
    unique_field: str = ""
    name_space: str = ""
    number_space: str = ""
    indexes: tuple[str, ...] = ()
    operations: frozenset[str] = frozenset()
    title: str = ""
    posts: bool = False
    required: tuple[str, ...] = field(init=False)
    restated: tuple[str, ...] = field(init=False)
    defaults: tuple[tuple[str, object], ...] = field(init=False)

    def __post_init__(self) -> None:
        fields = self.fields.values()
        gathered = {
            "required": tuple(each.name for each in fields if each.required),
            "restated": tuple(each.name for each in fields if each.restated),
            "defaults": tuple((each.name, each.default) for each in fields if each.default is not None),
        }
        for name, value in gathered.items():
            object.__setattr__(self, name, value)

    @property
    def type_name(self) -> str:
        """The name as fault texts have it: `Credit Memo`."""
        return self.title or self.name


_READ: Final = frozenset({"read", "query"})
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
        queryable=False,
    ),
)
"""Fields that QBO puts on every object."""


def name_list(
    name: str,
    fields: Iterable[Field],
    *,
    behaviour: Behaviour,
    name_field: str = "Name",
    unique_field: str = "",
    space: str = "",
    indexes: tuple[str, ...] = (),
    operations: frozenset[str] = _READ | {"create", "update"},
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
        unique_field=unique_field or name_field,
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
    number_space: str = "",
    id_space: str = "Txns",
    voids: bool = False,
    posts: bool = True,
) -> Entity:
    """A transaction: dated, posted, and gone when deleted."""
    dated = Field(name="TxnDate", kind=Day())
    changes = {"create", "update", "delete"} | ({"void"} if voids else set())
    return Entity(
        name=name,
        family=Family.TRANSACTION,
        fields=_by_name((*EVERY_OBJECT, dated, *fields)),
        behaviour=behaviour,
        id_space=id_space,
        number_space=number_space or name,
        title=title,
        indexes=indexes,
        operations=_READ | changes,
        posts=posts,
    )


def attachment(
    name: str,
    fields: Iterable[Field],
    *,
    behaviour: Behaviour,
    id_space: str = "",
    indexes: tuple[str, ...] = (),
    operations: frozenset[str] = _READ | {"create", "update", "delete"},
) -> Entity:
    """What hangs on other objects: neither dated nor named, and gone when deleted."""
    return Entity(
        name=name,
        family=Family.ATTACHMENT,
        fields=_by_name((*EVERY_OBJECT, *fields)),
        behaviour=behaviour,
        id_space=id_space or f"{name}s",
        indexes=indexes,
        operations=operations,
    )


def single(name: str, fields: Iterable[Field]) -> Entity:
    """The one object of its kind that a company has."""
    return Entity(
        name=name,
        family=Family.SINGLE,
        fields=_by_name((*EVERY_OBJECT, *fields)),
        behaviour=Behaviour(),
        id_space=name,
        operations=_READ | {"update"},
    )


def _by_name(fields: Iterable[Field]) -> Mapping[str, Field]:
    return {each.name: each for each in fields}

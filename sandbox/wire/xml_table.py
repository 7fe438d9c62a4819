"""What QBO's schema says about its elements: attributes, lists, numbers, flags and references.

The entities describe their own fields; what they keep as it came is described here, by element name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from sandbox.entities.kinds import Kind, Opaque
from sandbox.entities.registry import ENTITIES
from sandbox.entities.schema import Many, Part


@dataclass(frozen=True, slots=True)
class Envelope:
    """What objects travel in."""

    attributes: frozenset[str] = frozenset()


Shape: TypeAlias = Kind | Part | Many | Envelope

NAMESPACE: Final = "http://schema.intuit.com/finance/v3"
BATCH: Final = "IntuitBatchRequest"
ANYTHING: Final = Opaque()

OBJECT_ATTRIBUTES: Final = frozenset({"domain", "sparse", "status"})
"""Attributes of every object that has a life of its own."""

ROOT: Final = Envelope()
ENVELOPES: Final[Mapping[str, Envelope]] = {
    "QueryResponse": Envelope(frozenset({"startPosition", "maxResults", "totalCount"})),
    "CDCQuery": Envelope(),
    "CDCResponse": Envelope(),
    "AttachableResponse": Envelope(),
    "BatchItemResponse": Envelope(frozenset({"bId"})),
    BATCH: Envelope(),
    "BatchItemRequest": Envelope(frozenset({"bId", "operation", "optionsData"})),
    "Fault": Envelope(frozenset({"type"})),
    "Error": Envelope(frozenset({"code", "element"})),
    "Header": Envelope(),
    "Columns": Envelope(),
    "Rows": Envelope(),
    "Row": Envelope(frozenset({"type", "group"})),
    "Summary": Envelope(),
    "ColData": Envelope(frozenset({"value", "id"})),
}

LISTS: Final = frozenset(
    {
        "AttachableRef",
        "BatchItemRequest",
        "CustomField",
        "EffectiveTaxRate",
        "ItemGroupLine",
        "Line",
        "LinkedTxn",
        "NameValue",
        "OtherContactInfo",
        "POCustomField",
        "Tag",
        "TaxLine",
        "TaxRateDetail",
        "TaxRateDetails",
    }
)
NUMBERS: Final = frozenset(
    {
        "Amount",
        "DiscountAmt",
        "DiscountPercent",
        "DiscountRate",
        "NetAmountTaxable",
        "NumberValue",
        "OverrideDeltaAmount",
        "Percent",
        "Qty",
        "Quantity",
        "RateValue",
        "TaxAmount",
        "TaxInclusiveAmount",
        "TaxOrder",
        "TaxPercent",
        "TotalTax",
        "UnitPrice",
    }
)
REFERENCES: Final = frozenset({"DefaultTerms", "HomeCurrency"})
"""References that are not called so; every name that ends in `Ref` is one."""
TEXTS: Final = frozenset({"Description", "Message", "Name", "Note", "StringValue", "Subject", "Value"})
"""Texts, even where they read `true`."""


@lru_cache(maxsize=1)
def _objects() -> Mapping[str, Part]:
    return {name: Part(entity.fields) for name, entity in ENTITIES.items()}


def shape_within(parent: Shape, name: str) -> Shape:
    """What a child of that name is."""
    match parent:
        case Envelope():
            return ENVELOPES[name] if name in ENVELOPES else _objects().get(name, ANYTHING)
        case Part(fields=fields) | Many(of=Part(fields=fields)):
            field = fields.get(name)
            return field.kind if field else ANYTHING
        case _:
            return ANYTHING


def attributes_of(shape: Shape) -> frozenset[str]:
    """The names that are attributes there, not elements."""
    match shape:
        case Envelope(attributes=attributes):
            return attributes
        case Part(fields=fields) if "SyncToken" in fields:
            return OBJECT_ATTRIBUTES
        case _:
            return frozenset()


def is_list(shape: Shape, name: str) -> bool:
    """Whether JSON has a list there, be it of one."""
    return isinstance(shape, Many) or (name in LISTS and isinstance(shape, Envelope | Opaque))

"""What the lines of invoices, credits and write-offs say about their tax."""

from __future__ import annotations

from typing import Annotated, Any, Final, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.fields import In, MoneyIn, lines, visible

# Not an amount without a tax: said in the schema too, so that whoever reads it knows.
_OF_A_TAX: Final[dict[str, Any]] = {
    "not": {
        "required": ["tax_amount"],
        "properties": {"tax": {"type": "null"}, "tax_amount": {"not": {"type": "null"}}},
    }
}


class TaxedLineIn(In):
    """A line that may be taxed. `tax_amount` goes with a `tax` only."""

    model_config = ConfigDict(json_schema_extra=_OF_A_TAX)

    description: Annotated[str, lines(4000)] | None = None
    tax: Annotated[str, visible(100)] | None = None
    tax_amount: Annotated[
        MoneyIn | None,
        Field(description="The tax that was charged for the line; without it, QuickBooks works it out."),
    ] = None

    @model_validator(mode="after")
    def _has_a_tax(self) -> Self:
        if self.tax_amount is None or self.tax is not None:
            return self
        raise PydanticCustomError("tax_required", "A tax_amount goes with a tax only.")

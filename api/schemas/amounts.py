"""Sums of money on the wire: one for each currency."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field

from api.schemas.shown import Amount, Out, Shown
from domain.model.money import Money


class SumOut(Out):
    """A sum in one currency."""

    currency: Annotated[Shown, Field(description="ISO 4217.")]
    amount: Amount

    @classmethod
    def of(cls, money: Money) -> Self:
        """As it is shown."""
        return cls(currency=money.currency, amount=money.amount)


Sums = Annotated[list[SumOut], Field(max_length=200, description="One for each currency.")]

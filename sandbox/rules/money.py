"""Money: decimals to the cent, halves up."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

CENT: Final = Decimal("0.01")
ZERO: Final = Decimal(0)


def cents(value: Decimal) -> Decimal:
    """Rounded to the cent."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)

"""Names of the currencies most books are in; any other shows its code."""

from typing import Final

CURRENCIES: Final = {
    "USD": "United States Dollar",
    "CAD": "Canadian Dollar",
    "EUR": "Euro",
    "GBP": "British Pound Sterling",
    "AUD": "Australian Dollar",
    "CHF": "Swiss Franc",
}

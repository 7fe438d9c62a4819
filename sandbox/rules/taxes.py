"""Sales tax of a form: the client's own total, or the rates of its tax code; or, automated, always QBO's."""

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sandbox.rules.money import ZERO, cents
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.company import Company


UNTAXED: Final[JsonObject] = {"TotalTax": ZERO}


def taxed(company: "Company", given: JsonObject | None, taxable: Decimal) -> JsonObject:
    """The `TxnTaxDetail` of the answer.

    A total that the client sends overrides the rates, unless the company's sales tax is automated
    (`TaxPrefs.PartnerTaxEnabled`): then QBO works it out itself, and overrides the client.
    """
    preferences = company.preferences["TaxPrefs"]
    automated = bool(preferences.get("PartnerTaxEnabled"))
    detail = dict(given or {})
    code = detail.get("TxnTaxCodeRef")
    if automated and code is None and taxable:
        code = preferences.get("TaxGroupCodeRef")
    if code is not None and (automated or "TotalTax" not in detail):
        lines = [_tax_line(rate, taxable) for rate in _rates(company, code["value"])]
        detail["TxnTaxCodeRef"] = {"value": code["value"]}
        detail["TaxLine"] = lines
        detail["TotalTax"] = sum((line["Amount"] for line in lines), start=ZERO)
    elif automated or not detail:
        return UNTAXED
    detail.setdefault("TotalTax", ZERO)
    return detail


def _rates(company: "Company", code_id: str) -> list[JsonObject]:
    code = company.find("TaxCode", code_id) or {}
    listed = code.get("SalesTaxRateList", {}).get("TaxRateDetail", ())
    found = (company.find("TaxRate", each["TaxRateRef"]["value"]) for each in listed)
    return [rate for rate in found if rate is not None]


def _tax_line(rate: JsonObject, taxable: Decimal) -> JsonObject:
    percent = Decimal(str(rate["RateValue"]))
    return {
        "Amount": cents(taxable * percent / 100),
        "DetailType": "TaxLineDetail",
        "TaxLineDetail": {
            "TaxRateRef": {"value": rate["Id"]},
            "PercentBased": True,
            "TaxPercent": percent,
            "NetAmountTaxable": taxable,
        },
    }

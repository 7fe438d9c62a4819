"""Tax codes, rates and agencies: read by clients, set up by the seed."""

from typing import Final

from sandbox.entities.entity import Behaviour, name_list
from sandbox.entities.fields import computed, flag, named, opaque, percent, ref, text

_READ: Final = frozenset({"read", "query"})


class TaxCodeBehaviour(Behaviour):
    """Three codes of a US company are no rates: `MAXRESULTS` does not count them, a bug QBO is known for."""

    unpaged = frozenset({"TAX", "NON", "CustomSalesTax"})


TAX_CODE = name_list(
    "TaxCode",
    [
        named("Name", required=True),
        text("Description", 100),
        flag("Hidden"),
        flag("Taxable"),
        flag("TaxGroup"),
        text("TaxCodeConfigType", 50),
        opaque("SalesTaxRateList"),
        opaque("PurchaseTaxRateList"),
    ],
    behaviour=TaxCodeBehaviour(),
    indexes=("Name",),
    operations=_READ,
)

TAX_RATE = name_list(
    "TaxRate",
    [
        named("Name", required=True),
        text("Description", 100),
        percent("RateValue"),
        ref("AgencyRef", "TaxAgency"),
        ref("TaxReturnLineRef"),
        text("SpecialTaxType", 50),
        text("DisplayType", 50),
        opaque("EffectiveTaxRate"),
        opaque("OriginalTaxRate"),
    ],
    behaviour=Behaviour(),
    indexes=("Name",),
    operations=_READ,
)

TAX_AGENCY = name_list(
    "TaxAgency",
    [
        named("DisplayName", required=True),
        flag("TaxTrackedOnSales"),
        flag("TaxTrackedOnPurchases"),
        text("TaxRegistrationNumber", 50),
        computed("TaxAgencyConfig"),
    ],
    behaviour=Behaviour(),
    name_field="DisplayName",
    space="TaxAgencies",
    indexes=("DisplayName",),
    operations=_READ | {"create"},
)

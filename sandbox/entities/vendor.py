"""Vendor: who is paid. Shares its names with customers and employees."""

from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.entities.entity import name_list
from sandbox.entities.fields import (
    amount,
    computed,
    day,
    email,
    flag,
    named,
    number,
    opaque,
    ref,
    text,
    unused,
)
from sandbox.entities.parts import address, phone, website
from sandbox.rules.opening_balances import open_vendor
from sandbox.rules.people import Person
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company


class VendorBehaviour(Person):
    """A vendor's balance is what the payables hold for it."""

    computes = frozenset({"Balance"})

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        super().complete(changes, draft, before)
        open_vendor(changes, draft, before)
        draft.setdefault("Vendor1099", False)
        draft["CurrencyRef"] = changes.company.currency(draft.get("CurrencyRef"))

    @override
    def present(self, company: "Company", stored: JsonObject) -> JsonObject:
        return {**stored, "Balance": company.general_ledger.payable(stored["Id"])}


VENDOR = name_list(
    "Vendor",
    [
        named("Title", 16),
        named("GivenName"),
        named("MiddleName"),
        named("FamilyName"),
        named("Suffix", 16),
        named("DisplayName"),
        named("CompanyName"),
        text("PrintOnCheckName", 110),
        address("BillAddr"),
        address("OtherAddr"),
        phone("PrimaryPhone"),
        phone("AlternatePhone"),
        phone("Mobile"),
        phone("Fax"),
        email("PrimaryEmailAddr"),
        website("WebAddr"),
        ref("TermRef", "Term"),
        ref("CurrencyRef"),
        ref("APAccountRef", "Account"),
        text("TaxIdentifier", 20, queryable=False),
        text("TaxReportingBasis", 20, queryable=False),
        text("BusinessNumber", 10),
        text("GSTIN", 15),
        text("AcctNum", 100, queryable=False),
        flag("Vendor1099"),
        flag("T4AEligible"),
        flag("T5018Eligible"),
        flag("HasTPAR"),
        number("BillRate"),
        number("CostRate"),
        amount("Balance"),
        day("OpenBalanceDate"),
        opaque("OtherContactInfo"),
        opaque("VendorPaymentBankDetail"),
        opaque("CustomField"),
        computed("V4IDPseudonym", queryable=False),
        *unused(
            "IntuitId", "Organization", "UserId", "FullyQualifiedName", "DefaultTaxCodeRef", "ContactName"
        ),
        *unused("AltContactName", "Notes", "ShipAddr", "TaxCountry", "TaxIdEffectiveDate"),
        *unused("VendorTypeRef", "PrefillAccountRef", "CreditLimit", "TDSEnabled", "TDSEntityTypeId"),
        *unused("TDSSectionTypeId", "TDSOverrideThreshold", "VendorEx", "GSTRegistrationType", "Source"),
        *unused("IsSubContractor", "SubcontractorType", "CISRate", "AttachableRef"),
    ],
    behaviour=VendorBehaviour(),
    name_field="DisplayName",
    space="Names",
    indexes=("DisplayName",),
)

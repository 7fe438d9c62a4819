"""Customer: who is billed."""

from decimal import Decimal
from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.entities.entity import name_list
from sandbox.entities.fields import (
    amount,
    choice,
    computed,
    day,
    email,
    flag,
    named,
    opaque,
    ref,
    text,
    unused,
)
from sandbox.entities.parts import address, phone, website
from sandbox.rules.opening_balances import open_customer
from sandbox.rules.people import Person
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company


class CustomerBehaviour(Person):
    """A customer's balance is what the receivables hold for it."""

    computes = frozenset({"Balance", "BalanceWithJobs"})

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        super().complete(changes, draft, before)
        open_customer(changes, draft, before)
        draft.setdefault("Taxable", False)
        draft.setdefault("Job", False)
        draft.setdefault("BillWithParent", False)
        draft.setdefault("PreferredDeliveryMethod", "None")
        draft.setdefault("IsProject", False)
        draft["CurrencyRef"] = changes.company.currency(draft.get("CurrencyRef"))

    @override
    def present(self, company: "Company", stored: JsonObject) -> JsonObject:
        owed = company.general_ledger.receivable(stored["Id"])
        return {**stored, "Balance": owed, "BalanceWithJobs": _with_jobs(company, stored["Id"])}


def _with_jobs(company: "Company", customer: str) -> Decimal:
    jobs = company.shelf("Customer").ids_by("ParentRef", customer)
    own = company.general_ledger.receivable(customer)
    return sum((_with_jobs(company, job) for job in jobs), start=own)


CUSTOMER = name_list(
    "Customer",
    [
        named("Title", 16),
        named("GivenName"),
        named("MiddleName"),
        named("FamilyName"),
        named("Suffix", 16),
        named("DisplayName"),
        named("CompanyName"),
        computed("FullyQualifiedName"),
        text("PrintOnCheckName", 110),
        text("Notes", 2000, queryable=False),
        address("BillAddr"),
        address("ShipAddr"),
        phone("PrimaryPhone"),
        phone("AlternatePhone"),
        phone("Mobile"),
        phone("Fax"),
        email("PrimaryEmailAddr", queryable=True),
        website("WebAddr"),
        ref("DefaultTaxCodeRef", "TaxCode"),
        ref("SalesTermRef", "Term"),
        ref("PaymentMethodRef", "PaymentMethod"),
        ref("CurrencyRef"),
        ref("ParentRef", "Customer"),
        ref("ARAccountRef", "Account"),
        ref("CustomerTypeRef", "CustomerType"),
        ref("TaxExemptionReasonId"),
        ref("PrefVendorRef"),
        text("ResaleNum", 16),
        text("PrimaryTaxIdentifier", 20),
        text("SecondaryTaxIdentifier", 20),
        text("GSTIN", 15),
        text("BusinessNumber", 10),
        choice("PreferredDeliveryMethod", "Print", "Email", "None"),
        flag("Taxable"),
        flag("Job"),
        flag("BillWithParent"),
        flag("IsProject"),
        computed("Level", number=True),
        day("OpenBalanceDate"),
        amount("Balance"),
        computed("BalanceWithJobs", number=True),
        opaque("CustomField"),
        computed("V4IDPseudonym", queryable=False),
        *unused("IntuitId", "Organization", "UserId", "OtherContactInfo", "OtherAddr", "ContactName"),
        *unused(
            "AltContactName", "RootCustomerRef", "SalesRepRef", "TaxGroupCodeRef", "TaxRateRef", "CCDetail"
        ),
        *unused("PriceLevelRef", "CreditLimit", "AcctNum", "OverDueBalance", "TotalRevenue", "TotalExpense"),
        *unused("JobInfo", "TDSEnabled", "CustomerEx", "GSTRegistrationType", "Source", "AttachableRef"),
    ],
    behaviour=CustomerBehaviour(),
    name_field="DisplayName",
    space="Names",
    indexes=("DisplayName", "ParentRef", "FullyQualifiedName"),
)

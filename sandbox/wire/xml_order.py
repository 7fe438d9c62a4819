"""The order of elements in QBO's answers: its schema's sequences, as captured answers show them.

Names that the lists do not have come after those that they have, as the entity declares them.
"""

from collections.abc import Mapping
from typing import Final

from sandbox.entities.schema import Part

_OBJECT: Final = ("Id", "SyncToken", "MetaData", "CustomField", "AttachableRef")
_TRANSACTION: Final = (
    *_OBJECT,
    *("DocNumber", "TxnDate", "DepartmentRef", "CurrencyRef", "ExchangeRate", "PrivateNote", "TxnStatus"),
    *(
        "LinkedTxn",
        "Line",
        "TxnTaxDetail",
        "TxnSource",
        "TransactionLocationType",
        "RecurDataRef",
        "ProjectRef",
    ),
    *("VendorRef", "APAccountRef", "PayType", "CheckPayment", "CreditCardPayment"),
    *("CustomerRef", "CustomerMemo", "BillAddr", "ShipAddr", "ShipFromAddr", "FreeFormAddress", "ClassRef"),
    *("SalesTermRef", "DueDate", "ShipMethodRef", "ShipDate", "TrackingNum", "GlobalTaxCalculation"),
    *("ARAccountRef", "DepositToAccountRef", "PaymentMethodRef", "PaymentRefNum"),
    *("TotalAmt", "HomeTotalAmt", "UnappliedAmt", "ProcessPayment", "ApplyTaxAfterDiscount", "PrintStatus"),
    *("EmailStatus", "BillEmail", "BillEmailCc", "BillEmailBcc", "Balance", "HomeBalance", "PaymentType"),
    *(
        "RemainingCredit",
        "DeliveryInfo",
        "TaxExemptionRef",
        "Deposit",
        "AllowIPNPayment",
        "AllowOnlinePayment",
    ),
    *("AllowOnlineCreditCardPayment", "AllowOnlineACHPayment", "EInvoiceStatus", "InvoiceLink"),
)
_LIST: Final = (
    *_OBJECT,
    *("Organization", "Title", "GivenName", "MiddleName", "FamilyName", "Suffix"),
    *(
        "Name",
        "Sku",
        "SubItem",
        "SubAccount",
        "SubClass",
        "SubDepartment",
        "ParentRef",
        "Level",
        "Description",
    ),
    *("FullyQualifiedName", "CompanyName", "DisplayName", "PrintOnCheckName", "Active", "V4IDPseudonym"),
    *("PrimaryPhone", "AlternatePhone", "Mobile", "Fax", "PrimaryEmailAddr", "WebAddr", "OtherContactInfo"),
    *("DefaultTaxCodeRef", "SSN", "PrimaryAddr", "BillableTime", "Taxable", "TaxGroup", "SalesTaxRateList"),
    *("BillAddr", "ShipAddr", "OtherAddr", "Notes", "TaxIdentifier", "Job", "BillWithParent"),
    *("CustomerTypeRef", "TermRef", "SalesTermRef", "PaymentMethodRef", "BillRate", "BirthDate", "Gender"),
    *("HiredDate", "ReleasedDate", "Classification", "AccountType", "AccountSubType", "AcctNum"),
    *("CurrentBalance", "CurrentBalanceWithSubAccounts", "Balance", "OpenBalanceDate", "BalanceWithJobs"),
    *("CurrencyRef", "Vendor1099", "PreferredDeliveryMethod", "ResaleNum", "IsProject"),
    *("SalesTaxIncluded", "UnitPrice", "RatePercent", "Type", "IncomeAccountRef", "PurchaseDesc"),
    *("PurchaseTaxIncluded", "PurchaseCost", "ExpenseAccountRef", "AssetAccountRef", "PrefVendorRef"),
    *("TrackQtyOnHand", "QtyOnHand", "ReorderPoint", "SalesTaxCodeRef", "PurchaseTaxCodeRef", "InvStartDate"),
    *("AccountingInfoPrefs", "ProductAndServicesPrefs", "SalesFormsPrefs", "EmailMessagesPrefs"),
    *(
        "VendorAndPurchasesPrefs",
        "TimeTrackingPrefs",
        "TaxPrefs",
        "CurrencyPrefs",
        "ReportPrefs",
        "OtherPrefs",
    ),
)
_COMPANY: Final = (
    *_OBJECT,
    *("CompanyName", "LegalName", "CompanyAddr", "CustomerCommunicationAddr", "LegalAddr", "PrimaryPhone"),
    *("CompanyStartDate", "FiscalYearStartMonth", "Country", "Email", "WebAddr", "SupportedLanguages"),
)
_PART: Final = (
    *("Id", "Line1", "Line2", "Line3", "Line4", "Line5", "City", "Country", "CountryCode"),
    *("CountrySubDivisionCode", "PostalCode", "PostalCodeSuffix", "Lat", "Long"),
    *("LineNum", "Description", "Amount", "LinkedTxn", "DetailType"),
    *("ItemRef", "ClassRef", "UnitPrice", "RatePercent", "PriceLevelRef", "MarkupInfo", "Qty"),
    *("ItemAccountRef", "CustomerRef", "PostingType", "Entity", "AccountRef", "BillableStatus", "TaxCodeRef"),
    *("ServiceDate", "TaxInclusiveAmt", "DiscountRate", "DiscountAmt"),
    *("TxnTaxCodeRef", "TotalTax", "TaxLine"),
)
_ordered: dict[int, tuple[str, ...]] = {}


def names_in_order(shape: Part) -> tuple[str, ...]:
    """All names that the part may have. The entities' parts live as long as the program."""
    key = id(shape.fields)
    if key not in _ordered:
        _ordered[key] = _sorted(shape.fields)
    return _ordered[key]


def _sorted(fields: Mapping[str, object]) -> tuple[str, ...]:
    telling = ((_PART, "SyncToken" not in fields), (_TRANSACTION, "TxnDate" in fields))
    company = (_COMPANY, "CompanyAddr" in fields)
    listed = next((names for names, holds in (*telling, company) if holds), _LIST)
    ranks = {name: rank for rank, name in enumerate(listed)}
    return tuple(sorted(fields, key=lambda name: ranks.get(name, len(ranks))))

"""CompanyInfo and Preferences: the one of each that a company has."""

from sandbox.entities.entity import single
from sandbox.entities.fields import opaque, part, text
from sandbox.entities.kinds import Preferences
from sandbox.entities.parts import address, phone, website
from sandbox.entities.schema import Field

COMPANY_INFO = single(
    "CompanyInfo",
    [
        text("CompanyName", 1024),
        text("LegalName", 1024),
        address("CompanyAddr"),
        address("CustomerCommunicationAddr"),
        address("LegalAddr"),
        phone("PrimaryPhone"),
        part("CustomerCommunicationEmailAddr", [text("Address", 100)]),
        part("Email", [text("Address", 100)]),
        website("WebAddr"),
        text("CompanyStartDate", 30),
        text("FiscalYearStartMonth", 20),
        text("Country", 30),
        text("SupportedLanguages", 255),
        text("DefaultTimeZone", 60),
        text("EmployerId", 30),
        opaque("NameValue"),
    ],
)

PREFERENCES = single(
    "Preferences",
    [
        Field(name=name, kind=Preferences())
        for name in (
            "AccountingInfoPrefs",
            "CurrencyPrefs",
            "EmailMessagesPrefs",
            "OtherPrefs",
            "ProductAndServicesPrefs",
            "ReportPrefs",
            "SalesFormsPrefs",
            "TaxPrefs",
            "TimeTrackingPrefs",
            "VendorAndPurchasesPrefs",
        )
    ],
)

"""The types of accounts, and the detail types of each, the one QBO gives by itself first."""

from typing import Final

CLASSIFICATION: Final = {
    "Bank": "Asset",
    "Accounts Receivable": "Asset",
    "Other Current Asset": "Asset",
    "Fixed Asset": "Asset",
    "Other Asset": "Asset",
    "Accounts Payable": "Liability",
    "Credit Card": "Liability",
    "Other Current Liability": "Liability",
    "Long Term Liability": "Liability",
    "Equity": "Equity",
    "Income": "Revenue",
    "Other Income": "Revenue",
    "Expense": "Expense",
    "Other Expense": "Expense",
    "Cost of Goods Sold": "Expense",
}
"""Which of the five kinds an account type belongs to."""

SUBTYPES: Final = {
    "Bank": ("Checking", "Savings", "CashOnHand", "MoneyMarket", "RentsHeldInTrust", "TrustAccounts"),
    "Accounts Receivable": ("AccountsReceivable",),
    "Other Current Asset": (
        "OtherCurrentAssets",
        "UndepositedFunds",
        "Inventory",
        "PrepaidExpenses",
        "AllowanceForBadDebts",
        "EmployeeCashAdvances",
        "LoansToOfficers",
        "LoansToOthers",
        "LoansToStockholders",
        "Retainage",
    ),
    "Fixed Asset": (
        "OtherFixedAssets",
        "AccumulatedDepreciation",
        "Buildings",
        "FurnitureAndFixtures",
        "Land",
        "LeaseholdImprovements",
        "MachineryAndEquipment",
        "Vehicles",
    ),
    "Other Asset": ("OtherLongTermAssets", "Goodwill", "Licenses", "OrganizationalCosts", "SecurityDeposits"),
    "Accounts Payable": ("AccountsPayable",),
    "Credit Card": ("CreditCard",),
    "Other Current Liability": (
        "OtherCurrentLiabilities",
        "SalesTaxPayable",
        "GlobalTaxPayable",
        "DeferredRevenue",
        "DirectDepositPayable",
        "LineOfCredit",
        "LoanPayable",
        "PayrollClearing",
        "PayrollTaxPayable",
        "PrepaidExpensesPayable",
        "TrustAccountsLiabilities",
    ),
    "Long Term Liability": ("OtherLongTermLiabilities", "NotesPayable", "ShareholderNotesPayable"),
    "Equity": (
        "OpeningBalanceEquity",
        "RetainedEarnings",
        "OwnersEquity",
        "PartnersEquity",
        "CommonStock",
        "AccumulatedAdjustment",
        "TreasuryStock",
    ),
    "Income": (
        "SalesOfProductIncome",
        "ServiceFeeIncome",
        "NonProfitIncome",
        "DiscountsRefundsGiven",
        "OtherPrimaryIncome",
        "UnappliedCashPaymentIncome",
    ),
    "Other Income": (
        "OtherMiscellaneousIncome",
        "DividendIncome",
        "InterestEarned",
        "OtherInvestmentIncome",
        "TaxExemptInterest",
    ),
    "Expense": (
        "OtherMiscellaneousServiceCost",
        "AdvertisingPromotional",
        "Auto",
        "BadDebts",
        "BankCharges",
        "CharitableContributions",
        "CostOfLabor",
        "DuesSubscriptions",
        "Entertainment",
        "EntertainmentMeals",
        "EquipmentRental",
        "Insurance",
        "InterestPaid",
        "LegalProfessionalFees",
        "OfficeGeneralAdministrativeExpenses",
        "PayrollExpenses",
        "RentOrLeaseOfBuildings",
        "RepairMaintenance",
        "ShippingFreightDelivery",
        "SuppliesMaterials",
        "TaxesPaid",
        "Travel",
        "TravelMeals",
        "UnappliedCashBillPaymentExpense",
        "Utilities",
    ),
    "Other Expense": (
        "OtherMiscellaneousExpense",
        "Amortization",
        "Depreciation",
        "ExchangeGainOrLoss",
        "PenaltiesSettlements",
    ),
    "Cost of Goods Sold": (
        "SuppliesMaterialsCogs",
        "CostOfLaborCos",
        "EquipmentRentalCos",
        "OtherCostsOfServiceCos",
        "ShippingFreightDeliveryCos",
    ),
}
_TYPE_OF: Final = {subtype: kind for kind, subtypes in SUBTYPES.items() for subtype in subtypes}


def first_subtype(kind: str) -> str:
    """The detail type QBO gives an account that names none."""
    return SUBTYPES[kind][0]


def type_of(subtype: str | None) -> str | None:
    """The type of a detail type; none if it is none of QBO's."""
    return _TYPE_OF.get(subtype or "")

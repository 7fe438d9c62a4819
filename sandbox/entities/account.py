"""Account: a line of the chart of accounts."""

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.entities.entity import name_list
from sandbox.entities.fields import amount, choice, computed, day, flag, named, ref, text
from sandbox.faults import fault
from sandbox.rules.names import Nested
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company

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

FIRST_SUBTYPE: Final = {
    "Bank": "Checking",
    "Accounts Receivable": "AccountsReceivable",
    "Other Current Asset": "OtherCurrentAssets",
    "Fixed Asset": "OtherFixedAssets",
    "Other Asset": "OtherLongTermAssets",
    "Accounts Payable": "AccountsPayable",
    "Credit Card": "CreditCard",
    "Other Current Liability": "OtherCurrentLiabilities",
    "Long Term Liability": "OtherLongTermLiabilities",
    "Equity": "OpeningBalanceEquity",
    "Income": "SalesOfProductIncome",
    "Other Income": "OtherMiscellaneousIncome",
    "Expense": "OtherMiscellaneousServiceCost",
    "Other Expense": "OtherMiscellaneousExpense",
    "Cost of Goods Sold": "SuppliesMaterialsCogs",
}
"""The detail type QBO gives an account that names none."""

DEBIT_KINDS: Final = frozenset({"Asset", "Expense"})


class AccountBehaviour(Nested):
    """An account's balance is what the general ledger holds on it, in its own sign."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        super().complete(changes, draft, before)
        kind = draft.get("AccountType") or _type_of(draft.get("AccountSubType"))
        if kind is None:
            raise fault("6010", "You must specify either an Account.AccountType or an Account.AccountSubType")
        draft["AccountType"] = kind
        draft["Classification"] = CLASSIFICATION[kind]
        draft.setdefault("AccountSubType", FIRST_SUBTYPE[kind])
        draft.setdefault("CurrencyRef", changes.company.home_currency())

    @override
    def present(self, company: "Company", stored: JsonObject) -> JsonObject:
        debit = company.general_ledger.balance(stored["Id"])
        shown = debit if stored["Classification"] in DEBIT_KINDS else -debit
        shown = shown or Decimal(0)
        return {**stored, "CurrentBalance": shown, "CurrentBalanceWithSubAccounts": shown}


def _type_of(subtype: str | None) -> str | None:
    return next((kind for kind, first in FIRST_SUBTYPE.items() if first == subtype), None)


ACCOUNT = name_list(
    "Account",
    [
        named("Name", required=True),
        computed("FullyQualifiedName"),
        text("Description", 100),
        text("AcctNum", 20),
        choice("AccountType", *CLASSIFICATION),
        text("AccountSubType", 100),
        choice("Classification", "Asset", "Liability", "Equity", "Revenue", "Expense"),
        flag("SubAccount"),
        ref("ParentRef", "Account"),
        ref("CurrencyRef"),
        ref("TaxCodeRef", "TaxCode"),
        text("TxnLocationType", 50),
        text("AccountAlias", 100),
        amount("OpeningBalance"),
        day("OpeningBalanceDate"),
        computed("CurrentBalance", number=True),
        computed("CurrentBalanceWithSubAccounts", number=True),
    ],
    behaviour=AccountBehaviour(child_flag="SubAccount"),
    indexes=("Name", "FullyQualifiedName", "ParentRef", "AccountType", "AccountSubType"),
)

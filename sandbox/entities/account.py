"""Account: a line of the chart of accounts."""

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.entities.account_types import CLASSIFICATION, first_subtype, type_of
from sandbox.entities.entity import name_list
from sandbox.entities.fields import amount, choice, computed, day, flag, named, ref, text, unused
from sandbox.faults import fault
from sandbox.rules.money import ZERO
from sandbox.rules.names import Nested
from sandbox.rules.opening_balances import open_account
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company

DEBIT_KINDS: Final = frozenset({"Asset", "Expense"})


class AccountBehaviour(Nested):
    """An account's balance is what the general ledger holds on it, in its own sign."""

    computes = frozenset({"CurrentBalance", "CurrentBalanceWithSubAccounts"})

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        super().complete(changes, draft, before)
        kind = draft.get("AccountType") or type_of(draft.get("AccountSubType"))
        if kind is None:
            raise fault("6010", "You must specify either an Account.AccountType or an Account.AccountSubType")
        if type_of(draft.get("AccountSubType")) not in {kind, None}:
            raise fault("6010", f"{draft['AccountSubType']} is no detail type of {kind}", "AccountSubType")
        draft["AccountType"] = kind
        draft["Classification"] = CLASSIFICATION[kind]
        draft.setdefault("AccountSubType", first_subtype(kind))
        draft["CurrencyRef"] = changes.company.currency(draft.get("CurrencyRef"))
        open_account(changes, draft, before)

    @override
    def present(self, company: "Company", stored: JsonObject) -> JsonObject:
        return {
            **stored,
            "CurrentBalance": _own_sign(stored, company.general_ledger.balance(stored["Id"])),
            "CurrentBalanceWithSubAccounts": _own_sign(stored, _with_children(company, stored["Id"])),
        }


def _own_sign(account: JsonObject, debit: Decimal) -> Decimal:
    return debit if account["Classification"] in DEBIT_KINDS else ZERO - debit


def _with_children(company: "Company", account_id: str) -> Decimal:
    children = company.shelf("Account").ids_by("ParentRef", account_id)
    own = company.general_ledger.balance(account_id)
    return sum((_with_children(company, child) for child in children), start=own)


ACCOUNT = name_list(
    "Account",
    [
        named("Name", required=True),
        computed("FullyQualifiedName"),
        text("Description", 100),
        text("AcctNum", 20, queryable=False),
        choice("AccountType", *CLASSIFICATION),
        text("AccountSubType", 100),
        choice("Classification", "Asset", "Liability", "Equity", "Revenue", "Expense"),
        flag("SubAccount"),
        ref("ParentRef", "Account"),
        ref("CurrencyRef"),
        ref("TaxCodeRef", "TaxCode"),
        text("TxnLocationType", 50, queryable=False),
        text("AccountAlias", 100, queryable=False),
        amount("OpeningBalance", queryable=False),
        day("OpeningBalanceDate"),
        computed("CurrentBalance", number=True),
        computed("CurrentBalanceWithSubAccounts", number=True),
        *unused("AccountPurposes", "AcctNumExtn", "BankNum", "TaxAccount", "OnlineBankingEnabled", "FIName"),
        *unused("JournalCodeRef", "AccountEx", "CustomField", "AttachableRef"),
    ],
    behaviour=AccountBehaviour(child_flag="SubAccount"),
    unique_field="FullyQualifiedName",
    indexes=("Name", "FullyQualifiedName", "ParentRef", "AccountType", "AccountSubType"),
)

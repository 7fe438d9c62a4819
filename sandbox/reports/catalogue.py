"""The reports there are, by the names that clients ask for them by."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from sandbox.books.company import Company
from sandbox.faults import Problem, QboFault
from sandbox.reports.balance_sheet import balance_sheet
from sandbox.reports.details import general_ledger, transaction_list
from sandbox.reports.inquiry import Inquiry
from sandbox.reports.layout import Sheet
from sandbox.reports.owed import CUSTOMER, VENDOR, aged, balance
from sandbox.reports.profit_and_loss import profit_and_loss
from sandbox.reports.trial_balance import trial_balance
from sandbox.shapes import JsonObject

DENIED: Final = "Permission Denied Error : You do not have the access rights to use this feature."
REPORTS: Final[Mapping[str, Callable[[Inquiry], Sheet]]] = {
    "AgedPayables": partial(aged, name="AgedPayables", party=VENDOR),
    "AgedReceivables": partial(aged, name="AgedReceivables", party=CUSTOMER),
    "BalanceSheet": balance_sheet,
    "CustomerBalance": partial(balance, name="CustomerBalance", party=CUSTOMER),
    "GeneralLedger": general_ledger,
    "ProfitAndLoss": profit_and_loss,
    "TransactionList": transaction_list,
    "TrialBalance": trial_balance,
    "VendorBalance": partial(balance, name="VendorBalance", party=VENDOR),
}


def report(company: Company, name: str, parameters: Mapping[str, str]) -> tuple[JsonObject, list[str]]:
    """The report, and the parameters that it did not heed. QBO: 5020 for a name it does not know."""
    make = REPORTS.get(name)
    if make is None:
        denied = QboFault([Problem("5020", DENIED, "ReportName")], status=400)
        denied.kind = "ValidationFault"
        raise denied
    inquiry = Inquiry(company, parameters)
    return make(inquiry).as_json(company), inquiry.unheeded

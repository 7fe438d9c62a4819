"""Every entity of this QuickBooks, by name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sandbox.entities.account import ACCOUNT
from sandbox.entities.attachable import ATTACHABLE
from sandbox.entities.bill import BILL, VENDOR_CREDIT
from sandbox.entities.bill_payment import BILL_PAYMENT
from sandbox.entities.company_info import COMPANY_INFO, PREFERENCES
from sandbox.entities.credit_card_payment import CREDIT_CARD_PAYMENT
from sandbox.entities.credit_memo import CREDIT_MEMO
from sandbox.entities.currencies import COMPANY_CURRENCY, EXCHANGE_RATE
from sandbox.entities.customer import CUSTOMER
from sandbox.entities.deposit import DEPOSIT
from sandbox.entities.employee import EMPLOYEE
from sandbox.entities.entity import Entity
from sandbox.entities.estimate import ESTIMATE
from sandbox.entities.invoice import INVOICE
from sandbox.entities.item import ITEM
from sandbox.entities.journal_entry import JOURNAL_ENTRY
from sandbox.entities.lists import CLASS, CUSTOMER_TYPE, DEPARTMENT, PAYMENT_METHOD, TERM
from sandbox.entities.payment import PAYMENT
from sandbox.entities.purchase import PURCHASE, PURCHASE_ORDER
from sandbox.entities.receipts import REFUND_RECEIPT, SALES_RECEIPT
from sandbox.entities.recurring import RECURRING_TRANSACTION
from sandbox.entities.taxes import TAX_AGENCY, TAX_CODE, TAX_RATE
from sandbox.entities.time_activity import TIME_ACTIVITY
from sandbox.entities.transfer import TRANSFER
from sandbox.entities.unused import BUDGET, JOURNAL_CODE, TAX_PAYMENT
from sandbox.entities.vendor import VENDOR

_ALL: Final = (
    ACCOUNT,
    ATTACHABLE,
    BILL,
    BILL_PAYMENT,
    BUDGET,
    CLASS,
    COMPANY_CURRENCY,
    COMPANY_INFO,
    CREDIT_CARD_PAYMENT,
    CREDIT_MEMO,
    CUSTOMER,
    CUSTOMER_TYPE,
    DEPARTMENT,
    DEPOSIT,
    EMPLOYEE,
    ESTIMATE,
    EXCHANGE_RATE,
    INVOICE,
    ITEM,
    JOURNAL_CODE,
    JOURNAL_ENTRY,
    PAYMENT,
    PAYMENT_METHOD,
    PREFERENCES,
    PURCHASE,
    PURCHASE_ORDER,
    RECURRING_TRANSACTION,
    REFUND_RECEIPT,
    SALES_RECEIPT,
    TAX_AGENCY,
    TAX_CODE,
    TAX_PAYMENT,
    TAX_RATE,
    TERM,
    TIME_ACTIVITY,
    TRANSFER,
    VENDOR,
    VENDOR_CREDIT,
)

ENTITIES: Final[Mapping[str, Entity]] = MappingProxyType({each.name: each for each in _ALL})

_LOWER: Final = {
    **{name.lower(): entity for name, entity in ENTITIES.items()},
    "creditcardpayment": CREDIT_CARD_PAYMENT,
}
"""By the names of paths and queries, which know one entity by another name than its objects have."""


def entity_named(name: str) -> Entity | None:
    """The entity of that name in any case: paths have it in lower case, queries as the client likes."""
    return _LOWER.get(name.lower())

"""Every entity of this QuickBooks, by name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sandbox.entities.account import ACCOUNT
from sandbox.entities.company_info import COMPANY_INFO, PREFERENCES
from sandbox.entities.credit_memo import CREDIT_MEMO
from sandbox.entities.customer import CUSTOMER
from sandbox.entities.deposit import DEPOSIT
from sandbox.entities.employee import EMPLOYEE
from sandbox.entities.entity import Entity
from sandbox.entities.invoice import INVOICE
from sandbox.entities.item import ITEM
from sandbox.entities.lists import CLASS, DEPARTMENT, PAYMENT_METHOD, TERM
from sandbox.entities.payment import PAYMENT
from sandbox.entities.taxes import TAX_AGENCY, TAX_CODE, TAX_RATE
from sandbox.entities.vendor import VENDOR

ENTITIES: Final[Mapping[str, Entity]] = MappingProxyType(
    {
        each.name: each
        for each in (
            ACCOUNT,
            CLASS,
            COMPANY_INFO,
            CREDIT_MEMO,
            CUSTOMER,
            DEPARTMENT,
            DEPOSIT,
            EMPLOYEE,
            INVOICE,
            ITEM,
            PAYMENT,
            PAYMENT_METHOD,
            PREFERENCES,
            TAX_AGENCY,
            TAX_CODE,
            TAX_RATE,
            TERM,
            VENDOR,
        )
    }
)

_LOWER: Final = {name.lower(): entity for name, entity in ENTITIES.items()}


def entity_named(name: str) -> Entity | None:
    """The entity of that name in any case: paths have it in lower case, queries as the client likes."""
    return _LOWER.get(name.lower())

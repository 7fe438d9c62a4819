"""What a person can choose of the books, and for how long that is taken for true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from domain.model.books import (
    LedgerAccount,
    LedgerCustomer,
    LedgerItem,
    LedgerObject,
    LedgerPaymentMethod,
    LedgerTaxCode,
)
from domain.model.choices import Choice, FetchedList
from domain.model.companies import Connection
from domain.rules.mappings import unfit

FRESH_FOR = timedelta(days=1)


def choices_among(found: Iterable[LedgerObject]) -> Iterator[Choice]:
    """Those that are active and that a mapping, or a link, would take."""
    for each in found:
        match each:
            case LedgerCustomer(active=True):
                yield Choice(id=each.ref.id, name=each.name)
            case LedgerItem(active=True) | LedgerAccount(active=True) if unfit(each) is None:
                yield Choice(id=each.ref.id, name=each.name, detail=each.type)
            case LedgerPaymentMethod(active=True) | LedgerTaxCode(active=True):
                yield Choice(id=each.ref.id, name=each.name)
            case _:
                continue


def is_fresh(fetched: FetchedList | None, connection: Connection, now: datetime) -> bool:
    """Whether the list can still be shown: of the realm that is connected, and not older than a day."""
    if fetched is None or fetched.realm_id != connection.realm_id:
        return False
    return now - fetched.at < FRESH_FOR

"""Lists that are read as a whole."""

from __future__ import annotations

import pytest

from adapters.quickbooks.query import plan
from adapters.quickbooks.whole_lists import whole_lists
from domain.model.books import LedgerItem
from domain.model.questions import Everything, ItemWithId, LedgerList
from tests.builders import a_ref


@pytest.mark.parametrize(
    ("of", "entity"),
    [
        (LedgerList.ITEMS, "Item"),
        (LedgerList.ACCOUNTS, "Account"),
        (LedgerList.CUSTOMERS, "Customer"),
        (LedgerList.PAYMENT_METHODS, "PaymentMethod"),
        (LedgerList.TAX_CODES, "TaxCode"),
    ],
)
def test_a_list_is_read_page_by_page(of: LedgerList, entity: str) -> None:
    (whole,) = whole_lists([Everything(of=of), ItemWithId(id="1")])
    assert whole.entity == entity
    select, _, rest = whole.page(1001).partition(f" {entity} ")
    assert (select, rest) == ("SELECT * FROM", "ORDERBY Id STARTPOSITION 1001 MAXRESULTS 1000")


def test_all_of_it_is_the_answer() -> None:
    question = Everything(of=LedgerList.ITEMS)
    items = tuple(LedgerItem(ref=a_ref("Item", id_), name="Dues", active=True) for id_ in ("1", "2"))
    (whole,) = whole_lists([question])
    assert whole.share_out(items) == {question: items}


def test_what_wants_everything_compares_nothing() -> None:
    assert plan([Everything(of=LedgerList.ITEMS)]) == []

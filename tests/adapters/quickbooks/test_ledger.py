"""The ledgers keep the promises of their port: in memory, and over HTTP against the sandbox."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from domain.model.books import LedgerCustomer, LedgerItem
from domain.ports.ledger import Ledger
from tests.contracts.ledger import Books, LedgerContract
from tests.fakes.ledger import THROTTLED, FakeLedger, Lost
from tests.servers.sandbox import Realm, control


@dataclass
class InMemory:
    """The far side of a fake ledger."""

    ledger: FakeLedger

    def __post_init__(self) -> None:
        held = self.ledger.books
        self.item_id = held.add_item().ref.id
        self.category_id = held.add_item("Fees", type="Category", income_account=None).ref.id
        self.account_id = held.add_account().ref.id
        self.method_id = held.add_payment_method().ref.id
        self.tax_code_id = held.add_tax_code().ref.id
        held.add_tax_code("TAX", "TAX")

    def made(self, entity: str) -> list[str]:
        return [ref.id for ref in self.ledger.books.made if ref.entity == entity]

    def add_vendor(self, name: str) -> None:
        self.ledger.books.add_other("Vendor", name)

    def add_employee(self, name: str) -> None:
        self.ledger.books.add_other("Employee", name)

    def inactivate_customer(self, customer_id: str) -> None:
        customer = self.ledger.books.objects[customer_id]
        assert isinstance(customer, LedgerCustomer)
        self.ledger.books.change(customer, active=False)

    def inactivate_item(self, item_id: str) -> None:
        item = self.ledger.books.objects[item_id]
        assert isinstance(item, LedgerItem)
        self.ledger.books.change(item, active=False)

    def lose_next_answer(self) -> None:
        self.ledger.answer_next(Lost())

    def throttle(self) -> None:
        self.ledger.held = THROTTLED


class TestFakeLedger(LedgerContract):
    @pytest.fixture
    def books(self) -> Books:
        return InMemory(FakeLedger())

    @pytest.fixture
    def ledger(self, books: Books) -> Ledger:
        assert isinstance(books, InMemory)
        return books.ledger


@dataclass
class InTheSandbox:
    """The far side of a QuickBooks ledger."""

    realm: Realm
    item_id: str = "3"  # Gold Membership
    account_id: str = "86"  # Discounts given
    method_id: str = "2"  # Check
    tax_code_id: str = "2"  # California

    def __post_init__(self) -> None:
        self.category_id = self._edit(
            edit="create", entity="Item", fields={"Name": "Fees", "Type": "Category"}
        )

    def made(self, entity: str) -> list[str]:
        return [
            entry["id"]
            for entry in self.realm.ledger()
            if (entry["by"], entry["operation"], entry["entity"]) == ("api", "create", entity)
        ]

    def add_vendor(self, name: str) -> None:
        self._edit(edit="create", entity="Vendor", fields={"DisplayName": name})

    def add_employee(self, name: str) -> None:
        self._edit(edit="create", entity="Employee", fields={"DisplayName": name})

    def inactivate_customer(self, customer_id: str) -> None:
        self._edit(edit="inactivate", entity="Customer", id=customer_id)

    def inactivate_item(self, item_id: str) -> None:
        self._edit(edit="inactivate", entity="Item", id=item_id)

    def lose_next_answer(self) -> None:
        self.realm.add_fault({"times": 1, "action": {"kind": "drop", "after": "commit"}})

    def throttle(self) -> None:
        self.realm.add_fault({"action": {"kind": "throttle"}})

    def _edit(self, **edit: object) -> str:
        path = f"/realms/{self.realm.realm_id}/edits"
        return str(control(self.realm.url, "POST", path, edit)["object"]["Id"])


class TestQuickBooksLedger(LedgerContract):
    @pytest.fixture
    def books(self, realm: Realm) -> Books:
        return InTheSandbox(realm)

    @pytest.fixture
    def ledger(self, ledger: Ledger) -> Ledger:
        return ledger

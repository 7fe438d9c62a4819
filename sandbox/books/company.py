"""A company: its objects, general ledger, settings and record of operations."""

from collections import defaultdict
from collections.abc import Mapping

from sandbox.books.currencies import CURRENCIES
from sandbox.books.effects import Effects
from sandbox.books.files import Files
from sandbox.books.general_ledger import GeneralLedger
from sandbox.books.operations import Operations
from sandbox.books.shelf import NameSpaces, Shelf
from sandbox.clock import Clock
from sandbox.entities.entity import Entity, Family
from sandbox.faults import business
from sandbox.settings import Settings
from sandbox.shapes import JsonObject

FIRST_DOC_NUMBER = 1001


class Company:
    """One company's books. Everything is in memory and single-threaded: an operation runs to its end.

    `seed` is what the company started with; it and the effects of `operations` are all of its history.
    """

    def __init__(self, realm_id: str, entities: Mapping[str, Entity]) -> None:
        self.realm_id = realm_id
        self.entities = entities
        self.clock = Clock()
        self.settings = Settings()
        self.names = NameSpaces()
        self.general_ledger = GeneralLedger()
        self.operations = Operations()
        self.files = Files()
        self.seed: list[Effects] = []
        self._shelves = {name: Shelf(entity, self.names) for name, entity in entities.items()}
        self._last_ids: defaultdict[str, int] = defaultdict(int)
        self._last_numbers: defaultdict[str, int] = defaultdict(lambda: FIRST_DOC_NUMBER - 1)
        self._references: dict[tuple[str, str, str], JsonObject] = {}

    def apply(self, effects: Effects) -> None:
        """Make the changes of one operation; this is the only way into the books."""
        for name, txn_id, entries in effects.posted:
            self.general_ledger.post(name, txn_id, entries)
        for name, state in effects.stored:
            entity = self.entities[name]
            self._shelves[name].put(state)
            self._id_used(entity.id_space, state["Id"])
            if entity.family is Family.TRANSACTION:
                self._number_used(entity.number_space, state.get("DocNumber"))
        for name, object_id, stub in effects.removed:
            self._shelves[name].remove(object_id, stub)

    def shelf(self, entity: str) -> Shelf:
        """The objects of one entity."""
        return self._shelves[entity]

    def find(self, entity: str, object_id: str) -> JsonObject | None:
        """The object as it is stored."""
        return self._shelves[entity].get(object_id)

    def next_id(self, space: str) -> str:
        """An id no object of the space ever had."""
        self._last_ids[space] += 1
        return str(self._last_ids[space])

    def _id_used(self, space: str, object_id: str) -> None:
        """Ids go on after those the seed has written down."""
        if object_id.isdigit() and int(object_id) > self._last_ids[space]:
            self._last_ids[space] = int(object_id)

    def next_doc_number(self, space: str) -> str:
        """The number QBO gives by itself: the last one and one more."""
        return str(self._last_numbers[space] + 1)

    def _number_used(self, space: str, number: str | None) -> None:
        """QBO counts on from the highest number there is."""
        if number and number.isdecimal() and len(number) < len("1000000000"):
            self._last_numbers[space] = max(self._last_numbers[space], int(number))

    def reference(self, entity: str, object_id: str, name: str) -> JsonObject:
        """The reference to an object under its present name: one for all who refer to it."""
        key = (entity, object_id, name)
        return self._references.setdefault(key, {"value": object_id, "name": name})

    @property
    def preferences(self) -> JsonObject:
        """The company's preferences, as QBO shows them."""
        return self._single("Preferences")

    @property
    def info(self) -> JsonObject:
        """The company's name and addresses."""
        return self._single("CompanyInfo")

    def _single(self, entity: str) -> JsonObject:
        return next(iter(self._shelves[entity].all()))

    def refuse_single_currency(self) -> None:
        """QBO: 6000, in a company of one currency."""
        if not self.has_several_currencies:
            raise business("Multi Currency should be enabled to perform this operation")

    @property
    def has_several_currencies(self) -> bool:
        """Whether the company keeps more than its home currency."""
        return bool(self.preferences["CurrencyPrefs"].get("MultiCurrencyEnabled"))

    def currency(self, stated: JsonObject | None = None) -> JsonObject:
        """The reference to a currency by its name; if none is stated, to the one the books are kept in.

        QBO: 6000 for another than that, in a company of one currency.
        """
        home = self.preferences["CurrencyPrefs"]["HomeCurrency"]
        reference = stated or home
        code = reference["value"]
        if code != home["value"]:
            self.refuse_single_currency()
        return self.reference("", code, str(CURRENCIES.get(code) or reference.get("name") or code))

    @property
    def receivables(self) -> str:
        """Id of the accounts receivable."""
        return self.account_for("AccountsReceivable")

    @property
    def payables(self) -> str:
        """Id of the accounts payable."""
        return self.account_for("AccountsPayable")

    @property
    def undeposited_funds(self) -> str:
        """Id of the account where payments wait for their deposit."""
        return self.account_for("UndepositedFunds")

    def account_for(self, subtype: str) -> str:
        """Id of the first account of that detail type."""
        ids = self._shelves["Account"].ids_by("AccountSubType", subtype)
        if not ids:
            raise business(f"There is no account of type {subtype} in this company.")
        return next(iter(ids))

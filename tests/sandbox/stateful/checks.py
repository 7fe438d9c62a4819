"""What must be true of a company's books after whatever was done to them."""

from collections import defaultdict
from decimal import Decimal

from sandbox.books.company import Company
from sandbox.books.general_ledger import Entry
from sandbox.entities.registry import ENTITIES
from tests.sandbox.stateful.realm import Body, Realm, linked_sum

ZERO = Decimal(0)
OWED = (
    ("Invoice", "Payment"),
    ("CreditMemo", "Payment"),
    ("Bill", "BillPayment"),
    ("VendorCredit", "BillPayment"),
)


def check_all(realm: Realm) -> None:
    trial_balance_is_balanced(realm)
    balances_are_totals_less_applications(realm)
    payments_are_never_overdrawn(realm)
    control_accounts_are_the_sums_of_what_is_open(realm)
    voided_is_worth_nothing(realm)
    names_are_todays(realm)
    tokens_only_grow(realm)
    ids_are_given_once(realm)
    the_ledger_misses_nothing(realm)


def trial_balance_is_balanced(realm: Realm) -> None:
    turnover = realm.company.general_ledger.turnover().values()
    assert sum(each.debits for each in turnover) == sum(each.credits for each in turnover)
    balances = [realm.company.general_ledger.balance(each["Id"]) for each in realm.all("Account")]
    assert sum(balances) == ZERO


def balances_are_totals_less_applications(realm: Realm) -> None:
    for kind, payer in OWED:
        payments = realm.all(payer)
        for each in realm.all(kind):
            applied = linked_sum(payments, kind, each["Id"])
            due = each["TotalAmt"] - each.get("Deposit", ZERO)
            assert each["Balance"] == due - applied, (kind, each["Id"])
            assert ZERO <= each["Balance"] <= each["TotalAmt"]
            tied = {tie["TxnId"] for tie in each["LinkedTxn"] if "Payment" in tie["TxnType"]}
            assert tied == {one["Id"] for one in payments if linked_sum([one], kind, each["Id"])}
            assert each.get("RemainingCredit", each["Balance"]) == each["Balance"]


def payments_are_never_overdrawn(realm: Realm) -> None:
    for each in realm.all("Payment"):
        assert each["UnappliedAmt"] == left_of(each, "Invoice", "CreditMemo") >= ZERO
    for each in realm.all("BillPayment"):
        assert left_of(each, "Bill", "VendorCredit") >= ZERO


def left_of(payment: Body, debt: str, credit: str) -> Decimal:
    amounts: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for line in payment["Line"]:
        amounts[line["LinkedTxn"][0]["TxnType"]] += line["Amount"]
    total: Decimal = payment["TotalAmt"]
    return total + amounts[credit] - amounts[debt]


def control_accounts_are_the_sums_of_what_is_open(realm: Realm) -> None:
    """Per customer and per vendor, whatever was posted on them by hand beside."""
    ledger = realm.company.general_ledger
    by_hand: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for entity, _, entry in ledger.entries():
        if entity in {"JournalEntry", "Deposit", "Purchase"}:
            by_hand["customer", entry.customer] += entry.amount
            by_hand["vendor", entry.vendor] -= entry.amount
    for customer in realm.all("Customer"):
        owed = open_of(realm, "CustomerRef", customer["Id"], ("Invoice", "CreditMemo", "Payment"))
        assert ledger.receivable(customer["Id"]) == owed + by_hand["customer", customer["Id"]]
    for vendor in realm.all("Vendor"):
        owed = open_of(realm, "VendorRef", vendor["Id"], ("Bill", "VendorCredit", "BillPayment"))
        assert ledger.payable(vendor["Id"]) == owed + by_hand["vendor", vendor["Id"]]
    receivable = sum((ledger.receivable(each["Id"]) for each in realm.all("Customer")), start=ZERO)
    assert ledger.balance(realm.company.receivables) == receivable
    payable = sum((ledger.payable(each["Id"]) for each in realm.all("Vendor")), start=ZERO)
    assert -ledger.balance(realm.company.payables) == payable


def open_of(realm: Realm, party: str, party_id: str, kinds: tuple[str, str, str]) -> Decimal:
    debt, credit, payer = kinds

    def theirs(kind: str) -> list[Body]:
        return [each for each in realm.all(kind) if each[party]["value"] == party_id]

    debts = sum((each["Balance"] for each in theirs(debt)), start=ZERO)
    credits_ = sum((each["Balance"] for each in theirs(credit)), start=ZERO)
    return debts - credits_ - sum((left_of(each, debt, credit) for each in theirs(payer)), start=ZERO)


def voided_is_worth_nothing(realm: Realm) -> None:
    for entity in ("Invoice", "Payment", "SalesReceipt", "BillPayment"):
        for each in realm.all(entity):
            if each.get("PrivateNote", "").startswith("Voided") and not each["TotalAmt"]:
                assert realm.company.general_ledger.entries_of(entity, each["Id"]) == ()
                assert not [tie for tie in each["LinkedTxn"] if "Payment" in tie["TxnType"]]


def names_are_todays(realm: Realm) -> None:
    for each in realm.all("Customer"):
        above = realm.company.find("Customer", each["ParentRef"]["value"]) if "ParentRef" in each else None
        path = f"{above['FullyQualifiedName']}:" if above else ""
        assert each["FullyQualifiedName"] == path + each["DisplayName"]
    for each in realm.all("Invoice", "Payment", "CreditMemo", "Estimate"):
        customer = realm.company.find("Customer", each["CustomerRef"]["value"])
        assert customer is not None
        assert each["CustomerRef"]["name"] == customer["FullyQualifiedName"]


def tokens_only_grow(realm: Realm) -> None:
    for entity in ENTITIES:
        for each in realm.all(entity):
            key, token = (entity, each["Id"]), int(each["SyncToken"])
            assert token >= realm.tokens.get(key, 0)
            realm.tokens[key] = token


def ids_are_given_once(realm: Realm) -> None:
    """Not even to what was deleted since."""
    for operation in realm.company.operations.since(realm.copied, 10_000):
        if operation.operation == "create":
            key = (ENTITIES[operation.entity].id_space, operation.id)
            assert key not in realm.ids, key
            realm.ids.add(key)


def the_ledger_misses_nothing(realm: Realm) -> None:
    """A copy of the company that does what the ledger says is the company."""
    realm.catch_up()
    for entity in ENTITIES:
        shelf, copy = realm.company.shelf(entity), realm.copy.shelf(entity)
        assert list(copy.all()) == list(shelf.all()), entity
        assert copy.deleted == shelf.deleted
    assert postings_of(realm.copy) == postings_of(realm.company)
    assert [each.sequence for each in realm.company.operations] == list(range(1, realm.copied + 1))


def postings_of(company: Company) -> dict[tuple[str, str], list[Entry]]:
    entries: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entity, txn, entry in company.general_ledger.entries():
        entries[entity, txn].append(entry)
    return dict(entries)

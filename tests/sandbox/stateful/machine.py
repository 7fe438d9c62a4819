"""Random days in two companies' books: what clients and people do, in any order."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sandbox.books.text import operation_text, read_operation
from tests.sandbox.stateful.bodies import (
    CENTS,
    CLOSED,
    DAYS,
    DELETABLE,
    OPENING,
    PICKS,
    REALMS,
    SALES,
    SALES_LINES,
    SHARES,
    VOIDABLE,
    discount,
    expense,
    known,
    sales_line,
    tie,
)
from tests.sandbox.stateful.checks import check_all
from tests.sandbox.stateful.realm import Body, Realm, ref


class Books(RuleBasedStateMachine):
    """The first company leaves credits alone, the second applies them by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.realms = [Realm("1", auto_apply=False), Realm("2", auto_apply=True)]

    @initialize()
    def there_is_something_to_pay_and_to_pay_it_with(self) -> None:
        for realm in self.realms:
            for entity, body in OPENING:
                realm.write(entity, "create", body)

    @invariant()
    def the_books_are_right(self) -> None:
        for realm in self.realms:
            check_all(realm)

    def teardown(self) -> None:
        """What the ledger once told, it tells for ever, and to a file too: nothing was changed in place."""
        for realm in self.realms:
            assert [repr(each) for each in realm.company.operations] == realm.told
            for each in realm.company.operations:
                assert read_operation(operation_text(each)) == each

    @rule(number=REALMS, entity=SALES, pick=PICKS, lines=SALES_LINES, percent=st.integers(0, 60), day=DAYS)
    def sell(self, *, number: int, entity: str, pick: int, lines: list[Any], percent: int, day: str) -> None:
        realm = self.realms[number]
        body = {
            "CustomerRef": ref(realm.active("Customer", pick % 2)),
            "TxnDate": day,
            "Line": [*(sales_line(*each) for each in lines), *([discount(percent)] if percent % 2 else [])],
            "TxnTaxDetail": {"TxnTaxCodeRef": ref("2")},
            **({"DepositToAccountRef": ref("1")} if entity == "RefundReceipt" else {}),
            **({"Deposit": percent // 3} if entity == "Invoice" and percent % 3 == 0 else {}),
        }
        realm.write(entity, "create", body)

    @rule(number=REALMS, pick=PICKS, total=CENTS, shares=st.lists(st.tuples(PICKS, SHARES), max_size=3))
    def receive(self, number: int, pick: int, total: Decimal, shares: list[tuple[int, Decimal]]) -> None:
        """A payment over some invoices and credit memos, some of which may be another's, or settled."""
        realm = self.realms[number]
        lines = [
            tie(*chosen, share) for at, share in shares if (chosen := realm.pick(at, "Invoice", "CreditMemo"))
        ]
        chosen = realm.pick(pick, "Invoice")
        customer = chosen[1]["CustomerRef"] if chosen else ref(realm.active("Customer", pick))
        realm.write("Payment", "create", {"CustomerRef": customer, "TotalAmt": total, "Line": lines})

    @rule(number=REALMS, pick=PICKS, share=SHARES)
    def settle_exactly(self, number: int, pick: int, share: Decimal) -> None:
        """A payment that fits: applied to one invoice, so much of it."""
        realm = self.realms[number]
        chosen = realm.pick(pick, "Invoice")
        if chosen is not None:
            line = tie(*chosen, share)
            body = {"CustomerRef": chosen[1]["CustomerRef"], "TotalAmt": line["Amount"] + 1, "Line": [line]}
            realm.write("Payment", "create", body)

    @rule(number=REALMS, pick=PICKS, price=CENTS, share=SHARES, gone=st.sampled_from(["", "void", "delete"]))
    def pay_for_a_job(self, number: int, pick: int, price: Decimal, share: Decimal, gone: str) -> None:
        """A sub-customer's invoice, paid by its parent; and then perhaps not there any more."""
        realm = self.realms[number]
        jobs = [each for each in realm.all("Customer") if each["Active"] and "ParentRef" in each]
        if not jobs:
            parent = ref(realm.active("Customer", pick))
            realm.write("Customer", "create", {"DisplayName": f"Job {pick}", "ParentRef": parent})
            return
        job = jobs[pick % len(jobs)]
        body = {"CustomerRef": ref(job["Id"]), "Line": [sales_line("3", price, 2)]}
        invoice = realm.write("Invoice", "create", body)
        if invoice is not None:
            payer, line = job["ParentRef"], tie("Invoice", invoice, share)
            realm.write("Payment", "create", {"CustomerRef": payer, "TotalAmt": price * 3, "Line": [line]})
            if gone:
                realm.write("Invoice", gone, known(realm.company.find("Invoice", invoice["Id"]) or invoice))

    @rule(number=REALMS, pick=PICKS, other=PICKS, gone=st.sampled_from(["", "Invoice", "CreditMemo"]))
    def apply_credit(self, number: int, pick: int, other: int, gone: str) -> None:
        """A payment of nothing that ties a credit memo to an invoice of the same customer.

        And then, perhaps, one of the two is gone.
        """
        realm = self.realms[number]
        memo = realm.pick(pick, "CreditMemo")
        if memo is None:
            return
        theirs = [each for each in realm.all("Invoice") if each["CustomerRef"] == memo[1]["CustomerRef"]]
        if theirs:
            invoice = theirs[other % len(theirs)]
            amount = min(invoice["Balance"], memo[1]["Balance"])
            lines = [
                {**tie(kind, each, Decimal(0)), "Amount": amount}
                for kind, each in (("Invoice", invoice), memo)
            ]
            body = {"CustomerRef": invoice["CustomerRef"], "TotalAmt": 0, "Line": lines}
            realm.write("Payment", "create", body)
            target = {"Invoice": invoice, "CreditMemo": memo[1]}.get(gone)
            if target is not None:
                stored = realm.company.find(gone, target["Id"]) or target
                done = realm.write(gone, "delete", known(stored))
                assert done or realm.refusals[-1] == CLOSED, "what credits are applied to can be deleted"

    @rule(number=REALMS, pick=PICKS, lines=SALES_LINES, sparse=st.booleans())
    def rewrite_a_sale(self, number: int, pick: int, lines: list[Any], *, sparse: bool) -> None:
        realm = self.realms[number]
        chosen = realm.pick(pick, "Invoice", "CreditMemo", "SalesReceipt")
        if chosen is not None:
            entity, stored = chosen
            whole = {} if sparse else {"CustomerRef": stored["CustomerRef"], "DocNumber": "N"}
            ties = [{"TxnId": each["Id"], "TxnType": "Estimate"} for each in realm.all("Estimate")[:2]]
            body = known(stored, sparse=sparse, Line=[sales_line(*each) for each in lines], **whole)
            realm.write(entity, "update", {**body, "LinkedTxn": ties})

    @rule(number=REALMS, pick=PICKS, kept=st.integers(0, 2), sparse=st.booleans(), more=CENTS)
    def rewrite_a_payment(self, number: int, pick: int, kept: int, *, sparse: bool, more: Decimal) -> None:
        """Some of its lines only: the others are dropped, and what they paid is open again."""
        realm = self.realms[number]
        chosen = realm.pick(pick, "Payment", "BillPayment")
        if chosen is not None:
            entity, stored = chosen
            total = stored["TotalAmt"] + more
            body = known(stored, sparse=sparse, Line=stored["Line"][:kept], TotalAmt=total)
            realm.write(entity, "update", body if sparse else {**stored, **body})

    @rule(number=REALMS, pick=PICKS, note=st.sampled_from(["banked", "", None]))
    def note(self, number: int, pick: int, note: str | None) -> None:
        realm = self.realms[number]
        chosen = realm.pick(pick, *DELETABLE)
        if chosen is not None:
            restated = {key: chosen[1][key] for key in ("VendorRef", "PaymentType") if key in chosen[1]}
            realm.write(chosen[0], "update", known(chosen[1], sparse=True, PrivateNote=note, **restated))

    @rule(number=REALMS, pick=PICKS, stale=st.booleans())
    def void(self, number: int, pick: int, *, stale: bool) -> None:
        realm = self.realms[number]
        chosen = realm.pick(pick, *VOIDABLE)
        if chosen is not None:
            realm.write(chosen[0], "void", known(chosen[1]) | ({"SyncToken": "99"} if stale else {}))

    @rule(number=REALMS, pick=PICKS)
    def delete(self, number: int, pick: int) -> None:
        realm = self.realms[number]
        chosen = realm.pick(pick, *DELETABLE)
        if chosen is not None:
            realm.write(chosen[0], "delete", known(chosen[1]))

    @rule(number=REALMS, picks=st.lists(PICKS, min_size=1, max_size=3))
    def deposit(self, number: int, picks: list[int]) -> None:
        realm = self.realms[number]
        chosen = [each for at in picks if (each := realm.pick(at, "Payment", "SalesReceipt"))]
        realm.edit(edit="deposit", payments=[each["Id"] for _, each in chosen])

    @rule(number=REALMS, entity=st.sampled_from(["Bill", "VendorCredit"]), pick=PICKS, amount=CENTS, day=DAYS)
    def buy(self, number: int, entity: str, pick: int, amount: Decimal, day: str) -> None:
        realm = self.realms[number]
        vendor = ref(realm.active("Vendor", pick))
        body = {"VendorRef": vendor, "TxnDate": day, "Line": [expense(amount), expense(Decimal(1), "22")]}
        realm.write(entity, "create", body)

    @rule(number=REALMS, picks=st.lists(st.tuples(PICKS, SHARES), min_size=1, max_size=3), total=CENTS)
    def pay(self, number: int, picks: list[tuple[int, Decimal]], total: Decimal) -> None:
        realm = self.realms[number]
        chosen = [(each, share) for at, share in picks if (each := realm.pick(at, "Bill", "VendorCredit"))]
        if chosen:
            body = {
                "VendorRef": chosen[0][0][1]["VendorRef"],
                "PayType": "Check",
                "CheckPayment": {"BankAccountRef": ref("1")},
                "TotalAmt": total,
                "Line": [tie(*each, share) for each, share in chosen],
            }
            realm.write("BillPayment", "create", body)

    @rule(number=REALMS, pick=PICKS, debit=CENTS, credit=CENTS, equal=st.booleans())
    def journal(self, number: int, pick: int, debit: Decimal, credit: Decimal, *, equal: bool) -> None:
        realm = self.realms[number]
        party = {"Type": "Customer", "EntityRef": ref(realm.active("Customer", pick))}
        lines = [("Debit", "3", debit, {"Entity": party}), ("Credit", "7", debit if equal else credit, {})]
        detail = "JournalEntryLineDetail"
        body = {
            "Line": [
                {"Amount": amount, detail: {"PostingType": posting, "AccountRef": ref(account), **named}}
                for posting, account, amount, named in lines
            ]
        }
        made = realm.write("JournalEntry", "create", body)
        assert (made is not None) == (equal or debit == credit)

    @rule(number=REALMS, amount=CENTS, credit=st.booleans())
    def spend(self, number: int, amount: Decimal, *, credit: bool) -> None:
        body = {
            "PaymentType": "CreditCard",
            "AccountRef": ref("42"),
            "Credit": credit,
            "Line": [expense(amount)],
        }
        self.realms[number].write("Purchase", "create", body)
        between = {"FromAccountRef": ref("1"), "ToAccountRef": ref("2"), "Amount": amount}
        self.realms[number].write("Transfer", "create", between)

    @rule(number=REALMS, pick=PICKS, name=st.sampled_from(["Ann", "Bob", "Harbour Cafe", "Ann (deleted)"]))
    def rename(self, number: int, pick: int, name: str) -> None:
        realm = self.realms[number]
        realm.edit(edit="rename", entity="Customer", id=realm.active("Customer", pick), name=name)

    @rule(number=REALMS, pick=PICKS, active=st.booleans())
    def retire(self, number: int, pick: int, *, active: bool) -> None:
        realm = self.realms[number]
        everyone = realm.all("Customer")
        chosen = everyone[pick % len(everyone)]["Id"]
        if active or sum(each["Active"] for each in everyone) > 2:
            realm.edit(edit="activate" if active else "inactivate", entity="Customer", id=chosen)

    @rule(number=REALMS, pick=PICKS, into=PICKS)
    def merge(self, number: int, pick: int, into: int) -> None:
        realm = self.realms[number]
        if sum(each["Active"] for each in realm.all("Customer")) > 2:
            ids = realm.active("Customer", pick), realm.active("Customer", into)
            realm.edit(edit="merge", entity="Customer", id=ids[0], into=ids[1])

    @rule(
        number=REALMS,
        name=st.sampled_from(["Cy", "Di", "Ed"]),
        opening=CENTS,
        parent=st.booleans(),
        pick=PICKS,
    )
    def welcome(self, number: int, name: str, opening: Decimal, *, parent: bool, pick: int) -> None:
        realm = self.realms[number]
        above = {"ParentRef": ref(realm.active("Customer", pick))} if parent else {}
        realm.write("Customer", "create", {"DisplayName": name, "Balance": opening, **above})

    @rule(number=REALMS, date=st.sampled_from([None, "2026-01-10"]))
    def close_or_open_the_books(self, number: int, date: str | None) -> None:
        self.realms[number].edit(edit="close_books", date=date)

    @rule(number=REALMS, pick=PICKS, lines=SALES_LINES)
    def repeat_a_request(self, number: int, pick: int, lines: list[Any]) -> None:
        """The same id again is the same answer, and nothing is done twice."""
        realm = self.realms[number]
        request = realm.next_request()
        body = {
            "CustomerRef": ref(realm.active("Customer", pick)),
            "Line": [sales_line(*each) for each in lines],
        }
        first = realm.write("Invoice", "create", body, request)
        done = len(realm.company.operations)
        assert realm.write("Invoice", "create", body, request) == first
        assert len(realm.company.operations) == done

    @rule(number=REALMS, picks=st.lists(st.tuples(PICKS, CENTS), min_size=1, max_size=4))
    def repeat_a_batch(self, number: int, picks: list[tuple[int, Decimal]]) -> None:
        """Mixed items, some of which fail; sent twice, executed once, save the failed."""
        realm = self.realms[number]
        items: list[Body] = []
        for position, (pick, amount) in enumerate(picks):
            customer = ref(realm.active("Customer", pick) if pick % 3 else "4711")
            body = {"CustomerRef": customer, "TotalAmt": amount}
            items.append({"bId": str(position), "operation": "create", "Payment": body})
        items.append({"bId": "q", "Query": "select count(*) from Payment"})
        request = realm.next_request()
        first = realm.batch(items, request)
        done = len(realm.company.operations)
        assert realm.batch(items, request) == first
        assert len(realm.company.operations) == done

"""What every ledger promises."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from decimal import Decimal
from itertools import count
from typing import Protocol

import pytest

from domain.model.books import LedgerRef, Marker
from domain.model.commands import Command, PostCustomer, PostInvoice, PostPayment, Write
from domain.model.outcomes import (
    Applied,
    Held,
    HoldReason,
    Outcome,
    RefusalReason,
    Refused,
    Unknown,
)
from domain.model.questions import (
    AccountWithId,
    CustomerEmailed,
    CustomerLike,
    CustomerNamed,
    CustomerWithId,
    EmployeeNamed,
    Everything,
    InvoiceNumbered,
    InvoiceWithId,
    ItemWithId,
    LedgerList,
    PaymentMethodWithId,
    PaymentReferenced,
    PaymentWithId,
    TaxCodeWithId,
    VendorNamed,
)
from domain.model.records import Discount
from domain.ports.ledger import Ledger, QuestionsUnanswered
from tests.builders import a_contact, a_line, a_payment, an_invoice, changed, new_id

_numbers = count(1)


class Books(Protocol):
    """The far side of a ledger: what a person could see and do there."""

    item_id: str
    category_id: str
    account_id: str
    method_id: str
    tax_code_id: str

    def made(self, entity: str) -> list[str]:
        """Return the ids of what was made through the ledger, oldest first."""
        ...

    def add_vendor(self, name: str) -> None: ...

    def add_employee(self, name: str) -> None: ...

    def inactivate_customer(self, customer_id: str) -> None: ...

    def inactivate_item(self, item_id: str) -> None: ...

    def lose_next_answer(self) -> None:
        """Carry out the next write, and let nobody know."""
        ...

    def throttle(self) -> None:
        """Refuse every call from now on."""
        ...


def ref_of(outcome: Outcome) -> LedgerRef:
    assert isinstance(outcome, Applied), outcome
    return outcome.ref


def look_of(ref: LedgerRef) -> tuple[str, str]:
    """How the object looked to whoever wrote or read it."""
    assert ref.imprint
    return ref.imprint.form, ref.imprint.digest


class Clerk:
    """Writes by commands, each under a request id of its own, and expects it to work."""

    def __init__(self, ledger: Ledger, item_id: str) -> None:
        self.ledger = ledger
        self.item_id = item_id

    def write(self, command: Command, request_id: str | None = None) -> Write:
        return Write(
            request_id=request_id or f"r-{next(_numbers)}-{new_id().hex[:16]}",
            draft=self.ledger.draft(command),
        )

    async def send(self, *commands: Command) -> list[Outcome]:
        return list(await self.ledger.write([self.write(command) for command in commands]))

    async def post(self, command: Command) -> LedgerRef:
        (outcome,) = await self.send(command)
        return ref_of(outcome)

    def customer(self, name: str, *, replaces: LedgerRef | None = None) -> PostCustomer:
        return PostCustomer(contact=a_contact(organisation=name), marker=a_marker(), replaces=replaces)

    def invoice(self, customer: LedgerRef, **fields: object) -> PostInvoice:
        invoice = changed(an_invoice(number=f"I-{next(_numbers)}"), fields)
        return PostInvoice(invoice=invoice, customer_id=customer.id, items=(self.item_id,), marker=a_marker())

    def payment(
        self, customer: LedgerRef, *applied: tuple[LedgerRef, str], replaces: LedgerRef | None = None
    ) -> PostPayment:
        return PostPayment(
            payment=a_payment(reference=f"P-{next(_numbers)}"),
            customer_id=customer.id,
            applied=tuple((invoice.id, Decimal(amount)) for invoice, amount in applied),
            marker=a_marker(),
            replaces=replaces,
        )


def a_marker() -> Marker:
    return Marker(record_id=new_id(), source_version=7)


class LedgerContract(ABC):
    """A subclass gives a ledger and the books behind it, with one product or service in them."""

    @pytest.fixture
    @abstractmethod
    def books(self) -> Books: ...

    @pytest.fixture
    @abstractmethod
    def ledger(self, books: Books) -> Ledger: ...

    @pytest.fixture
    def clerk(self, ledger: Ledger, books: Books) -> Clerk:
        return Clerk(ledger, books.item_id)

    async def test_the_same_command_makes_the_same_draft(self, clerk: Clerk) -> None:
        command = clerk.customer("Acme")
        assert clerk.ledger.draft(command) == clerk.ledger.draft(replace(command))

    async def test_nothing_to_ask_and_nothing_to_write_is_nothing(self, ledger: Ledger) -> None:
        assert (await ledger.ask([])).answers == {}
        assert list(await ledger.write([])) == []

    async def test_questions_that_nothing_answers_are_answered_with_nothing(self, ledger: Ledger) -> None:
        questions = (
            CustomerNamed(name="Nobody"),
            CustomerWithId(id="999999"),
            InvoiceNumbered(number="Nothing"),
            InvoiceWithId(id="not an id"),
            PaymentReferenced(reference="None", customer_id="1"),
            PaymentWithId(id="999999"),
            ItemWithId(id="999999"),
            ItemWithId(id="TAX"),
            AccountWithId(id="999999"),
            PaymentMethodWithId(id="999999"),
            TaxCodeWithId(id="NOTAX"),
            CustomerEmailed(email="nobody@acme.example"),
            CustomerLike(word="nobodyatall"),
            VendorNamed(name="Nobody"),
            EmployeeNamed(name="Nobody"),
        )
        assert (await ledger.ask(questions)).answers == dict.fromkeys(questions, ())

    @pytest.mark.parametrize(
        ("name", "asked"),
        [
            pytest.param("Blue Bakery", "  bLUE bAKERY ", id="whatever the case and the outer spaces"),
            pytest.param("O'Neil's \"Inn\"", "O'Neil's \"Inn\"", id="with quotes"),
            pytest.param("Back\\slash \\' Co", "Back\\slash \\' Co", id="with backslashes"),
            pytest.param("100 % Müller, 東京", "100 % MÜLLER, 東京", id="beyond ASCII"),
        ],
    )
    async def test_a_customer_is_found_by_its_name(self, clerk: Clerk, name: str, asked: str) -> None:
        command = clerk.customer(name)
        ref = await clerk.post(command)
        question = CustomerNamed(name=asked)
        (found,) = (await clerk.ledger.ask([question])).customers(question)
        assert (found.ref.id, found.name, found.active, found.currency) == (ref.id, name, True, "USD")
        assert found.marker == command.marker

    async def test_an_inactive_customer_is_found_by_its_id(self, clerk: Clerk, books: Books) -> None:
        ref = await clerk.post(clerk.customer("Closed Bakery"))
        books.inactivate_customer(ref.id)
        question = CustomerWithId(id=ref.id)
        (found,) = (await clerk.ledger.ask([question])).customers(question)
        assert not found.active

    async def test_a_customer_is_found_by_its_address_and_by_a_word_of_its_name(
        self, clerk: Clerk, books: Books
    ) -> None:
        command = clerk.customer("Blue Quayside Bakery")
        contact = replace(command.contact, email="office@quay.example")
        ref = await clerk.post(replace(command, contact=contact))
        books.inactivate_customer(ref.id)
        emailed = CustomerEmailed(email="Office@Quay.example")
        like, unlike = CustomerLike(word="quaysid"), CustomerLike(word="quaint")
        facts = await clerk.ledger.ask([emailed, like, unlike])
        (found,) = facts.customers(emailed)
        assert (found.ref.id, found.email, found.active) == (ref.id, "office@quay.example", False)
        assert facts.customers(like) == (found,)
        assert facts.customers(unlike) == ()

    async def test_vendors_and_employees_are_found_by_their_names(self, ledger: Ledger, books: Books) -> None:
        books.add_vendor("Paper Mill")
        books.add_employee("Ann Lee")
        vendor, employee = VendorNamed(name=" paper MILL"), EmployeeNamed(name="ann lee ")
        neither = VendorNamed(name="Ann Lee")
        facts = await ledger.ask([vendor, employee, neither, CustomerNamed(name="Paper Mill")])
        held = [(each.ref.entity, each.name, each.active) for each in facts.others(vendor)]
        assert held == [("Vendor", "Paper Mill", True)]
        held = [(each.ref.entity, each.name, each.active) for each in facts.others(employee)]
        assert held == [("Employee", "Ann Lee", True)]
        assert facts.others(neither) == ()

    async def test_an_update_can_leave_a_customer_its_name(self, clerk: Clerk) -> None:
        made = await clerk.post(clerk.customer("Their Own Name"))
        update = replace(clerk.customer("Ours"), replaces=made, keeps_name=True)
        await clerk.post(update)
        question = CustomerWithId(id=made.id)
        (found,) = (await clerk.ledger.ask([question])).customers(question)
        assert found.name == "Their Own Name"

    async def test_an_item_is_found_by_its_id(self, ledger: Ledger, books: Books) -> None:
        question = ItemWithId(id=books.item_id)
        (found,) = (await ledger.ask([question])).items(question)
        assert (found.ref.id, found.active) == (books.item_id, True)
        assert (found.type, found.income_account is not None) == ("Service", True)

    async def test_an_inactive_item_is_found_by_its_id(self, ledger: Ledger, books: Books) -> None:
        books.inactivate_item(books.item_id)
        question = ItemWithId(id=books.item_id)
        (found,) = (await ledger.ask([question])).items(question)
        assert not found.active

    async def test_a_category_is_found_as_one(self, ledger: Ledger, books: Books) -> None:
        question = ItemWithId(id=books.category_id)
        (found,) = (await ledger.ask([question])).items(question)
        assert (found.type, found.income_account) == ("Category", None)

    async def test_accounts_payment_methods_and_tax_codes_are_found_by_their_ids(
        self, ledger: Ledger, books: Books
    ) -> None:
        account, method = AccountWithId(id=books.account_id), PaymentMethodWithId(id=books.method_id)
        tax_code, taxable = TaxCodeWithId(id=books.tax_code_id), TaxCodeWithId(id="TAX")
        facts = await ledger.ask([account, method, tax_code, taxable])
        (found,) = facts.accounts(account)
        assert (found.ref.id, found.type, found.active) == (books.account_id, "Income", True)
        assert [each.ref.id for each in facts.payment_methods(method)] == [books.method_id]
        assert [each.ref.id for each in facts.tax_codes(tax_code)] == [books.tax_code_id]
        assert [each.ref.id for each in facts.tax_codes(taxable)] == ["TAX"]

    @pytest.mark.parametrize("of", LedgerList)
    async def test_a_whole_list_has_all_that_is_active(
        self, ledger: Ledger, clerk: Clerk, books: Books, of: LedgerList
    ) -> None:
        closed, held = [await clerk.post(clerk.customer(name)) for name in ("Closed", "Held")]
        books.inactivate_customer(closed.id)
        question = Everything(of=of)
        found = {each.ref.id for each in (await ledger.ask([question])).everything(question)}
        expected = {
            LedgerList.ITEMS: {books.item_id, books.category_id},
            LedgerList.ACCOUNTS: {books.account_id},
            LedgerList.CUSTOMERS: {held.id},
            LedgerList.PAYMENT_METHODS: {books.method_id},
            LedgerList.TAX_CODES: {books.tax_code_id, "TAX"},
        }
        assert expected[of] <= found
        assert of is not LedgerList.CUSTOMERS or closed.id not in found

    async def test_an_invoice_is_found_by_number_and_by_id(self, clerk: Clerk) -> None:
        customer = await clerk.post(clerk.customer("Acme"))
        command = clerk.invoice(customer, number="Inv-'1'", memo="Thank you")
        ref = await clerk.post(command)
        by_number, by_id = InvoiceNumbered(number="INV-'1'"), InvoiceWithId(id=ref.id)
        facts = await clerk.ledger.ask([by_number, by_id])
        (found,) = facts.invoices(by_number)
        assert facts.invoices(by_id) == (found,)
        assert (found.ref, found.number, found.customer_id) == (ref, "Inv-'1'", customer.id)
        assert (found.total, found.balance) == (Decimal("350.00"), Decimal("350.00"))
        assert found.marker == command.marker

    async def test_a_discount_and_a_charged_tax_count_into_the_total(
        self, clerk: Clerk, books: Books
    ) -> None:
        customer = await clerk.post(clerk.customer("Acme"))
        lines = a_line(tax="state", tax_amount="28.00"), a_line()
        command = clerk.invoice(
            customer, lines=lines, discount=Discount(key="early-bird", amount=Decimal("50.00"))
        )
        (outcome,) = await clerk.send(
            replace(
                command,
                items=(books.item_id, books.item_id),
                tax_codes=(books.tax_code_id, None),
                discount_account=books.account_id,
            )
        )
        assert isinstance(outcome, Applied), outcome
        assert outcome.total == command.invoice.total == Decimal("678.00")

    async def test_a_payment_may_have_a_method(self, clerk: Clerk, books: Books) -> None:
        customer = await clerk.post(clerk.customer("Acme"))
        await clerk.post(replace(clerk.payment(customer), method=books.method_id))

    async def test_a_write_says_which_total_the_books_have(self, clerk: Clerk) -> None:
        customer = await clerk.post(clerk.customer("Acme"))
        (outcome,) = await clerk.send(clerk.invoice(customer))
        assert isinstance(outcome, Applied)
        assert outcome.total == Decimal("350.00")

    async def test_a_payment_lowers_the_balance_and_is_found_for_its_customer_alone(
        self, clerk: Clerk
    ) -> None:
        customer = await clerk.post(clerk.customer("Acme"))
        invoice = await clerk.post(clerk.invoice(customer))
        command = clerk.payment(customer, (invoice, "100.10"))
        ref = await clerk.post(command)
        reference = command.payment.reference
        theirs = PaymentReferenced(reference=reference.lower(), customer_id=customer.id)
        others = PaymentReferenced(reference=reference, customer_id="1")
        open_invoice = InvoiceWithId(id=invoice.id)
        facts = await clerk.ledger.ask([theirs, others, open_invoice, PaymentWithId(id=ref.id)])
        (found,) = facts.payments(theirs)
        assert facts.payments(others) == ()
        assert facts.payments(PaymentWithId(id=ref.id)) == (found,)
        assert (found.total, found.applied) == (Decimal("350.00"), ((invoice.id, Decimal("100.10")),))
        assert found.marker == command.marker
        assert facts.invoices(open_invoice)[0].balance == Decimal("249.90")

    async def test_what_is_paid_still_looks_as_it_was_written(self, clerk: Clerk) -> None:
        customer = await clerk.post(clerk.customer("Palace"))
        invoice = await clerk.post(clerk.invoice(customer))
        payment = await clerk.post(clerk.payment(customer, (invoice, "100.00")))
        questions = (
            CustomerWithId(id=customer.id),
            InvoiceWithId(id=invoice.id),
            PaymentWithId(id=payment.id),
        )
        facts = await clerk.ledger.ask(questions)
        found = [facts.answers[question][0].ref for question in questions]
        assert found[1].version != invoice.version
        assert [look_of(each) for each in found] == [look_of(each) for each in (customer, invoice, payment)]

    async def test_what_somebody_changed_looks_different(self, clerk: Clerk, books: Books) -> None:
        customer = await clerk.post(clerk.customer("Quarry"))
        renamed = await clerk.post(clerk.customer("Quarry Ltd", replaces=customer))
        assert look_of(renamed) != look_of(customer)
        books.inactivate_customer(customer.id)
        question = CustomerWithId(id=customer.id)
        (found,) = (await clerk.ledger.ask([question])).customers(question)
        assert look_of(found.ref) != look_of(renamed)

    async def test_an_update_of_a_payment_moves_it_to_other_invoices(self, clerk: Clerk) -> None:
        customer = await clerk.post(clerk.customer("Acme"))
        first = await clerk.post(clerk.invoice(customer))
        second = await clerk.post(clerk.invoice(customer))
        made = await clerk.post(clerk.payment(customer, (first, "350.00")))
        changed = await clerk.post(clerk.payment(customer, (second, "150.00"), replaces=made))
        assert changed.id == made.id
        assert changed.version != made.version
        questions = InvoiceWithId(id=first.id), InvoiceWithId(id=second.id)
        facts = await clerk.ledger.ask(questions)
        balances = [facts.invoices(question)[0].balance for question in questions]
        assert balances == [Decimal("350.00"), Decimal("200.00")]

    async def test_an_update_changes_the_object_and_its_version(self, clerk: Clerk, books: Books) -> None:
        made = await clerk.post(clerk.customer("Old Name"))
        changed = await clerk.post(clerk.customer("New Name", replaces=made))
        assert (changed.id, changed.version != made.version) == (made.id, True)
        question = CustomerNamed(name="New Name")
        (found,) = (await clerk.ledger.ask([question])).customers(question)
        assert found.ref == changed
        assert books.made("Customer") == [made.id]

    async def test_an_update_of_a_version_that_is_gone_is_refused(self, clerk: Clerk) -> None:
        made = await clerk.post(clerk.customer("Old Name"))
        await clerk.post(clerk.customer("New Name", replaces=made))
        (outcome,) = await clerk.send(clerk.customer("Newer Name", replaces=made))
        assert isinstance(outcome, Refused)
        assert outcome.reason is RefusalReason.CHANGED

    async def test_the_same_request_id_twice_leaves_one_object(self, clerk: Clerk, books: Books) -> None:
        write = clerk.write(clerk.customer("Acme"))
        (first,) = await clerk.ledger.write([write])
        (second,) = await clerk.ledger.write([write])
        assert ref_of(first) == ref_of(second)
        assert books.made("Customer") == [ref_of(first).id]

    async def test_a_lost_answer_is_unknown_and_comes_again_under_the_same_request_id(
        self, clerk: Clerk, books: Books
    ) -> None:
        write = clerk.write(clerk.customer("Acme"))
        books.lose_next_answer()
        (lost,) = await clerk.ledger.write([write])
        assert isinstance(lost, Unknown)
        (told,) = await clerk.ledger.write([write])
        assert books.made("Customer") == [ref_of(told).id]

    async def test_a_name_that_a_customer_has_is_taken_and_the_customer_named(self, clerk: Clerk) -> None:
        holder = await clerk.post(clerk.customer("Acme"))
        (outcome,) = await clerk.send(clerk.customer("ACME"))
        assert isinstance(outcome, Refused)
        assert (outcome.reason, outcome.object_id) == (RefusalReason.NAME_TAKEN, holder.id)

    async def test_a_name_that_a_vendor_has_is_taken_by_nobody_one_could_link(
        self, clerk: Clerk, books: Books
    ) -> None:
        books.add_vendor("Paper Mill")
        (outcome,) = await clerk.send(clerk.customer("Paper Mill"))
        assert isinstance(outcome, Refused)
        assert (outcome.reason, outcome.object_id) == (RefusalReason.NAME_TAKEN, None)

    async def test_a_number_that_is_used_is_taken_and_the_invoice_named(self, clerk: Clerk) -> None:
        customer = await clerk.post(clerk.customer("Acme"))
        holder = await clerk.post(clerk.invoice(customer, number="2026-1"))
        (outcome,) = await clerk.send(clerk.invoice(customer, number="2026-1"))
        assert isinstance(outcome, Refused)
        assert (outcome.reason, outcome.object_id) == (RefusalReason.NUMBER_TAKEN, holder.id)

    async def test_the_invoice_of_another_customer_cannot_be_paid(self, clerk: Clerk) -> None:
        owner = await clerk.post(clerk.customer("Owner"))
        payer = await clerk.post(clerk.customer("Payer"))
        invoice = await clerk.post(clerk.invoice(owner))
        (outcome,) = await clerk.send(clerk.payment(payer, (invoice, "350.00")))
        assert isinstance(outcome, Refused)
        assert outcome.reason is RefusalReason.CANNOT_BE_APPLIED

    async def test_each_write_stands_on_its_own_and_outcomes_in_their_order(
        self, clerk: Clerk, books: Books
    ) -> None:
        await clerk.post(clerk.customer("Taken"))
        names = [f"Member {number}" for number in range(12)]
        outcomes = await clerk.send(*(clerk.customer(name) for name in [*names[:6], "Taken", *names[6:]]))
        kinds = [type(outcome) for outcome in outcomes]
        assert kinds == [Applied] * 6 + [Refused] + [Applied] * 6
        questions = [CustomerNamed(name=name) for name in names]
        facts = await clerk.ledger.ask(questions)
        made = [ref_of(outcome) for outcome in outcomes if isinstance(outcome, Applied)]
        assert [facts.customers(question)[0].ref for question in questions] == made
        assert len(books.made("Customer")) == 13

    async def test_a_hold_keeps_every_write_back(self, clerk: Clerk, books: Books) -> None:
        books.throttle()
        outcomes = await clerk.send(*(clerk.customer(f"Member {number}") for number in range(30)))
        assert len(outcomes) == 30
        for outcome in outcomes:
            assert isinstance(outcome, Held)
            assert outcome.reason is HoldReason.RATE_LIMITED
            assert outcome.until is not None
        assert books.made("Customer") == []

    async def test_books_that_cannot_be_read_leave_the_questions_unanswered(
        self, ledger: Ledger, books: Books
    ) -> None:
        books.throttle()
        with pytest.raises(QuestionsUnanswered) as unanswered:
            await ledger.ask([CustomerNamed(name="Acme"), ItemWithId(id=books.item_id)])
        assert isinstance(unanswered.value.answer, Held)

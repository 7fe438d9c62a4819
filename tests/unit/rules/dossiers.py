"""Dossiers, and books to hold against them: `verdict_on(a_dossier(an_invoice()), a_held_invoice())`.

Unless a test says otherwise, what a record needs was submitted and is in the books: its
contact Acme Bakery as customer 61, the invoices of a payment as 145, 146 and so on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from itertools import count

from domain.model.attempts import Attempt
from domain.model.books import (
    LedgerCreditMemo,
    LedgerCustomer,
    LedgerInvoice,
    LedgerObject,
    LedgerPayment,
    Marker,
)
from domain.model.commands import Command, PostCreditMemo, PostCustomer, PostInvoice, PostPayment
from domain.model.dossiers import Dossier, KnownMappings, Need
from domain.model.facts import Facts
from domain.model.links import Link
from domain.model.log_entries import ErrorOutcome, LogEntry, Status, SyncError
from domain.model.mappings import MappingKey, MappingKind
from domain.model.records import Contact, Invoice, Payment, Record, RecordKey, RecordKind, needs
from domain.model.verdicts import Fail, Post, Verdict
from domain.rules.decide import decide, questions
from domain.rules.markers import marker_of
from tests.builders import (
    a_company,
    a_contact,
    a_credit,
    a_mapping,
    a_payment,
    a_ref,
    a_write_off,
    an_attempt,
    an_entry,
    an_invoice,
    later,
    new_id,
    stored,
)
from tests.fakes.books import FakeBooks

COMPANY = a_company()
ACME = a_contact(external_ref="c-17", organisation="Acme Bakery")
SOMEBODY_ELSE = "99"  # a customer that is not Acme Bakery
LINKS = {RecordKind.CONTACT: ("Customer", "61"), RecordKind.INVOICE: ("Invoice", "145")}


def a_dossier(
    of: Record,
    *,
    linked: str | None = None,
    contact: Contact | None = ACME,
    invoices: Collection[Invoice] = (),
    missing: Collection[RecordKey] = (),
    mapped: Collection[str] = ("dues-gold",),
    accounts: Collection[str] = ("4000",),
    taxes: Mapping[str, str] | None = None,
    discounts: Mapping[str, str] | None = None,
    methods: Mapping[str, str] | None = None,
    unsettled: Attempt | None = None,
    voided: bool = False,
    **fields: object,
) -> Dossier:
    """Make the dossier of a claimed entry.

    `linked` is the id of the record's own object, `contact` and `invoices` are what was
    submitted, `missing` is not in the books. The fee items in `mapped` all stand for item 12;
    the other mappings pair a key with an id. `fields` are the entry's.
    """
    entry = an_entry(stored(of, COMPANY), **({"status": Status.SYNCING, "lease_epoch": 1} | fields))
    submitted: dict[RecordKey, Record] = {each.key: each for each in (contact, *invoices) if each}
    ids = count()
    links = {key: _link(key, next(ids) if key.kind is RecordKind.INVOICE else 0) for key in needs(of)}
    return Dossier(
        entry=entry,
        record=of,
        link=_own_link(of, linked) if linked else None,
        needs={
            key: Need(record=submitted.get(key), link=None if key in missing else link)
            for key, link in links.items()
        },
        mappings=_known(
            {
                MappingKind.FEE_ITEM: dict.fromkeys(mapped, "12"),
                MappingKind.INCOME_ACCOUNT: dict.fromkeys(accounts, "12"),
                MappingKind.TAX: taxes or {},
                MappingKind.DISCOUNT: discounts or {},
                MappingKind.PAYMENT_METHOD: methods or {},
            }
        ),
        unsettled=unsettled,
        last_attempt_number=unsettled.number if unsettled else 0,
        voided=voided,
    )


def _known(kinds: Mapping[MappingKind, Mapping[str, str]]) -> KnownMappings:
    return KnownMappings(
        {
            MappingKey(kind, key): a_mapping(COMPANY, key, id_, kind=kind)
            for kind, ids in kinds.items()
            for key, id_ in ids.items()
        }
    )


def _link(key: RecordKey, further: int) -> Link:
    entity, first = LINKS[key.kind]
    return Link(company_id=COMPANY.id, record=key, ref=a_ref(entity, str(int(first) + further)))


def _own_link(of: Record, id_: str) -> Link:
    entities = {Contact: "Customer", Invoice: "Invoice", Payment: "Payment"}
    entity = entities.get(type(of), "CreditMemo")
    return Link(company_id=COMPANY.id, record=of.key, ref=a_ref(entity, id_))


def in_doubt(of: Record, **fields: object) -> Dossier:
    """Make the dossier of an entry that was sent once, and nobody knows what came of it."""
    attempt = an_attempt(an_entry(stored(of, COMPANY)), started_at=later(seconds=1))
    return a_dossier(of, unsettled=attempt, **({"attempts": 1} | fields))  # type: ignore[arg-type]  # a_dossier's own


def answers(dossier: Dossier, *held: LedgerObject) -> Facts:
    """Answer the dossier's questions, and no other, by what the books hold."""
    books = FakeBooks({each.ref.id: each for each in held})
    return Facts({question: books.answer(question) for question in questions(dossier)})


def verdict_on(dossier: Dossier, *held: LedgerObject) -> Verdict:
    return decide(dossier, answers(dossier, *held))


def commanded(verdict: Verdict) -> Command:
    assert isinstance(verdict, Post), verdict
    return verdict.command


def posted(verdict: Verdict) -> PostCustomer | PostInvoice | PostPayment | PostCreditMemo:
    command = commanded(verdict)
    assert isinstance(command, PostCustomer | PostInvoice | PostPayment | PostCreditMemo), command
    return command


def error_of(verdict: object) -> SyncError:
    assert isinstance(verdict, Fail), verdict
    return verdict.error


def told(verdict: object) -> tuple[str, str]:
    """Return the code and the message of a failure."""
    error = error_of(verdict)
    return error.code, error.message


def a_held_customer(name: str = "Acme Bakery", **fields: object) -> LedgerCustomer:
    """Make a customer of the books that a person entered."""
    given: dict[str, object] = {"ref": a_ref("Customer", "61"), "active": True, "currency": "USD"}
    return LedgerCustomer(name=name, **(given | fields))  # type: ignore[arg-type]  # its own fields


def a_held_invoice(number: str | None = "1001", **fields: object) -> LedgerInvoice:
    """Make an invoice of the books over 350.00, all of it open, that a person entered for Acme Bakery."""
    given: dict[str, object] = {"ref": a_ref("Invoice", "145"), "customer_id": "61"}
    total = Decimal("350.00")
    return LedgerInvoice(number=number, **({"total": total, "balance": total} | given | fields))  # type: ignore[arg-type]  # its own fields


def a_held_payment(reference: str | None = "CHK 1", **fields: object) -> LedgerPayment:
    """Make a payment of the books over 350.00 that a person entered for Acme Bakery."""
    given: dict[str, object] = {
        "ref": a_ref("Payment", "188"),
        "customer_id": "61",
        "total": Decimal("350.00"),
    }
    return LedgerPayment(reference=reference, **(given | fields))  # type: ignore[arg-type]  # its own fields


def a_held_memo(number: str | None = "CR-5", **fields: object) -> LedgerCreditMemo:
    """Make a credit memo of the books over 50.00, all of it open, that a person entered for Acme Bakery."""
    given: dict[str, object] = {"ref": a_ref("CreditMemo", "201"), "customer_id": "61"}
    total = Decimal("50.00")
    return LedgerCreditMemo(number=number, **({"total": total, "remaining": total} | given | fields))  # type: ignore[arg-type]  # its own fields


def mark(dossier: Dossier) -> Marker:
    """Return our tag, as this very entry writes it."""
    return marker_of(dossier)


def older_mark(dossier: Dossier) -> Marker:
    """Return our tag, as an earlier version of the record wrote it."""
    return Marker(record_id=dossier.entry.record_id, source_version=dossier.entry.source_version - 1)


def somebodys_mark() -> Marker:
    """Return our tag, as another record wrote it."""
    return Marker(record_id=new_id(), source_version=1)


def an_entry_that(status: Status, *, of: Record | None = None, **fields: object) -> LogEntry:
    return an_entry(stored(of or an_invoice(), COMPANY), status=status, **fields)


def unknown(error: SyncError) -> SyncError:
    """Return the error of a sending whose outcome nobody knows."""
    return SyncError(
        code=error.code, message=error.message, subject=error.subject, outcome=ErrorOutcome.UNCERTAIN
    )


RECORDS: tuple[Record, ...] = (
    ACME,
    an_invoice(ACME, number="1001"),
    a_payment(reference="CHK 1"),
    a_credit(reference="CR-5"),
    a_write_off(reference="CR-5"),
)

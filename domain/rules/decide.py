"""Decide what to do with one claimed entry: first what to ask, then what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from domain.model.attempts import Attempt
from domain.model.books import LedgerCreditMemo, LedgerCustomer, LedgerInvoice, LedgerPayment
from domain.model.commands import PostCreditMemo, PostInvoice, PostPayment
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.log_entries import MAX_ATTEMPTS
from domain.model.questions import Question
from domain.model.records import Contact, Credit, Invoice, Payment, Record, WriteOff
from domain.model.verdicts import Fail, GiveWay, Post, Resend, Verdict
from domain.rules import contacts, invoices, payments, reliefs, used, voids
from domain.rules.adopt import candidate_context
from domain.rules.refusals import outcome_unknown
from domain.rules.skipping import skipped
from domain.rules.versions import is_outdated, takes_back

Candidate = LedgerCustomer | LedgerInvoice | LedgerPayment | LedgerCreditMemo

RecordT = TypeVar("RecordT", bound=Record)
RecordT_contra = TypeVar("RecordT_contra", bound=Record, contravariant=True)


class Rules(Protocol[RecordT_contra]):
    """What the rules of each kind of record answer, one module a kind."""

    def blocker(self, record: RecordT_contra, dossier: Dossier, /) -> Verdict | None:
        """What our own data already decides, before the books are asked."""
        ...

    def questions(self, record: RecordT_contra, dossier: Dossier, /) -> tuple[Question, ...]:
        """What must be known of the books."""
        ...

    def traces(self, record: RecordT_contra, dossier: Dossier, /) -> tuple[Question, ...]:
        """Where our own work would be found, whatever our own data says about sending it today."""
        ...

    def candidates(self, record: RecordT_contra, dossier: Dossier, facts: Facts, /) -> Sequence[Candidate]:
        """What in the books may be this very record."""
        ...

    def landed(
        self, record: RecordT_contra, dossier: Dossier, unsettled: Attempt, facts: Facts, /
    ) -> Verdict | None:
        """What follows, if the books show that a sending of unknown outcome was applied; else None."""
        ...

    def decide(self, record: RecordT_contra, dossier: Dossier, facts: Facts, /) -> Verdict:
        """What to do by the books."""
        ...


@dataclass(frozen=True, slots=True)
class Case(Generic[RecordT]):
    """A record, what is known of it, and the rules that it goes by."""

    rules: Rules[RecordT]
    record: RecordT
    dossier: Dossier

    def blocked(self) -> Verdict | None:
        """What our own data decides."""
        if is_outdated(self.dossier):
            return GiveWay()
        return skipped(self.dossier) or self.rules.blocker(self.record, self.dossier)

    def questions(self) -> tuple[Question, ...]:
        """Nothing, when our own data decides already."""
        if self.dossier.unsettled:
            return self.rules.traces(self.record, self.dossier)
        if self.blocked():
            return ()
        return (*self.rules.questions(self.record, self.dossier), *used.questions(self.dossier))

    def decide(self, facts: Facts) -> Verdict:
        """An unknown outcome is settled before anything else is thought of."""
        if self.dossier.unsettled:
            return self._settle(self.dossier.unsettled, facts)
        return self.blocked() or self._by_the_books(facts)

    def _by_the_books(self, facts: Facts) -> Verdict:
        verdict = self.rules.decide(self.record, self.dossier, facts)
        match verdict:
            case Post(command=PostInvoice() | PostPayment() | PostCreditMemo()):
                error = used.refusal(self.dossier, facts)
                return Fail(error) if error else verdict
            case _:
                return verdict

    def _settle(self, unsettled: Attempt, facts: Facts) -> Verdict:
        """What was sent is found by what it left; else the same request id and the same bytes go out again.

        Whatever else the books or our data say now must wait for that answer: it may be about
        what the first sending did. When the attempts are used up, this was the last look.
        """
        if verdict := self.rules.landed(self.record, self.dossier, unsettled, facts):
            return verdict
        if self.dossier.entry.attempts >= MAX_ATTEMPTS:
            return Fail(outcome_unknown(self.dossier, unsettled, self._strangers(facts)))
        return Resend(unsettled)

    def _strangers(self, facts: Facts) -> dict[str, str]:
        """What it may be, and nobody here made: for a person to look at."""
        found = self.rules.candidates(self.record, self.dossier, facts)
        return candidate_context([each.ref.id for each in found if each.marker is None])


def case_of(dossier: Dossier) -> Case[Any]:
    """The rules for the entry's record; those of voids, whatever the kind, when it is taken back."""
    if takes_back(dossier):
        return Case(voids, dossier.record, dossier)
    match dossier.record:
        case Contact() as contact:
            return Case(contacts, contact, dossier)
        case Invoice() as invoice:
            return Case(invoices, invoice, dossier)
        case Payment() as payment:
            return Case(payments, payment, dossier)
        case Credit() | WriteOff() as relief:
            return Case(reliefs, relief, dossier)


def questions(dossier: Dossier) -> tuple[Question, ...]:
    """What must be known of the books."""
    return case_of(dossier).questions()


def decide(dossier: Dossier, facts: Facts) -> Verdict:
    """What to do now."""
    return case_of(dossier).decide(facts)


def blocked(dossier: Dossier) -> Verdict | None:
    """What our own data decides."""
    return case_of(dossier).blocked()

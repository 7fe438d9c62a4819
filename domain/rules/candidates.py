"""Which customers a contact may be, likeliest first; and who holds its name instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from domain.model.books import LedgerCustomer, LedgerOther
from domain.model.facts import Facts
from domain.model.questions import (
    CustomerEmailed,
    CustomerLike,
    CustomerNamed,
    EmployeeNamed,
    Question,
    VendorNamed,
)
from domain.model.records import Contact, RecordKey

MOST = 20
MOST_WORDS = 3  # one query each
SHORTEST_WORD = 3
SIMILAR = 0.6  # of difflib's ratio; "Acme Bakery" and "Acme Cakes" have 0.67

# They tell nobody apart, and half the books would answer to them.
COMMON = frozenset(
    {"and", "association", "chamber", "club", "company", "corp", "corporation", "gmbh", "group"}
    | {"inc", "incorporated", "limited", "llc", "llp", "ltd", "society", "the"}
)


class Why(StrEnum):
    """Why it is a candidate."""

    SAME_NAME = "same_name"
    SAME_EMAIL = "same_email"
    SIMILAR_NAME = "similar_name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A customer that the contact may be; `linked_to` is another contact that it is already."""

    customer: LedgerCustomer
    why: tuple[Why, ...]
    linked_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The likeliest first; `name_holder` has the contact's very name, whatever it is."""

    items: tuple[Candidate, ...]
    name_holder: LedgerCustomer | LedgerOther | None


def questions(contact: Contact) -> tuple[Question, ...]:
    """A handful, however long the name is."""
    name = contact.display_name
    emailed = (CustomerEmailed(email=contact.email),) if contact.email else ()
    alike = (CustomerLike(word=word) for word in significant_words(name))
    return (CustomerNamed(name=name), VendorNamed(name=name), EmployeeNamed(name=name), *emailed, *alike)


def significant_words(name: str) -> list[str]:
    """The longest words that say who it is."""
    words = dict.fromkeys(word for word in _words(name) if len(word) >= SHORTEST_WORD and word not in COMMON)
    return sorted(words, key=len, reverse=True)[:MOST_WORDS]


def candidates(contact: Contact, facts: Facts, holders: Mapping[str, RecordKey]) -> Candidates:
    """Rank what was found; `holders` maps the id of a customer to the record that is linked to it."""
    ranked = sorted(_reasons(contact, facts), key=lambda found: _rank(contact, *found))
    items = [
        Candidate(customer=customer, why=why, linked_to=_other(contact, holders.get(customer.ref.id)))
        for customer, why in ranked[:MOST]
    ]
    return Candidates(items=tuple(items), name_holder=_name_holder(contact, facts))


def found_customers(contact: Contact, facts: Facts) -> tuple[LedgerCustomer, ...]:
    """Every customer that answers a question about the contact, each once."""
    found = (
        customer
        for question in questions(contact)
        if isinstance(question, CustomerNamed | CustomerEmailed | CustomerLike)
        for customer in facts.customers(question)
    )
    return tuple({customer.ref.id: customer for customer in found}.values())


def similarity(one: str, other: str) -> float:
    """From 0 to 1, whatever the case, the punctuation and the order of the words."""
    return max(
        SequenceMatcher(None, " ".join(first), " ".join(second)).ratio()
        for first, second in (
            (_words(one), _words(other)),
            (sorted(_words(one)), sorted(_words(other))),
        )
    )


def _reasons(contact: Contact, facts: Facts) -> Iterable[tuple[LedgerCustomer, tuple[Why, ...]]]:
    for customer in found_customers(contact, facts):
        if why := tuple(_why(contact, customer)):
            yield customer, why


def _why(contact: Contact, customer: LedgerCustomer) -> Iterable[Why]:
    same_name = _alike(customer.name, contact.display_name)
    if same_name:
        yield Why.SAME_NAME
    if contact.email and _alike(customer.email, contact.email):
        yield Why.SAME_EMAIL
    if not same_name and similarity(customer.name, contact.display_name) >= SIMILAR:
        yield Why.SIMILAR_NAME


def _rank(contact: Contact, customer: LedgerCustomer, why: Sequence[Why]) -> tuple[int, float, bool, str]:
    """By the best reason, by how much the names are alike, active ones first; then always the same way."""
    best = min(list(Why).index(each) for each in why)
    alike = similarity(customer.name, contact.display_name)
    return (best, -alike, not customer.active, customer.ref.id)


def _name_holder(contact: Contact, facts: Facts) -> LedgerCustomer | LedgerOther | None:
    name = contact.display_name
    holders: tuple[LedgerCustomer | LedgerOther, ...] = (
        *facts.customers(CustomerNamed(name=name)),
        *facts.others(VendorNamed(name=name)),
        *facts.others(EmployeeNamed(name=name)),
    )
    return next(iter(holders), None)


def _other(contact: Contact, holder: RecordKey | None) -> str | None:
    return holder.external_ref if holder and holder != contact.key else None


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.lower())


def _alike(one: str | None, other: str) -> bool:
    return (one or "").strip().lower() == other.strip().lower()

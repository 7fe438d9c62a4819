"""What a row of the error catalogue holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """Who can put it right."""

    BILLING = "billing"
    ACCOUNTANT = "accountant"
    ADMINISTRATOR = "administrator"
    NOBODY = "nobody"  # it passes by itself, or not at all


class RemedyKind(StrEnum):
    """What a person can be offered to do about a failed entry."""

    MAP_FEE_ITEM = "map_fee_item"
    MAP_INCOME_ACCOUNT = "map_income_account"
    MAP_DISCOUNT = "map_discount"
    MAP_TAX = "map_tax"
    MAP_PAYMENT_METHOD = "map_payment_method"
    SUBMIT_INVOICE = "submit_invoice"  # the one that the payment names, under the number it names
    CORRECT_RECORD = "correct_record"  # submit the record again, as a newer version
    LINK_CONTACT = "link_contact"  # to a customer that a person names
    SEE_CANDIDATES = "see_candidates"  # who the contact may be, and who holds its name
    ADOPT = "adopt"  # it is in QuickBooks already, as an object that a person names
    RESYNC_PARENT = "resync_parent"  # the entry of the record that it depends on
    INCLUDE_PARENT = "include_parent"
    RESYNC_CAUSE = "resync_cause"  # every entry that failed for the same cause
    RESYNC = "resync"
    EXCLUDE = "exclude"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRow:
    """One error that staff can meet.

    `message` is a template with named blanks. `correction` holds steps, the likeliest first,
    and `remedies` the operations that carry them out, in the same order. `retryable`: the
    machine tries again before a person is asked.
    """

    code: str
    title: str
    message: str
    meaning: str
    correction: tuple[str, ...]
    who: Who
    retryable: bool
    remedies: tuple[RemedyKind, ...]

"""Errors speak the domain: one for each rule broken, with a stable code.

HTTP statuses are not known here; `api/errors.py` gives each its own.
"""

from __future__ import annotations

from typing import ClassVar


class DomainError(Exception):
    """A rule was broken; `context` names what it is about, never a rejected value."""

    code: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, detail: str | None = None, **context: str | int) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.context = context


class EntryNotFound(DomainError):
    """No entry of this company has the id."""

    code = "log_entry_not_found"
    title = "There is no such log entry."


class RecordNotFound(DomainError):
    """Nobody submitted a record under this reference."""

    code = "record_not_found"
    title = "There is no such record."


class OperationNotFound(DomainError):
    """No operation of this company has the id."""

    code = "operation_not_found"
    title = "There is no such operation."


class MappingNotFound(DomainError):
    """The source key is not mapped."""

    code = "mapping_not_found"
    title = "There is no mapping for this key."


class SubscriptionNotFound(DomainError):
    """No subscription of this company has the id."""

    code = "subscription_not_found"
    title = "There is no such subscription."


class ErrorCodeNotFound(DomainError):
    """The catalogue has no such row."""

    code = "error_code_not_found"
    title = "The catalogue has no such error code."


class CauseNotFound(DomainError):
    """Nothing that failed, and that nobody left out, has this cause."""

    code = "cause_not_found"
    title = "Nothing needs attention for this cause."


class CountChanged(DomainError):
    """Another number of entries would be resynced than was expected; `count` is how many."""

    code = "count_changed"
    title = "The number of failures is not the one expected."


class StaleSourceVersion(DomainError):
    """A newer version of the record is here already."""

    code = "stale_source_version"
    title = "A newer version of this record was submitted before."


class SourceVersionReused(DomainError):
    """The same version came again with other data; versions only grow."""

    code = "source_version_reused"
    title = "This version of the record was submitted before with other data."


class TotalDiffers(DomainError):
    """The total is not the sum of the lines and their taxes, less the discount."""

    code = "total_differs"
    title = "The total is not the sum of the lines and their taxes, less the discount."


class NegativeTotal(DomainError):
    """QuickBooks takes no invoice and no credit memo below zero."""

    code = "negative_total"
    title = "The total is below zero."


class AmountTooLarge(DomainError):
    """A line, or the whole invoice, is more than 15 digits can say."""

    code = "amount_too_large"
    title = "The sum has more than 15 digits before the point."


class OverApplied(DomainError):
    """More is applied to invoices than was paid."""

    code = "over_applied"
    title = "More is applied to invoices than the amount of the record."


class DataNotFetched(DomainError):
    """The record came by reference, and the billing system has not given its data yet."""

    code = "data_not_fetched"
    title = "The data of this record has not been fetched from the billing system yet."


class AlreadyVoided(DomainError):
    """The record was voided; that is for ever."""

    code = "already_voided"
    title = "This record was voided before."


class AlreadySynced(DomainError):
    """It is in QuickBooks; there is nothing to try again or to leave out."""

    code = "already_synced"
    title = "This entry is in QuickBooks already."


class EntrySuperseded(DomainError):
    """A newer version of the record took the entry's place."""

    code = "superseded"
    title = "A newer version of this record took the place of this entry."


class SourceAddressInvalid(DomainError):
    """Data is fetched by https from an address without user, query or fragment; by http on loopback only."""

    code = "source_address_invalid"
    title = "The address must be https, or http on this machine, without user, query or fragment."


class ConnectionRequired(DomainError):
    """Nothing is sent without a secure connection."""

    code = "connection_required"
    title = "QuickBooks has to be connected first."


class OperationInProgress(DomainError):
    """One bulk resync at a time; `operation_id` is the one that runs."""

    code = "operation_in_progress"
    title = "A resync of all failures is under way."


class QuickBooksReferenceInvalid(DomainError):
    """QuickBooks has nothing under this id that the key can stand for; the detail says why."""

    code = "quickbooks_reference_invalid"
    title = "QuickBooks has nothing under this id that can be mapped to."


class CustomerReferenceInvalid(QuickBooksReferenceInvalid):
    """The contact cannot be this customer; `reason` is missing, inactive or currency."""

    title = "QuickBooks has no active customer with this id and in the contact's currency."


class AdoptedReferenceInvalid(QuickBooksReferenceInvalid):
    """QuickBooks has no such object of the record's kind, or it was voided, deleted or made inactive."""

    title = "QuickBooks has nothing of this kind with this id, or it was voided or made inactive."


class LinkNotFound(DomainError):
    """The contact is not linked to a customer."""

    code = "link_not_found"
    title = "This contact is not linked to a customer."


class CustomerAlreadyLinked(DomainError):
    """Another contact is this customer; `linked_to` is its reference."""

    code = "customer_already_linked"
    title = "Another contact is linked to this customer."


class AlreadyLinked(DomainError):
    """Another record is this object; `linked_to` is its reference, where it is known."""

    code = "already_linked"
    title = "Another record is linked to this object of QuickBooks."


class NotTheSame(DomainError):
    """The object of the books is not the record; `fields` are those that differ."""

    code = "not_the_same"
    title = "What QuickBooks has under this id is not the same."


class RecordInProgress(DomainError):
    """A worker sends the record just now, or finds out what came of that."""

    code = "in_progress"
    title = "A worker is busy with this record; try again in a moment."


class QuickBooksUnreadable(DomainError):
    """QuickBooks could not be asked just now."""

    code = "quickbooks_unavailable"
    title = "QuickBooks did not answer; try again."


class VersionDiffers(DomainError):
    """If-Match names another version than the one that is here."""

    code = "precondition_failed"
    title = "It has been changed since you read it."


class VersionRequired(DomainError):
    """A change must say in If-Match which version it changes."""

    code = "precondition_required"
    title = "Send If-Match with the ETag of what you change."


class AlreadySubscribed(DomainError):
    """This address gets this mail already."""

    code = "already_subscribed"
    title = "This address is subscribed already."


class RealmTaken(DomainError):
    """Another company here holds this QBO company."""

    code = "realm_taken"
    title = "Another company is connected to this QuickBooks company."


class CompanyNotFound(DomainError):
    """There is no company of this id."""

    code = "company_not_found"
    title = "There is no such company."


class IdempotencyKeyReused(DomainError):
    """The key came before with another body."""

    code = "idempotency_key_reused"
    title = "This Idempotency-Key was used before with another body."


class IdempotencyKeyRequired(DomainError):
    """The operation cannot be made safe to repeat without a key."""

    code = "idempotency_key_required"
    title = "Send an Idempotency-Key."


class CursorInvalid(DomainError):
    """The cursor was not made here, for this list and filter."""

    code = "cursor_invalid"
    title = "The cursor does not belong to this list."


class Unauthenticated(DomainError):
    """No key, or one that is not known."""

    code = "unauthenticated"
    title = "Send a valid API key as a bearer token."


class InsufficientScope(DomainError):
    """The key may not do this; `scope` is the one it lacks."""

    code = "insufficient_scope"
    title = "The API key lacks the scope for this operation."

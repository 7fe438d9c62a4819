"""What would put a failed entry right, for a front end to draw as buttons."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from domain import catalogue
from domain.catalogue import RemedyKind
from domain.model.log_entries import EntryOperation, Exclusion, LogEntry, Status, SyncError
from domain.model.records import Record
from domain.rules.remedies import OF_ITS_CUSTOMER, Remedy, remedies, remedies_of_cause
from tests.builders import NOON, failed
from tests.unit.rules.dossiers import ACME, an_entry_that

FOR_CONTACTS = {RemedyKind.LINK_CONTACT, RemedyKind.SEE_CANDIDATES}

PARENT = {"kind": "contact", "external_ref": "c-17", "entry_id": "019b8d62-3f40-7000-8000-000000000009"}


KEYS = {
    "fee_item": "gala",
    "number": "1001",
    "tax": "state",
    "payment_method": "check",
    "discount": "early-bird",
    "income_account": "4000",
}


def failed_with(code: str, of: Record | None = None, /, **context: str) -> LogEntry:
    error = SyncError(code=code, message="", subject="", context=context)
    return failed(an_entry_that(Status.SYNCING, of=of), error)


def kinds(entry: LogEntry) -> list[RemedyKind]:
    return [remedy.kind for remedy in remedies(entry)]


@pytest.mark.parametrize("code", sorted(catalogue.CATALOGUE))
def test_every_failure_offers_the_remedies_of_its_row_in_their_order(code: str) -> None:
    offered = remedies(replace(failed_with(code, ACME, **KEYS, **PARENT), by_reference=True))
    row = catalogue.row(code).remedies
    linked_instead = {RemedyKind.ADOPT} if RemedyKind.LINK_CONTACT in row else set()
    assert [remedy.kind for remedy in offered] == [kind for kind in row if kind not in linked_instead]
    assert all(remedy.title and remedy.target for remedy in offered)


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.FAILED])
def test_while_it_has_not_failed_there_is_nothing_to_put_right(status: Status) -> None:
    assert remedies(an_entry_that(status, error=failed_with("unauthorized").error)) == ()


def test_an_entry_that_failed_without_an_error_offers_nothing() -> None:
    assert remedies(an_entry_that(Status.FAILED)) == ()


@pytest.mark.parametrize("code", sorted(catalogue.CATALOGUE.keys() - OF_ITS_CUSTOMER))
def test_only_a_contact_is_linked_to_a_customer(code: str) -> None:
    offered = kinds(replace(failed_with(code, **KEYS, **PARENT), by_reference=True))
    assert offered == [kind for kind in catalogue.row(code).remedies if kind not in FOR_CONTACTS]


def test_a_void_is_nothing_to_adopt() -> None:
    void = replace(failed_with("changed_in_quickbooks"), operation=EntryOperation.VOID)
    assert RemedyKind.ADOPT not in kinds(void)


def test_a_taken_name_leads_to_the_candidates_and_to_the_link() -> None:
    _, see, link, *_ = remedies(failed_with("name_already_exists", ACME))
    assert (see.kind, link.kind) == (RemedyKind.SEE_CANDIDATES, RemedyKind.LINK_CONTACT)
    assert see.target == link.target == {"external_ref": "c-17"}


@pytest.mark.parametrize("code", sorted(OF_ITS_CUSTOMER))
def test_a_transaction_of_an_inactive_or_merged_customer_leads_to_the_link_of_its_contact(code: str) -> None:
    offered = {each.kind: each for each in remedies(failed_with(code, **KEYS))}
    assert offered[RemedyKind.LINK_CONTACT].target == {"external_ref": "c-17"}


@pytest.mark.parametrize(
    ("context", "proposed"),
    [
        pytest.param({"candidate": "188"}, "188", id="the one that was found"),
        pytest.param({"candidates": "188, 189"}, "", id="one of several"),
        pytest.param({}, "", id="one that a person has to find"),
    ],
)
def test_what_is_there_already_can_be_adopted(context: dict[str, str], proposed: str) -> None:
    entry = failed_with("payment_already_exists", **context)
    remedy = remedies(entry)[0]
    assert remedy.kind is RemedyKind.ADOPT
    assert remedy.target == {"entry_id": str(entry.id), "quickbooks_id": proposed}


def test_the_remedies_name_what_they_are_done_to() -> None:
    entry = failed_with("fee_item_not_mapped", fee_item="gala")
    by_id = {"entry_id": str(entry.id)}
    assert remedies(entry) == (
        Remedy(kind=RemedyKind.MAP_FEE_ITEM, title="Map the fee item gala", target={"fee_item": "gala"}),
        Remedy(kind=RemedyKind.RESYNC, title="Resync this entry", target=by_id),
        Remedy(kind=RemedyKind.EXCLUDE, title="Exclude this entry from the full resync", target=by_id),
    )


@pytest.mark.parametrize(("code", "name"), [("tax_not_mapped", "tax"), ("discount_not_mapped", "discount")])
def test_what_is_not_mapped_can_be_mapped(code: str, name: str) -> None:
    remedy = remedies(failed_with(code, **{name: "k"}))[0]
    assert (remedy.title, remedy.target) == (f"Map the {name} k", {name: "k"})


def test_a_missing_invoice_can_be_submitted() -> None:
    remedy = remedies(failed_with("payment_invoice_not_found", number="998"))[0]
    assert (remedy.title, remedy.target) == ("Submit invoice 998", {"number": "998"})


def test_an_invoice_that_was_submitted_is_submitted_again_under_its_own_reference() -> None:
    remedy = remedies(failed_with("invoice_not_found", number="998", invoice="inv-9"))[0]
    assert remedy.target == {"number": "998", "external_ref": "inv-9"}


def test_a_record_can_be_corrected_and_submitted_again() -> None:
    entry = failed_with("field_too_long")
    remedy = remedies(entry)[0]
    assert remedy.title == f"Correct and submit {entry.record} again"
    assert remedy.target == {"kind": "invoice", "external_ref": entry.record.external_ref}


@pytest.mark.parametrize("code", ["field_too_long", "invalid_characters"])
def test_data_that_quickbooks_does_not_take_is_corrected_and_not_just_sent_again(code: str) -> None:
    assert kinds(failed_with(code)) == [RemedyKind.CORRECT_RECORD, RemedyKind.EXCLUDE]


def test_what_was_merged_or_voided_in_quickbooks_is_not_offered_to_be_sent_again() -> None:
    lost = kinds(failed_with("changed_in_quickbooks", lost="188"))
    assert lost == [RemedyKind.ADOPT, RemedyKind.EXCLUDE]


def test_a_mapping_that_is_there_is_changed_as_it_was_seen() -> None:
    first, *_ = remedies(failed_with("reference_inactive", fee_item="gala", mapping_version="3"))
    assert (first.kind, first.if_match) == (RemedyKind.MAP_FEE_ITEM, "3")


def test_a_link_that_is_there_is_changed_as_it_was_seen() -> None:
    offered = {each.kind: each for each in remedies(failed_with("customer_inactive", link_version="2"))}
    assert offered[RemedyKind.LINK_CONTACT].if_match == "2"
    assert offered[RemedyKind.RESYNC].if_match is None


def test_what_is_excluded_already_offers_no_exclusion() -> None:
    entry = failed(an_entry_that(Status.SYNCING, excluded=Exclusion(by="Ann", at=NOON)))
    assert kinds(entry) == [RemedyKind.MAP_FEE_ITEM, RemedyKind.RESYNC]


@pytest.mark.parametrize(
    ("code", "missing"),
    [("reference_inactive", RemedyKind.MAP_FEE_ITEM), ("invoice_not_found", RemedyKind.SUBMIT_INVOICE)],
)
def test_a_remedy_whose_target_nobody_knows_is_not_offered(code: str, missing: RemedyKind) -> None:
    assert missing in catalogue.row(code).remedies
    assert missing not in kinds(failed_with(code))


def test_a_missing_parent_is_named_by_its_entry() -> None:
    offered = remedies(failed_with("depends_on_failed", **PARENT))
    by_id = {"entry_id": PARENT["entry_id"]}
    assert offered[:2] == (
        Remedy(kind=RemedyKind.RESYNC_PARENT, title="Resync contact c-17", target=by_id),
        Remedy(kind=RemedyKind.INCLUDE_PARENT, title="Include contact c-17 again", target=by_id),
    )
    assert RemedyKind.INCLUDE_PARENT not in kinds(failed_with("depends_on_failed"))


@pytest.mark.parametrize(
    ("code", "cures"),
    [
        ("fee_item_not_mapped", [RemedyKind.MAP_FEE_ITEM]),
        ("payment_invoice_not_found", [RemedyKind.SUBMIT_INVOICE]),
        ("depends_on_failed", [RemedyKind.RESYNC_PARENT, RemedyKind.INCLUDE_PARENT]),
        ("period_closed", []),
        ("name_already_exists", []),
    ],
)
def test_a_cause_offers_what_cures_all_and_then_resyncs_all(code: str, cures: list[RemedyKind]) -> None:
    example = failed_with(code, fee_item="gala", number="998", **PARENT)
    *shared, again = remedies_of_cause(example)
    assert [remedy.kind for remedy in shared] == cures
    title = "Resync all that failed for this cause"
    target = {"cause": str(example.cause_id)}
    assert again == Remedy(kind=RemedyKind.RESYNC_CAUSE, title=title, target=target)


def test_an_example_without_an_error_offers_nothing_for_its_cause() -> None:
    assert remedies_of_cause(an_entry_that(Status.FAILED)) == ()


def test_what_is_done_to_the_example_itself_cures_no_cause() -> None:
    example = replace(failed_with("depends_on_failed", **PARENT), id=UUID(PARENT["entry_id"]))
    assert [remedy.kind for remedy in remedies_of_cause(example)] == [RemedyKind.RESYNC_CAUSE]


def test_a_cause_that_no_resync_cures_offers_none() -> None:
    submitted = failed_with("field_too_long")
    assert remedies_of_cause(submitted) == ()
    (again,) = remedies_of_cause(replace(submitted, by_reference=True))
    assert again.kind is RemedyKind.RESYNC_CAUSE

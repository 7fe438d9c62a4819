"""Whatever a use case changes on a person's behalf is in the audit trail: once, and by whom.

`READING`, `NOBODYS` and `SCENES` name every use case there is. A new one fails here until it is in one
of them; in `SCENES` it is performed, and the trail is looked into.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import timedelta
from typing import get_type_hints
from uuid import UUID

import pytest

from domain.errors import DomainError
from domain.model.api_keys import ApiKey, Scope
from domain.model.audit import Actor, AuditAction, AuditEvent, AuditFilter, Detail
from domain.model.authorizations import Authorization, Consent
from domain.model.failures import EVERY_FAILURE, Chosen, FailuresAmong, FailuresLike, FailuresOf
from domain.model.log_entries import LogEntry, Status
from domain.model.log_filter import LogFilter
from domain.model.mappings import MappingKind
from domain.model.notifications import Subscription, SubscriptionKind
from domain.model.records import Invoice, RecordKind
from domain.model.settings import SettingsChange
from domain.ports.unit_of_work import UnitOfWork
from domain.rules.api_keys import KeyChange
from domain.use_cases import UseCases
from tests.builders import a_contact, a_line, an_invoice, new_id, some_tokens
from tests.fakes.connector import state_in
from tests.use_cases.house import RETURN_URLS, House

FEE_ITEM, CLERK = MappingKind.FEE_ITEM, "clerk@example.com"

READING = {
    "by_hand.get_candidates",
    "by_hand.get_link",
    "check_health",
    "connecting.get",
    "connecting.get_authorization",
    "connecting.test",
    "get_cause",
    "get_entry",
    "get_operation",
    "get_record",
    "list_attempts",
    "list_audit",
    "list_causes",
    "list_log",
    "plan_resync",
    "preview_entry",
    "setup.get_company",
    "setup.get_key",
    "setup.get_mapping",
    "setup.get_settings",
    "setup.get_subscription",
    "setup.list_choices",
    "setup.list_companies",
    "setup.list_keys",
    "setup.list_mappings",
    "setup.list_subscriptions",
    "setup.list_unmapped",
}
"""They change nothing of anybody's."""

NOBODYS = {
    "accept_batch": "what was submitted is in the log",
    "accept_record": "what was submitted is in the log",
    "authenticate": "nothing is done yet",
    "drain": "the machine",
    "once": "runs what others do",
    "receive_notices": "Intuit tells what somebody did in QuickBooks",
    "setup.refresh_choices": "a copy of what QuickBooks has",
    "setup.rotate_vault": "the same texts under another key, of every company",
    "sweep": "the machine",
}
"""They write something, and decide nothing in a person's name; each with the reason."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """What is done, and what the trail has to say of it.

    `first_only` says that it can be done again without an error, and is not done a second time then.
    """

    perform: Callable[[], Awaitable[object]]
    action: AuditAction
    subject: tuple[str, str]
    details: Mapping[str, Detail] = field(default_factory=dict)
    by_operator: bool = False
    first_only: bool = False


Scene = Callable[[House], Awaitable[Act]]

MEMBER = a_contact(organisation="Paper Mill")
INVOICE = an_invoice(of=MEMBER, lines=(a_line("gala"),))


async def a_failure(house: House, invoice: Invoice = INVOICE) -> LogEntry:
    """An invoice whose fee item nobody mapped."""
    await house.submit(MEMBER, invoice)
    await house.drain()
    entry = await house.entry(invoice)
    assert entry.status is Status.FAILED
    return entry


async def a_vendors_name(house: House) -> str:
    """A contact whose name a vendor has, and the id of a customer that it could be."""
    house.ledger.books.add_other("Vendor", "Paper Mill")
    await house.submit(MEMBER)
    await house.drain()
    return house.ledger.books.add_customer("Paper Mill (member)").ref.id


async def a_subscription(house: House) -> Subscription:
    return await house.use_cases.setup.subscribe(house.principal, SubscriptionKind.SYNC_ERROR, CLERK)


async def within(house: House, effect: Callable[[UnitOfWork], Awaitable[object]]) -> None:
    """Do what the API does by `once`."""
    async with house.units.of(house.company.id) as uow:
        await effect(uow)
        await uow.commit()


async def adopting(house: House) -> Act:
    await house.submit(MEMBER)
    await house.drain()
    customer = (await house.entry(MEMBER)).ref
    assert customer
    held = house.ledger.books.objects[customer.id]
    theirs = house.ledger.books.add_invoice(INVOICE.number, of=held)  # type: ignore[arg-type]  # a customer
    await house.map("gala")
    await house.submit(INVOICE)
    await house.drain()
    entry = await house.entry(INVOICE)
    return Act(
        perform=lambda: house.use_cases.by_hand.adopt_entry(house.principal, entry.id, theirs.ref.id),
        action=AuditAction.ADOPTED,
        subject=("log_entry", str(entry.id)),
        details={"entity": "Invoice", "quickbooks_id": theirs.ref.id},
    )


async def linking(house: House) -> Act:
    customer = await a_vendors_name(house)
    return Act(
        perform=lambda: house.use_cases.by_hand.put_link(
            house.principal, MEMBER.external_ref, customer, if_match=None
        ),
        action=AuditAction.LINKED,
        subject=("contact", MEMBER.external_ref),
        details={"quickbooks_id": customer},
    )


async def unlinking(house: House) -> Act:
    made = await linking(house)
    await made.perform()
    return Act(
        perform=lambda: house.use_cases.by_hand.delete_link(house.principal, MEMBER.external_ref, if_match=1),
        action=AuditAction.UNLINKED,
        subject=made.subject,
        details={"before": made.details["quickbooks_id"]},
    )


async def excluding(house: House) -> Act:
    entry = await a_failure(house)
    return Act(
        perform=lambda: house.use_cases.exclude_entry(house.principal, entry.id, "Entered by hand"),
        action=AuditAction.EXCLUDED,
        subject=("log_entry", str(entry.id)),
        details={"reason": "Entered by hand"},
        first_only=True,
    )


async def including(house: House) -> Act:
    out = await excluding(house)
    await out.perform()
    entry = await house.entry(INVOICE)
    return Act(
        perform=lambda: house.use_cases.include_entry(house.principal, entry.id),
        action=AuditAction.INCLUDED,
        subject=out.subject,
        first_only=True,
    )


async def resyncing(house: House) -> Act:
    entry = await a_failure(house)
    return Act(
        perform=lambda: within(
            house, lambda uow: house.use_cases.resync_entry.within(uow, house.principal, entry.id)
        ),
        action=AuditAction.RESYNCED,
        subject=("log_entry", str(entry.id)),
        details={"status": "failed", "error_code": "fee_item_not_mapped"},
        first_only=True,
    )


async def resyncing_failures(house: House) -> Act:
    await a_failure(house)
    return bulk(house, EVERY_FAILURE, {"entries": 1, "chosen_by": "all", "reason": "Mapped now"})


def bulk(house: House, chosen: Chosen, details: Mapping[str, Detail]) -> Act:
    return Act(
        perform=lambda: within(
            house,
            lambda uow: house.use_cases.resync_failures.within(
                uow, house.principal, "Mapped now", chosen=chosen
            ),
        ),
        action=AuditAction.FAILURES_RESYNCED,
        subject=("operation", ANY),
        details=details,
    )


async def voiding(house: House) -> Act:
    entry = await a_failure(house)
    return Act(
        perform=lambda: house.use_cases.void_record(house.principal, INVOICE.key),
        action=AuditAction.VOIDED,
        subject=("invoice", entry.record.external_ref),
        details={"log_id": ANY},
    )


async def subscribing(house: House) -> Act:
    return Act(
        perform=lambda: a_subscription(house),
        action=AuditAction.SUBSCRIBED,
        subject=("subscription", ANY),
        details={"kind": "sync_error"},
    )


async def changing_subscription(house: House) -> Act:
    made = await a_subscription(house)
    return Act(
        perform=lambda: house.use_cases.setup.change_subscription(
            house.principal, made.id, "office@example.com", if_match=1
        ),
        action=AuditAction.SUBSCRIPTION_CHANGED,
        subject=("subscription", str(made.id)),
        details={"kind": "sync_error"},
    )


async def unsubscribing(house: House) -> Act:
    made = await a_subscription(house)
    return Act(
        perform=lambda: house.use_cases.setup.unsubscribe(house.principal, made.id, if_match=1),
        action=AuditAction.UNSUBSCRIBED,
        subject=("subscription", str(made.id)),
        details={"kind": "sync_error"},
    )


async def mapping(house: House) -> Act:
    item = house.ledger.books.add_item().ref.id
    return Act(
        perform=lambda: house.map_to(FEE_ITEM, "dues-gold", item, if_match=1),
        action=AuditAction.MAPPED,
        subject=("mapping", "fee_item/dues-gold"),
        details={"quickbooks_id": item, "before": await mapped_to(house)},
    )


async def unmapping(house: House) -> Act:
    return Act(
        perform=lambda: house.unmap("dues-gold"),
        action=AuditAction.UNMAPPED,
        subject=("mapping", "fee_item/dues-gold"),
        details={"before": await mapped_to(house)},
    )


async def mapped_to(house: House) -> str:
    found = await house.use_cases.setup.get_mapping(house.principal, FEE_ITEM, "dues-gold")
    return found.quickbooks_id


async def setting_source(house: House) -> Act:
    url = "https://billing.example.org/api"
    return Act(
        perform=lambda: house.use_cases.setup.set_source(house.company.id, url, "a secret"),
        action=AuditAction.SOURCE_CHANGED,
        subject=("company", str(house.company.id)),
        details={"url": url, "has_token": True},
        by_operator=True,
    )


async def creating_key(house: House) -> Act:
    return Act(
        perform=lambda: house.use_cases.setup.create_key(
            house.company.id, "Front end", house.principal.scopes
        ),
        action=AuditAction.KEY_CREATED,
        subject=("api_key", ANY),
        details={"name": "Front end", "scopes": " ".join(sorted(house.principal.scopes))},
        by_operator=True,
    )


async def a_key(house: House) -> ApiKey:
    made = await house.use_cases.setup.create_key(house.company.id, "Front end", house.principal.scopes)
    return made.key


async def changing_key(house: House) -> Act:
    key = await a_key(house)
    change = KeyChange(name="Screen", scopes=frozenset({Scope.LOGS_READ}))
    return Act(
        perform=lambda: house.use_cases.setup.change_key(house.principal, key.id, change, if_match=1),
        action=AuditAction.KEY_CHANGED,
        subject=("api_key", str(key.id)),
        details={"name": "Screen", "scopes": "logs:read"},
    )


async def rotating_key(house: House) -> Act:
    key, by = await a_key(house), Actor.of(house.principal)
    return Act(
        perform=lambda: house.use_cases.setup.rotate_key(
            house.company.id, key.id, overlap=timedelta(days=1), expiry=None, by=by
        ),
        action=AuditAction.KEY_ROTATED,
        subject=("api_key", str(key.id)),
        details={"replaced_by": ANY, "expires_at": ANY},
    )


async def revoking_key(house: House) -> Act:
    key, by = await a_key(house), Actor.of(house.principal)
    return Act(
        perform=lambda: house.use_cases.setup.revoke_key(house.company.id, key.id, by=by),
        action=AuditAction.KEY_REVOKED,
        subject=("api_key", str(key.id)),
        details={"name": "Front end"},
        first_only=True,
    )


async def changing_settings(house: House) -> Act:
    return Act(
        perform=lambda: house.use_cases.setup.change_settings(
            house.principal, SettingsChange(paused=True), if_match=1
        ),
        action=AuditAction.SETTINGS_CHANGED,
        subject=("settings", str(house.company.id)),
        details={"paused.old": False, "paused.new": True},
    )


async def beginning_to_connect(house: House) -> Act:
    (url,) = RETURN_URLS
    return Act(
        perform=lambda: house.use_cases.connecting.begin(house.principal, url),
        action=AuditAction.CONNECTION_STARTED,
        subject=("authorization", ANY),
    )


async def consented(house: House, realm_id: str) -> tuple[Authorization, Consent]:
    (url,) = RETURN_URLS
    begun = await house.use_cases.connecting.begin(house.principal, url)
    code = house.connector.consent(realm_id)
    return begun.authorization, Consent(state=state_in(begun.authorize_url), code=code, realm_id=realm_id)


async def connecting(house: House) -> Act:
    authorization, consent = await consented(house, "1")
    return Act(
        perform=lambda: house.use_cases.connecting.return_from_consent(consent),
        action=AuditAction.CONNECTED,
        subject=("connection", "1"),
        details={"authorization": str(authorization.id)},
    )


async def confirming(house: House) -> Act:
    authorization, consent = await consented(house, "2")
    await house.use_cases.connecting.return_from_consent(consent)
    return Act(
        perform=lambda: house.use_cases.connecting.confirm(house.principal, authorization.id),
        action=AuditAction.CONNECTED,
        subject=("connection", "2"),
        details={"authorization": str(authorization.id), "realm_before": "1"},
    )


async def rejecting(house: House) -> Act:
    made = await confirming(house)
    authorization = UUID(str(made.details["authorization"]))
    return Act(
        perform=lambda: house.use_cases.connecting.reject(house.principal, authorization),
        action=AuditAction.CONNECTION_REJECTED,
        subject=("authorization", str(authorization)),
        details={"realm": "2"},
    )


async def disconnecting(house: House) -> Act:
    return Act(
        perform=lambda: house.use_cases.connecting.disconnect(house.principal),
        action=AuditAction.DISCONNECTED,
        subject=("connection", "1"),
        first_only=True,
    )


async def creating_company(house: House) -> Act:
    """Looked for in the trail of the house's own company, which was created with the house."""

    async def create() -> None:
        made = await house.use_cases.setup.create_company(
            "Other", realm_id="2", time_zone="UTC", tokens=some_tokens()
        )
        house.principal = replace(house.principal, company_id=made.id)

    return Act(
        perform=create,
        action=AuditAction.COMPANY_CREATED,
        subject=("company", ANY),
        by_operator=True,
    )


class _Any(str):
    """Equal to every id."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and bool(other)

    __hash__ = str.__hash__


ANY = _Any("any")

SCENES: dict[str, Scene] = {
    "by_hand.adopt_entry": adopting,
    "by_hand.delete_link": unlinking,
    "by_hand.put_link": linking,
    "connecting.begin": beginning_to_connect,
    "connecting.confirm": confirming,
    "connecting.disconnect": disconnecting,
    "connecting.reject": rejecting,
    "connecting.return_from_consent": connecting,
    "exclude_entry": excluding,
    "include_entry": including,
    "resync_entry": resyncing,
    "resync_failures": resyncing_failures,
    "setup.change_key": changing_key,
    "setup.change_settings": changing_settings,
    "setup.change_subscription": changing_subscription,
    "setup.create_company": creating_company,
    "setup.create_key": creating_key,
    "setup.delete_mapping": unmapping,
    "setup.put_mapping": mapping,
    "setup.revoke_key": revoking_key,
    "setup.rotate_key": rotating_key,
    "setup.set_source": setting_source,
    "setup.subscribe": subscribing,
    "setup.unsubscribe": unsubscribing,
    "void_record": voiding,
}


def use_cases(group: type = UseCases, prefix: str = "") -> Iterator[str]:
    """Every use case by its name; those of a group have the group's in front."""
    kinds = get_type_hints(group)
    for each in fields(group):
        kind, name = kinds[each.name], prefix + each.name
        if is_dataclass(kind) and isinstance(kind, type):
            yield from use_cases(kind, f"{name}.")
        else:
            yield name


async def trail(house: House) -> Sequence[AuditEvent]:
    return await house.use_cases.list_audit(house.principal, AuditFilter(), after=None, limit=200)


def test_every_use_case_is_known_to_read_or_to_be_audited() -> None:
    known = [*READING, *NOBODYS, *SCENES]
    unknown = sorted(set(use_cases()) - set(known))
    assert not unknown, f"Say in {__name__} what these leave in the audit trail: {unknown}"
    assert sorted(known) == sorted(use_cases()), "Some are named twice, or are no use cases any more."


@pytest.mark.parametrize("use_case", SCENES)
async def test_an_act_is_in_the_trail_once(house: House, use_case: str) -> None:
    act = await SCENES[use_case](house)
    before = await trail(house)
    await act.perform()
    (event,) = [each for each in await trail(house) if each not in before]
    assert event.action is act.action
    assert act.subject == (event.subject_kind, event.subject_id)
    assert event.details == act.details
    assert event.actor == (Actor() if act.by_operator else Actor.of(house.principal))
    assert (event.company_id, event.at) == (house.principal.company_id, house.clock.now())


@pytest.mark.parametrize("use_case", SCENES)
async def test_what_is_not_done_a_second_time_is_not_in_the_trail_again(house: House, use_case: str) -> None:
    act = await SCENES[use_case](house)
    await act.perform()
    before = await trail(house)
    is_done_again = not act.first_only
    try:
        await act.perform()
    except DomainError:
        is_done_again = False
    assert len(await trail(house)) == len(before) + is_done_again


async def test_what_was_refused_was_not_done(house: House) -> None:
    do, somebody = house.use_cases, house.principal
    before = await trail(house)
    for refused in (
        do.exclude_entry(somebody, new_id(), None),
        do.include_entry(somebody, new_id()),
        do.setup.delete_mapping(somebody, FEE_ITEM, "dues-gold", if_match=7),
        do.setup.put_mapping(somebody, FEE_ITEM, "dues-gold", "999", if_match=1),
        do.setup.unsubscribe(somebody, new_id(), if_match=1),
        do.void_record(somebody, INVOICE.key),
        within(
            house, lambda uow: do.resync_failures.within(uow, somebody, None, chosen=FailuresOf(new_id()))
        ),
    ):
        with pytest.raises(DomainError):
            await refused
    assert await trail(house) == before


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (lambda entry: FailuresOf(entry.cause_id), {"chosen_by": "cause", "cause_id": ANY}),
        (lambda entry: FailuresAmong(frozenset({entry.id, new_id()})), {"chosen_by": "log_ids", "named": 2}),
        (
            lambda _: FailuresLike(LogFilter(kinds=frozenset({RecordKind.INVOICE}), words=("paper",))),
            {"chosen_by": "filter", "filter": "kinds=invoice words=*"},
        ),
    ],
    ids=["a cause", "some", "a filter"],
)
async def test_a_bulk_resync_says_how_it_was_chosen(
    house: House, chosen: Callable[[LogEntry], Chosen], told: Mapping[str, Detail]
) -> None:
    entry = await a_failure(house)
    act = bulk(house, chosen(entry), {"entries": 1, "reason": "Mapped now", **told})
    await act.perform()
    assert (await trail(house))[0].details == act.details


async def test_the_trail_names_nobody(house: House) -> None:
    """Neither the member nor whoever gets the mail, nor a secret."""
    for name in ("setup.change_subscription", "by_hand.delete_link", "setup.set_source"):
        act = await SCENES[name](house)
        await act.perform()
    told = repr([(each.subject_id, each.details) for each in await trail(house)])
    assert MEMBER.external_ref in told
    assert not [word for word in ("Paper", "Mill", "@", "secret") if word in told]

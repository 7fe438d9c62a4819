"""Gives each use case the ports that it needs."""

from __future__ import annotations

from adapters.bootstrap.ports import Ports
from domain.rules.retry import RetryPolicy
from domain.use_cases import UseCases
from domain.use_cases.accept import AcceptBatch, AcceptRecord, VoidRecord
from domain.use_cases.adopt import AdoptEntry
from domain.use_cases.api_keys import ChangeKey, CreateKey, GetKey, ListKeys, RevokeKey, RotateKey
from domain.use_cases.authenticate import Authenticate
from domain.use_cases.authorize import BeginAuthorization, GetAuthorization
from domain.use_cases.by_hand import ByHand
from domain.use_cases.candidates import GetCandidates
from domain.use_cases.causes import GetCause, ListCauses
from domain.use_cases.check_health import CheckHealth
from domain.use_cases.choices import FetchChoices, ListChoices, RefreshChoices
from domain.use_cases.companies import CreateCompany, GetCompany, ListCompanies
from domain.use_cases.confirm import ConfirmAuthorization, ForgetUnconfirmed, RejectAuthorization
from domain.use_cases.connecting import Connecting
from domain.use_cases.connection import Disconnect, GetConnection, TestConnection
from domain.use_cases.drain import Drain, DrainSettings
from domain.use_cases.exclude import ExcludeEntry, IncludeEntry
from domain.use_cases.get_record import GetRecord
from domain.use_cases.links import DeleteLink, GetLink, PutLink
from domain.use_cases.mappings import DeleteMapping, GetMapping, ListMappings, ListUnmapped, PutMapping
from domain.use_cases.mark_changes import MarkChanges
from domain.use_cases.notices import WriteNotices
from domain.use_cases.notify import Notify
from domain.use_cases.once import Once
from domain.use_cases.plan_resync import PlanResync
from domain.use_cases.preview import PreviewEntry
from domain.use_cases.push import Push
from domain.use_cases.read_audit import ListAudit
from domain.use_cases.read_log import GetEntry, ListAttempts, ListLog
from domain.use_cases.receive_notices import ReceiveNotices
from domain.use_cases.record_fetches import RecordFetches
from domain.use_cases.record_outcomes import RecordOutcomes
from domain.use_cases.refresh_sources import RefreshSources
from domain.use_cases.renew_idle import IdleSettings, RenewIdle
from domain.use_cases.resync import ResyncEntry
from domain.use_cases.resync_failures import GetOperation, ResyncFailures
from domain.use_cases.return_from_consent import ReturnFromConsent
from domain.use_cases.review import WriteReviews
from domain.use_cases.rotate_vault import RotateVault
from domain.use_cases.setting_up import SettingUp
from domain.use_cases.settings import ChangeSettings, GetSettings
from domain.use_cases.sources import SetSource
from domain.use_cases.subscriptions import (
    ChangeSubscription,
    GetSubscription,
    ListSubscriptions,
    Subscribe,
    Unsubscribe,
)
from domain.use_cases.sweep import Sweep
from domain.use_cases.trail import Trail


def build_use_cases(
    ports: Ports, drain: DrainSettings, policy: RetryPolicy, *, return_urls: frozenset[str]
) -> UseCases:
    """Give each use case the ports that it needs."""
    uow, clock, ids, doorbell = ports.units_of_work, ports.clock, ports.ids, ports.doorbell
    trail = Trail(clock=clock, ids=ids)
    accept = AcceptBatch(clock=clock, ids=ids)
    notify = Notify(units_of_work=uow, notifier=ports.notifier, clock=clock, ids=ids, policy=policy)
    notices = WriteNotices(units_of_work=uow, notify=notify, clock=clock, ids=ids)
    return UseCases(
        accept_batch=accept,
        accept_record=AcceptRecord(units_of_work=uow, accept=accept, doorbell=doorbell),
        authenticate=Authenticate(units_of_work=uow, clock=clock),
        by_hand=build_by_hand(ports),
        check_health=CheckHealth(database=ports.database, queue=ports.queue),
        connecting=build_connecting(ports, return_urls),
        drain=build_drain(ports, notify, notices, drain, policy),
        exclude_entry=ExcludeEntry(units_of_work=uow, clock=clock, doorbell=doorbell, trail=trail),
        get_cause=GetCause(units_of_work=uow),
        get_entry=GetEntry(units_of_work=uow),
        get_operation=GetOperation(units_of_work=uow),
        get_record=GetRecord(units_of_work=uow),
        include_entry=IncludeEntry(units_of_work=uow, clock=clock, doorbell=doorbell, trail=trail),
        list_attempts=ListAttempts(units_of_work=uow),
        list_audit=ListAudit(units_of_work=uow),
        list_causes=ListCauses(units_of_work=uow),
        list_log=ListLog(units_of_work=uow),
        once=Once(units_of_work=uow, doorbell=doorbell, clock=clock),
        preview_entry=PreviewEntry(units_of_work=uow, ledgers=ports.ledgers, source=ports.source),
        plan_resync=PlanResync(units_of_work=uow, ledgers=ports.ledgers, batch=drain.batch),
        receive_notices=ReceiveNotices(units_of_work=uow, doorbell=doorbell, clock=clock),
        resync_entry=ResyncEntry(clock=clock, trail=trail),
        resync_failures=ResyncFailures(clock=clock, ids=ids, trail=trail),
        setup=build_setting_up(ports),
        sweep=build_sweep(ports, notify, notices),
        void_record=VoidRecord(units_of_work=uow, accept=accept, doorbell=doorbell, trail=trail),
    )


def build_sweep(ports: Ports, notify: Notify, notices: WriteNotices) -> Sweep:
    """What runs by the clock."""
    uow, clock = ports.units_of_work, ports.clock
    return Sweep(
        units_of_work=uow,
        doorbell=ports.doorbell,
        notify=notify,
        forget_unconfirmed=ForgetUnconfirmed(units_of_work=uow, connector=ports.connector, clock=clock),
        write_notices=notices,
        write_reviews=WriteReviews(units_of_work=uow, notify=notify, clock=clock, ids=ports.ids),
        renew_idle=RenewIdle(units_of_work=uow, ledgers=ports.ledgers, clock=clock, settings=IdleSettings()),
    )


def build_setting_up(ports: Ports) -> SettingUp:
    """What is set up beside the sync."""
    uow, clock, ids = ports.units_of_work, ports.clock, ports.ids
    trail = Trail(clock=clock, ids=ids)
    fetch = FetchChoices(units_of_work=uow, ledgers=ports.ledgers, clock=clock)
    return SettingUp(
        change_key=ChangeKey(units_of_work=uow, clock=clock, trail=trail),
        change_settings=ChangeSettings(units_of_work=uow, clock=clock, doorbell=ports.doorbell, trail=trail),
        change_subscription=ChangeSubscription(units_of_work=uow, trail=trail),
        create_company=CreateCompany(units_of_work=uow, clock=clock, ids=ids, trail=trail),
        create_key=CreateKey(units_of_work=uow, clock=clock, ids=ids, trail=trail),
        delete_mapping=DeleteMapping(units_of_work=uow, trail=trail),
        get_company=GetCompany(units_of_work=uow),
        get_key=GetKey(units_of_work=uow),
        get_settings=GetSettings(units_of_work=uow),
        get_mapping=GetMapping(units_of_work=uow),
        get_subscription=GetSubscription(units_of_work=uow),
        list_choices=ListChoices(units_of_work=uow, fetch=fetch, clock=clock),
        list_companies=ListCompanies(units_of_work=uow),
        list_keys=ListKeys(units_of_work=uow),
        list_mappings=ListMappings(units_of_work=uow),
        list_subscriptions=ListSubscriptions(units_of_work=uow),
        list_unmapped=ListUnmapped(units_of_work=uow),
        put_mapping=PutMapping(units_of_work=uow, ledgers=ports.ledgers, clock=clock, trail=trail),
        refresh_choices=RefreshChoices(units_of_work=uow, fetch=fetch),
        revoke_key=RevokeKey(units_of_work=uow, clock=clock, trail=trail),
        rotate_key=RotateKey(units_of_work=uow, clock=clock, ids=ids, trail=trail),
        rotate_vault=RotateVault(units_of_work=uow),
        set_source=SetSource(units_of_work=uow, trail=trail),
        subscribe=Subscribe(units_of_work=uow, clock=clock, ids=ids, trail=trail),
        unsubscribe=Unsubscribe(units_of_work=uow, trail=trail),
    )


def build_connecting(ports: Ports, return_urls: frozenset[str]) -> Connecting:
    """What is done about a company's connection."""
    uow, connector, doorbell = ports.units_of_work, ports.connector, ports.doorbell
    clock, ids = ports.clock, ports.ids
    trail = Trail(clock=clock, ids=ids)
    return Connecting(
        begin=BeginAuthorization(
            units_of_work=uow,
            connector=connector,
            clock=clock,
            ids=ids,
            trail=trail,
            return_urls=return_urls,
        ),
        confirm=ConfirmAuthorization(
            units_of_work=uow, connector=connector, doorbell=doorbell, clock=clock, trail=trail
        ),
        disconnect=Disconnect(units_of_work=uow, connector=connector, clock=clock, trail=trail),
        get=GetConnection(units_of_work=uow, clock=clock),
        get_authorization=GetAuthorization(units_of_work=uow, clock=clock),
        reject=RejectAuthorization(units_of_work=uow, connector=connector, clock=clock, trail=trail),
        return_from_consent=ReturnFromConsent(
            units_of_work=uow, connector=connector, doorbell=doorbell, clock=clock, trail=trail
        ),
        test=TestConnection(units_of_work=uow, ledgers=ports.ledgers, doorbell=doorbell),
    )


def build_by_hand(ports: Ports) -> ByHand:
    """What a person says is in the books already."""
    uow, ledgers, doorbell, clock = ports.units_of_work, ports.ledgers, ports.doorbell, ports.clock
    trail = Trail(clock=clock, ids=ports.ids)
    return ByHand(
        adopt_entry=AdoptEntry(
            units_of_work=uow, ledgers=ledgers, doorbell=doorbell, clock=clock, trail=trail
        ),
        delete_link=DeleteLink(units_of_work=uow, trail=trail),
        get_candidates=GetCandidates(units_of_work=uow, ledgers=ledgers),
        get_link=GetLink(units_of_work=uow),
        put_link=PutLink(units_of_work=uow, ledgers=ledgers, doorbell=doorbell, trail=trail),
    )


def build_drain(
    ports: Ports, notify: Notify, notices: WriteNotices, settings: DrainSettings, policy: RetryPolicy
) -> Drain:
    """The engine: claim, push, record, and tell."""
    uow, clock = ports.units_of_work, ports.clock
    record = RecordOutcomes(units_of_work=uow, clock=clock, dice=ports.dice, policy=policy)
    refresh = build_refresh(ports, policy)
    push = Push(
        units_of_work=uow, ledgers=ports.ledgers, refresh=refresh, record=record, clock=clock, ids=ports.ids
    )
    return Drain(
        units_of_work=uow,
        doorbell=ports.doorbell,
        push=push,
        mark_changes=MarkChanges(units_of_work=uow, ledgers=ports.ledgers, record=record, clock=clock),
        notify=notify,
        write_notices=notices,
        clock=clock,
        settings=settings,
    )


def build_refresh(ports: Ports, policy: RetryPolicy) -> RefreshSources:
    """What stands before each attempt at a record by reference."""
    uow, clock = ports.units_of_work, ports.clock
    record = RecordFetches(units_of_work=uow, clock=clock, ids=ports.ids, dice=ports.dice, policy=policy)
    return RefreshSources(units_of_work=uow, source=ports.source, record=record, clock=clock, policy=policy)

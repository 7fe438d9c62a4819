"""The use cases that HTTP drives; the composition root builds them."""

from __future__ import annotations

from dataclasses import dataclass

from domain.use_cases.accept import AcceptBatch, AcceptRecord
from domain.use_cases.authenticate import Authenticate
from domain.use_cases.check_health import CheckHealth
from domain.use_cases.companies import GetCompany
from domain.use_cases.exclude import ExcludeEntry, IncludeEntry
from domain.use_cases.get_record import GetRecord
from domain.use_cases.mappings import DeleteMapping, GetMapping, ListMappings, ListUnmapped, PutMapping
from domain.use_cases.once import Once
from domain.use_cases.read_log import GetEntry, ListAttempts, ListLog
from domain.use_cases.resync import ResyncEntry
from domain.use_cases.resync_failures import GetOperation, ResyncFailures
from domain.use_cases.subscriptions import (
    ChangeSubscription,
    GetSubscription,
    ListSubscriptions,
    Subscribe,
    Unsubscribe,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """One field for each use case, under its own name."""

    accept_batch: AcceptBatch
    accept_record: AcceptRecord
    authenticate: Authenticate
    change_subscription: ChangeSubscription
    check_health: CheckHealth
    delete_mapping: DeleteMapping
    exclude_entry: ExcludeEntry
    get_company: GetCompany
    get_entry: GetEntry
    get_mapping: GetMapping
    get_operation: GetOperation
    get_record: GetRecord
    get_subscription: GetSubscription
    include_entry: IncludeEntry
    list_attempts: ListAttempts
    list_log: ListLog
    list_mappings: ListMappings
    list_subscriptions: ListSubscriptions
    list_unmapped: ListUnmapped
    once: Once
    put_mapping: PutMapping
    resync_entry: ResyncEntry
    resync_failures: ResyncFailures
    subscribe: Subscribe
    unsubscribe: Unsubscribe

"""What the service does, over ports alone; one class and one file for each thing it does."""

from __future__ import annotations

from dataclasses import dataclass

from domain.use_cases.accept import AcceptBatch, AcceptRecord, VoidRecord
from domain.use_cases.authenticate import Authenticate
from domain.use_cases.by_hand import ByHand
from domain.use_cases.causes import GetCause, ListCauses
from domain.use_cases.check_health import CheckHealth
from domain.use_cases.connecting import Connecting
from domain.use_cases.drain import Drain
from domain.use_cases.exclude import ExcludeEntry, IncludeEntry
from domain.use_cases.get_record import GetRecord
from domain.use_cases.once import Once
from domain.use_cases.plan_resync import PlanResync
from domain.use_cases.preview import PreviewEntry
from domain.use_cases.read_audit import ListAudit
from domain.use_cases.read_log import GetEntry, ListAttempts, ListLog
from domain.use_cases.receive_notices import ReceiveNotices
from domain.use_cases.resync import ResyncEntry
from domain.use_cases.resync_failures import GetOperation, ResyncFailures
from domain.use_cases.setting_up import SettingUp
from domain.use_cases.sweep import Sweep

__all__ = ["UseCases"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCases:
    """One field for each: the composition root fills them, and what drives the service calls them."""

    accept_batch: AcceptBatch
    accept_record: AcceptRecord
    authenticate: Authenticate
    by_hand: ByHand
    check_health: CheckHealth
    connecting: Connecting
    drain: Drain
    exclude_entry: ExcludeEntry
    get_cause: GetCause
    get_entry: GetEntry
    get_operation: GetOperation
    get_record: GetRecord
    include_entry: IncludeEntry
    list_attempts: ListAttempts
    list_audit: ListAudit
    list_causes: ListCauses
    list_log: ListLog
    once: Once
    preview_entry: PreviewEntry
    plan_resync: PlanResync
    receive_notices: ReceiveNotices
    resync_entry: ResyncEntry
    resync_failures: ResyncFailures
    setup: SettingUp
    sweep: Sweep
    void_record: VoidRecord

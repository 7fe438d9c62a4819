"""What lies in the tables."""

from adapters.database.rows import log_indexes as log_indexes  # they attach themselves to the tables
from adapters.database.rows.audit import AuditRow
from adapters.database.rows.base import Row
from adapters.database.rows.book_events import BookEventRow
from adapters.database.rows.calls import IdempotentCallRow
from adapters.database.rows.choices import ChoiceListRow, ChoiceRow, ChoiceWordRow
from adapters.database.rows.companies import ApiKeyRow, CompanyRow, ConnectionRow
from adapters.database.rows.connecting import AuthorizationRow, FormerLinkRow, FormerMappingRow
from adapters.database.rows.log import AttemptRow, LogEntryRow, WaitRow
from adapters.database.rows.notifications import MailRow, SubscriptionRow
from adapters.database.rows.records import LinkRow, MappingRow, RecordRow
from adapters.database.rows.settings import AlertDayRow, SettingsRow
from adapters.database.rows.sources import SourceRow
from adapters.database.rows.work import DrainRow, OperationItemRow, OperationRow

__all__ = [
    "AlertDayRow",
    "ApiKeyRow",
    "AttemptRow",
    "AuditRow",
    "AuthorizationRow",
    "BookEventRow",
    "ChoiceListRow",
    "ChoiceRow",
    "ChoiceWordRow",
    "CompanyRow",
    "ConnectionRow",
    "DrainRow",
    "FormerLinkRow",
    "FormerMappingRow",
    "IdempotentCallRow",
    "LinkRow",
    "LogEntryRow",
    "MailRow",
    "MappingRow",
    "OperationItemRow",
    "OperationRow",
    "RecordRow",
    "Row",
    "SettingsRow",
    "SourceRow",
    "SubscriptionRow",
    "WaitRow",
]

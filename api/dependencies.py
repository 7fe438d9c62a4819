"""What an endpoint may ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Path, Request

from api.schemas.fields import ExternalRef, Id
from api.schemas.log_entries import LogEntryOut
from api.schemas.mappings import SourceKey
from api.settings import ApiSettings
from domain.model.log_entries import LogEntry
from domain.model.mappings import MappingKind
from domain.model.questions import LedgerList
from domain.use_cases import UseCases


async def _use_cases(request: Request) -> UseCases:
    use_cases: UseCases = request.app.state.use_cases
    return use_cases


async def _settings(request: Request) -> ApiSettings:
    settings: ApiSettings = request.app.state.settings
    return settings


Use = Annotated[UseCases, Depends(_use_cases)]
Settings = Annotated[ApiSettings, Depends(_settings)]


async def _show_entry(settings: Settings) -> Callable[[LogEntry], LogEntryOut]:
    return lambda entry: LogEntryOut.of(entry, quickbooks_url=settings.quickbooks_url)


ShowEntry = Annotated[Callable[[LogEntry], LogEntryOut], Depends(_show_entry)]

RecordRef = Annotated[ExternalRef, Path(alias="external_ref")]
EntryId = Annotated[Id, Path(description="The id of a log entry.")]
AuthorizationId = Annotated[Id, Path(description="The id of a try to connect.")]
CauseId = Annotated[Id, Path(description="The id of a cause.")]
OperationId = Annotated[Id, Path(description="The id of an operation.")]
SubscriptionId = Annotated[Id, Path(description="The id of a subscription.")]
Kind = Annotated[MappingKind, Path(description="What is mapped.")]
ChosenList = Annotated[LedgerList, Path(alias="list", description="A list of QuickBooks.")]
Key = Annotated[SourceKey, Path()]
ApiKeyId = Annotated[Id, Path(description="The id of an API key; not its secret.")]

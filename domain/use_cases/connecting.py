"""What is done about a company's connection."""

from __future__ import annotations

from dataclasses import dataclass

from domain.use_cases.authorize import BeginAuthorization, GetAuthorization
from domain.use_cases.confirm import ConfirmAuthorization, RejectAuthorization
from domain.use_cases.connection import Disconnect, GetConnection, TestConnection
from domain.use_cases.return_from_consent import ReturnFromConsent


@dataclass(frozen=True, slots=True, kw_only=True)
class Connecting:
    """One field for each."""

    begin: BeginAuthorization
    confirm: ConfirmAuthorization
    disconnect: Disconnect
    get: GetConnection
    get_authorization: GetAuthorization
    reject: RejectAuthorization
    return_from_consent: ReturnFromConsent
    test: TestConnection

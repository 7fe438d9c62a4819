"""The examples of connecting: an association moves to other books."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from api.examples import COMPANY_ID, NOW, THEN
from domain.model.authorizations import Authorization, AuthorizationStatus, Books, ConnectionState
from domain.model.companies import Hold
from domain.model.outcomes import HoldReason
from domain.rules.preferences import CREDITS_APPLIED
from domain.use_cases.authorize import Begun
from domain.use_cases.connection import ConnectionTest, ConnectionView

_BOOKS: Final = Books(realm_id="9341450000000001", name="Bayside Chamber of Commerce")
_OTHERS: Final = Books(realm_id="9341450000000002", name="Bayside Foundation")
_FIVE_YEARS: Final = datetime(2031, 1, 4, 9, 30, tzinfo=THEN.tzinfo)

CONNECTION: Final = ConnectionView(
    state=ConnectionState(
        company_id=COMPANY_ID,
        books=_BOOKS,
        is_connected=True,
        connected_at=THEN,
        connected_by="front end",
        hold=Hold(reason=HoldReason.NEEDS_RECONNECT, since=NOW, until=None),
        expires_at=THEN + timedelta(hours=1),
        refresh_expires_at=THEN + timedelta(days=100),
        grant_expires_at=_FIVE_YEARS,
    ),
    under_way=17,
)
TEST: Final = ConnectionTest(failure=None, warnings=(CREDITS_APPLIED,))

_PENDING: Final = Authorization(
    id=UUID("019b8d62-3f40-7000-8000-000000000020"),
    company_id=COMPANY_ID,
    key_id=UUID("019b8d62-3f40-7000-8000-000000000021"),
    begun_by="front end",
    state_hash="",
    return_url="https://log.example.org/settings",
    created_at=THEN,
    expires_at=THEN + timedelta(minutes=10),
)
BEGUN: Final = Begun(
    authorization=_PENDING,
    authorize_url="https://appcenter.intuit.com/connect/oauth2?client_id=ABc1&response_type=code&state=Jx3b",
)
CONFIRMATION_REQUIRED: Final = replace(
    _PENDING,
    status=AuthorizationStatus.CONFIRMATION_REQUIRED,
    books=_OTHERS,
    before=_BOOKS,
    expires_at=NOW + timedelta(hours=1),
)
CONFIRMED: Final = replace(CONFIRMATION_REQUIRED, status=AuthorizationStatus.CONNECTED)

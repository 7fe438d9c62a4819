"""Settings: what is carried over, whether anything is sent, and how often staff hear of failures."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Body, Response, status

from api import examples
from api.dependencies import Use
from api.documented import NOT_MODIFIED, answers
from api.errors import problems
from api.etags import VERSION, IfMatch, etag_of_version
from api.route import Route
from api.schemas.settings import SettingsChangeIn, SettingsOut
from api.security import SettingsReader, SettingsWriter
from domain.errors import VersionDiffers, VersionRequired
from domain.errors.settings import TimeZoneUnknown

router = APIRouter(prefix="/settings", tags=["Settings"], route_class=Route)

_SETTINGS: Final = SettingsOut.of(examples.SETTINGS)
_CHANGES: Final = {
    "start": {"summary": "Begin with a new year", "value": {"start_date": "2026-01-01"}},
    "kinds": {
        "summary": "Carry contacts, invoices and payments over",
        "value": {"kinds": ["contact", "invoice", "payment"]},
    },
    "pause": {"summary": "Send nothing for now", "value": {"paused": True}},
    "everything": {"summary": "Whatever its date", "value": {"start_date": None}},
}


@router.get(
    "",
    summary="Get the settings",
    responses={
        **answers(status.HTTP_200_OK, "The settings.", _SETTINGS, headers=VERSION),
        **NOT_MODIFIED,
    },
)
async def get_settings(who: SettingsReader, use: Use, response: Response) -> SettingsOut:
    """What the company has set, or the defaults."""
    settings = await use.setup.get_settings(who)
    response.headers["ETag"] = etag_of_version(settings.version)
    return SettingsOut.of(settings)


@router.patch(
    "",
    summary="Change settings",
    responses={
        **answers(status.HTTP_200_OK, "They are changed.", _SETTINGS, headers=VERSION),
        **problems(TimeZoneUnknown, VersionDiffers, VersionRequired),
    },
)
async def change_settings(
    *,
    change: Annotated[SettingsChangeIn, Body(openapi_examples=_CHANGES)],
    who: SettingsWriter,
    if_match: IfMatch,
    use: Use,
    response: Response,
) -> SettingsOut:
    """Change the settings that are given.

    A change holds for what was accepted before, too. What is `queued` and is not carried over any more
    becomes `skipped` when its turn comes; what is `skipped`, and is carried over now, is queued again at
    once. What a worker is sending just then goes on. A void is never skipped.

    A payment, a credit or a write-off on a skipped invoice does not wait for it: like one that is older
    than the integration, it is looked for in QuickBooks by its number. What belongs to a skipped
    contact waits until the contact is linked to a customer by hand.
    """
    changed = await use.setup.change_settings(who, change.change(), if_match=if_match)
    response.headers["ETag"] = etag_of_version(changed.version)
    return SettingsOut.of(changed)

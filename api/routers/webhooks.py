"""What others tell us: Intuit, of changes in QuickBooks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response, status

from api.dependencies import Use
from api.documented import answers
from api.schemas.webhooks import IntuitNoticesIn
from api.signed_route import Signed, SignedRoute

router = APIRouter(prefix="/webhooks", tags=["Webhooks"], route_class=SignedRoute)

_CLOUD_EVENTS = [
    {
        "specversion": "1.0",
        "id": "88cd52aa-33b6-4351-9aa4-47572edbd068",
        "source": "intuit.dsnBgbseACLLRZNxo2dfc4evmEJdxde58xeeYcZliOU=",
        "type": "qbo.invoice.voided.v1",
        "datacontenttype": "application/json",
        "time": "2026-09-10T21:31:25.179851517Z",
        "intuitentityid": "145",
        "intuitaccountid": "9341450000000001",
        "data": {},
    }
]
_OLDER = {
    "eventNotifications": [
        {
            "realmId": "9341450000000001",
            "dataChangeEvent": {
                "entities": [
                    {
                        "name": "Customer",
                        "id": "61",
                        "operation": "Update",
                        "lastUpdated": "2026-06-08T20:52:31.657Z",
                    }
                ]
            },
        }
    ]
}


@router.post(
    "/intuit",
    summary="Hear from Intuit",
    status_code=status.HTTP_200_OK,
    response_class=Response,
    responses=answers(status.HTTP_200_OK, "It is kept; nothing more is to be sent. The body is empty."),
)
async def receive_intuit_webhook(
    notices: Annotated[
        IntuitNoticesIn,
        Body(
            openapi_examples={
                "cloud_events": {"summary": "CloudEvents", "value": _CLOUD_EVENTS},
                "older": {"summary": "The older shape", "value": _OLDER},
            }
        ),
    ],
    _: Signed,
    use: Use,
) -> Response:
    """What has changed in QuickBooks, for the address that the app is registered with at Intuit.

    The signature is checked over the body byte for byte, before anything of it is read. What is kept
    survives whatever happens next; it is looked into after the answer. If somebody changed, deleted,
    voided or merged an object that we posted, the newest log entry of its record says so in
    `changed_in_quickbooks`. Other objects, operations and realms are let go. The same call again is as
    good as one. The media types of CloudEvents are taken too.
    """
    await use.receive_notices(notices.read())
    return Response(status_code=status.HTTP_200_OK)

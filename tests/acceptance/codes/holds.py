"""What holds up a whole company: it fails no entry, and spends no attempt of any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.model.companies import Connection, Tokens
from domain.model.companies import Hold as CompanyHold
from domain.model.outcomes import HoldReason
from tests.acceptance.codes.case import Act, Scene
from tests.builders import FAR_AHEAD, NOON
from tests.servers.sandbox import control

NOT_CONNECTED = HoldReason.NOT_CONNECTED
THROTTLE = {"kind": "throttle", "retry_after": 30}
QUOTA = {"kind": "throttle", "format": "json", "retry_after": 86_400}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """`begins` makes QuickBooks turn the company away; `ends` is what makes it let it in again."""

    code: str
    begins: Act
    ends: Act


def strikes(action: Mapping[str, object], **match: str) -> Act:
    def begin(scene: Scene) -> None:
        scene.ids["rule"] = scene.town.realm.add_fault({"match": match, "action": action})

    return begin


def lapse(scene: Scene) -> None:
    scene.town.realm.settings({"subscription": "lapsed"})


def renew(scene: Scene) -> None:
    scene.town.realm.settings({"subscription": "active"})


def permit(scene: Scene) -> None:
    scene.town.realm.remove_fault(scene.ids["rule"])


async def hold_of(scene: Scene) -> CompanyHold | None:
    async with scene.town.units_of_work() as uow:
        connection = await uow.connections.get(scene.town.company.id)
    return connection.hold if connection else CompanyHold(reason=NOT_CONNECTED, since=NOON, until=None)


async def time_passes(scene: Scene) -> None:
    """Until it is time to try again, if there is one."""
    hold = await hold_of(scene)
    if hold is None or hold.until is None:
        return
    async with scene.town.units_of_work() as uow:
        await uow.connections.hold(scene.town.company.id, replace(hold, until=NOON))
        await uow.commit()


def disconnect(scene: Scene) -> None:
    scene.town.realm.settings({"connected": False})


async def forget(scene: Scene) -> None:
    """Somebody disconnects on this side: the tokens are gone."""
    answer = await scene.town.call("DELETE", "/connection")
    assert answer.status_code == 204, answer.text


async def connect(scene: Scene) -> None:
    """An administrator connects QuickBooks again: there are new tokens, and nothing holds it up."""
    town, realm = scene.town, scene.town.realm
    realm.settings({"connected": True})
    given = control(realm.url, "POST", f"/realms/{realm.realm_id}/tokens", {})
    tokens = Tokens(
        access_token=given["access_token"], refresh_token=given["refresh_token"], expires_at=FAR_AHEAD
    )
    made = Connection(company_id=town.company.id, realm_id=realm.realm_id, tokens=tokens, version=99)
    async with town.units_of_work.of(town.company.id) as uow:
        await uow.connections.add(made)
        await uow.commit()


HOLDS = (
    Hold(code="company_suspended", begins=lapse, ends=renew),
    Hold(
        code="permission_denied", begins=strikes({"kind": "fault", "code": "5020"}, path="/v3/"), ends=permit
    ),
    Hold(code="not_connected", begins=forget, ends=connect),
    Hold(code="needs_reconnect", begins=disconnect, ends=connect),
    Hold(code="rate_limited", begins=strikes(THROTTLE, path="/v3/"), ends=permit),
    Hold(code="read_quota_used_up", begins=strikes(QUOTA, operation="query"), ends=permit),
)

"""What the audit trail promises."""

from __future__ import annotations

import pytest

from domain.model.audit import Actor, AuditAction, AuditEvent, AuditFilter, AuditMark
from domain.model.companies import Company
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import NOON, an_audit_event, later, new_id
from tests.contracts.database.base import DatabaseContract, a_company_in

KEY, ENTRY = new_id(), new_id()


class AuditContract(DatabaseContract):
    async def test_an_event_is_read_back_as_it_was_written(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        by_key = an_audit_event(
            company,
            at=later(seconds=1.000001),
            actor=Actor(key_id=KEY, name="Front end", request_id=new_id()),
            details={"reason": "Entered by hand: grüße.", "entries": 3, "has_token": False},
        )
        by_operator = an_audit_event(company, actor=Actor())
        await written(units, by_operator, by_key)
        assert await page(units, company) == [by_key, by_operator]

    async def test_pages_lead_through_the_trail_newest_first(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        times = (1, 3, 2, 3, 1)  # some of the same moment: their ids decide
        events = [an_audit_event(company, at=later(seconds=each)) for each in times]
        await written(units, *events)
        newest_first = sorted(events, key=lambda event: (event.at, event.id), reverse=True)
        walked: list[AuditEvent] = []
        while part := await page(units, company, behind=walked[-1] if walked else None, limit=2):
            walked += part
        assert walked == newest_first

    async def test_a_company_sees_its_own_trail_only(self, units: UnitsOfWork, company: Company) -> None:
        await written(units, an_audit_event(await a_company_in(units)))
        assert await page(units, company) == []

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (AuditFilter(), "excluded mapped resynced"),
            (AuditFilter(actions=frozenset({AuditAction.MAPPED})), "mapped"),
            (AuditFilter(actions=frozenset({AuditAction.MAPPED, AuditAction.EXCLUDED})), "excluded mapped"),
            (AuditFilter(actions=frozenset({AuditAction.ADOPTED})), ""),
            (AuditFilter(key_id=KEY), "excluded resynced"),
            (AuditFilter(key_id=ENTRY), ""),
            (AuditFilter(subject_kind="mapping"), "mapped"),
            (AuditFilter(subject_id=str(ENTRY)), "excluded resynced"),
            (AuditFilter(subject_kind="mapping", subject_id=str(ENTRY)), ""),
            (AuditFilter(since=later(seconds=1)), "excluded mapped"),
            (AuditFilter(until=later(seconds=1)), "resynced"),
            (AuditFilter(since=later(seconds=1), until=later(seconds=2)), "mapped"),
            (AuditFilter(key_id=KEY, since=later(seconds=1)), "excluded"),
        ],
    )
    async def test_a_filter_selects(
        self, units: UnitsOfWork, company: Company, wanted: AuditFilter, found: str
    ) -> None:
        person, entry = Actor(key_id=KEY, name="Front end"), {"subject_id": str(ENTRY)}
        await written(
            units,
            an_audit_event(company, action=AuditAction.RESYNCED, at=NOON, actor=person, **entry),
            an_audit_event(
                company,
                action=AuditAction.MAPPED,
                at=later(seconds=1),
                subject_kind="mapping",
                subject_id="fee_item/dues-gold",
            ),
            an_audit_event(company, action=AuditAction.EXCLUDED, at=later(seconds=2), actor=person, **entry),
        )
        assert sorted(event.action for event in await page(units, company, wanted)) == found.split()

    async def test_what_was_not_committed_was_not_done(self, units: UnitsOfWork, company: Company) -> None:
        async with units.of(company.id) as uow:
            await uow.audit.add(an_audit_event(company))
        assert await page(units, company) == []


async def written(units: UnitsOfWork, *events: AuditEvent) -> None:
    for event in events:
        async with units.of(event.company_id) as uow:
            await uow.audit.add(event)
            await uow.commit()


async def page(
    units: UnitsOfWork,
    company: Company,
    wanted: AuditFilter | None = None,
    *,
    behind: AuditEvent | None = None,
    limit: int = 10,
) -> list[AuditEvent]:
    after = AuditMark(at=behind.at, id=behind.id) if behind else None
    async with units.of(company.id) as uow:
        return [*await uow.audit.page(company.id, wanted or AuditFilter(), after=after, limit=limit)]

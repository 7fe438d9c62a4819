"""A preview needs books to ask."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import ConnectionRequired
from tests.builders import a_company, a_contact
from tests.use_cases.house import House


async def test_a_company_that_was_never_connected_has_no_preview(house: House) -> None:
    other = a_company()
    async with house.units() as uow:
        await uow.companies.add(other)
        await uow.commit()
    caller = replace(house.principal, company_id=other.id)
    accepted = await house.use_cases.accept_record(caller, a_contact())
    with pytest.raises(ConnectionRequired):
        await house.use_cases.preview_entry(caller, accepted.entry.id)

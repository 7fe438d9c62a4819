"""Seal everything that lies sealed with the key that seals now, so that an older one can be taken away."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.model.seals import SealedText
from domain.ports.unit_of_work import UnitsOfWork

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """How many texts were sealed anew, and how many are left with which older keys."""

    resealed: int
    left: Mapping[str, int]


class RotateVault:
    """Safe beside running workers: what they renew meanwhile is not touched. Safe to run twice."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self) -> Rotation:
        """Go from company to company; what cannot be opened stays as it is, and is counted as left."""
        async with self._units_of_work() as uow:
            companies = await uow.companies.all()
        resealed, left = 0, Counter[str]()
        for company in companies:
            for text in await self._older(company.id):
                resealed += await self._reseal(text)
            left.update(text.key_id for text in await self._older(company.id))
        return Rotation(resealed=resealed, left=left)

    async def _older(self, company_id: UUID) -> list[SealedText]:
        async with self._units_of_work.of(company_id) as uow:
            return list(await uow.sealed_texts.under_older_keys(company_id))

    async def _reseal(self, text: SealedText) -> bool:
        """Each in a transaction of its own, so that nobody waits for more than one row."""
        async with self._units_of_work.of(text.about.company_id) as uow:
            try:
                resealed = await uow.sealed_texts.reseal(text)
            except ValueError:
                where = {"company_id": text.about.company_id, "field": text.about.field}
                log.warning("seal_not_opened", extra={**where, "key_id": text.key_id})
                return False
            await uow.commit()
        return resealed

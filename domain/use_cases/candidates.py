"""Who a contact may be in the books, and who holds its name there."""

from __future__ import annotations

from domain.model.api_keys import Principal
from domain.ports.ledger import Ledgers
from domain.ports.unit_of_work import UnitsOfWork
from domain.rules.candidates import Candidates, candidates, found_customers, questions
from domain.use_cases.asking import ask
from domain.use_cases.links import contact_in, contact_key, contact_of


class GetCandidates:
    """Reads only, of the contact as it is now."""

    def __init__(self, *, units_of_work: UnitsOfWork, ledgers: Ledgers) -> None:
        self._units_of_work = units_of_work
        self._ledgers = ledgers

    async def __call__(self, principal: Principal, external_ref: str) -> Candidates:
        """Raises RecordNotFound, DataNotFetched, ConnectionRequired or QuickBooksUnreadable."""
        async with self._units_of_work.of(principal.company_id) as uow:
            contact = contact_in(await contact_of(uow, principal, contact_key(external_ref)))
            connection = await uow.connections.get(principal.company_id)
        facts = await ask(self._ledgers, connection, questions(contact))
        ids = [customer.ref.id for customer in found_customers(contact, facts)]
        async with self._units_of_work.of(principal.company_id) as uow:
            holders = await uow.links.holders(principal.company_id, "Customer", ids)
        return candidates(contact, facts, holders)

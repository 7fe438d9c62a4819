"""Read one object."""

from sandbox.books.company import Company
from sandbox.entities.entity import Entity, Family
from sandbox.faults import fault, gone
from sandbox.shapes import JsonObject


def read(company: Company, entity: Entity, object_id: str) -> JsonObject:
    """The object as it is answered. QBO: 610 if it is not there, 2030 for what is no id."""
    if entity.family is Family.SINGLE:
        stored = next(iter(company.shelf(entity.name).all()), None)
        if entity.name == "CompanyInfo" and object_id not in {company.realm_id, "1"}:
            stored = None
    else:
        stored = company.find(entity.name, object_id) if entity.behaviour.kept_by(company) else None
    if stored is None:
        if not object_id.isdigit():
            raise fault("2030", f"Id should be a valid number. Supplied value:{object_id}", "Id")
        raise gone()
    return entity.behaviour.present(company, stored)

"""Tax codes are set up by a service of their own: a code, and its rates, new ones or some that are there."""

from typing import Final

from sandbox.books.changes import Changes
from sandbox.books.company import Company
from sandbox.books.operations import Source
from sandbox.books.writing import record
from sandbox.entities.fields import choice, many, named, percent, text
from sandbox.entities.registry import ENTITIES
from sandbox.entities.schema import read_fields
from sandbox.faults import Problem, QboFault, fault, missing
from sandbox.shapes import JsonObject

_FIELDS: Final = {
    each.name: each
    for each in (
        named("TaxCode"),
        text("TaxCodeId", 50),
        text("Id", 50),
        many(
            "TaxRateDetails",
            [
                named("TaxRateName"),
                text("TaxRateId", 50),
                percent("RateValue"),
                text("TaxAgencyId", 50),
                choice("TaxApplicableOn", "Sales", "Purchase"),
            ],
        ),
    )
}


def set_up_tax(company: Company, body: JsonObject, source: Source) -> JsonObject:
    """Make the code and its rates, as one operation; what was made, with its ids.

    QBO: 2500 for a rate or an agency that is not there, 6240 for a name that is taken.
    """
    problems: list[Problem] = []
    asked = read_fields(_FIELDS, body, "", problems)
    problems += [missing(each) for each in ("TaxCode", "TaxRateDetails") if not asked.get(each)]
    if problems:
        raise QboFault(problems)
    changes = Changes(company, ENTITIES["TaxCode"])
    _refuse_taken(company, "TaxCode", asked["TaxCode"])
    rates = [_rate(changes, detail) for detail in asked["TaxRateDetails"]]
    code_id = company.next_id(changes.entity.id_space)
    changes.save("TaxCode", _code(code_id, asked["TaxCode"], rates))
    record(changes, "create", code_id, source)
    return {"TaxCode": asked["TaxCode"], "TaxCodeId": code_id, "TaxRateDetails": rates}


def _rate(changes: Changes, detail: JsonObject) -> JsonObject:
    """One rate of the code, as the service answers it."""
    rate = _held_rate(changes.company, detail) if "TaxRateId" in detail else _new_rate(changes, detail)
    return {**rate, "TaxApplicableOn": detail.get("TaxApplicableOn", "Sales")}


def _held_rate(company: Company, detail: JsonObject) -> JsonObject:
    held = company.find("TaxRate", detail["TaxRateId"])
    if held is None:
        raise _unknown("TaxRate", detail["TaxRateId"])
    named_by = {"TaxRateName": held["Name"], "TaxRateId": held["Id"]}
    return {**named_by, "RateValue": held["RateValue"], "TaxAgencyId": held["AgencyRef"]["value"]}


def _new_rate(changes: Changes, detail: JsonObject) -> JsonObject:
    lacking = [missing(each) for each in ("TaxRateName", "RateValue", "TaxAgencyId") if each not in detail]
    if lacking:
        raise QboFault(lacking)
    company, name = changes.company, detail["TaxRateName"]
    agency = company.find("TaxAgency", detail["TaxAgencyId"])
    if agency is None:
        raise _unknown("TaxAgency", detail["TaxAgencyId"])
    _refuse_taken(company, "TaxRate", name)
    rate = {
        "Id": company.next_id(ENTITIES["TaxRate"].id_space),
        "Name": name,
        "Description": name,
        "Active": True,
        "RateValue": detail["RateValue"],
        "AgencyRef": company.reference("TaxAgency", agency["Id"], agency["DisplayName"]),
        "SpecialTaxType": "NONE",
        "DisplayType": "ReadOnly",
    }
    changes.save("TaxRate", rate)
    return {**detail, "TaxRateId": rate["Id"]}


def _unknown(entity: str, object_id: str) -> QboFault:
    space = ENTITIES[entity].id_space
    return fault("2500", f"Invalid Reference Id : {space} element id {object_id} not found", f"{entity}Id")


def _code(code_id: str, name: str, rates: list[JsonObject]) -> JsonObject:
    lists = {
        applied: {
            "TaxRateDetail": [
                {
                    "TaxRateRef": {"value": rate["TaxRateId"], "name": rate["TaxRateName"]},
                    "TaxTypeApplicable": "TaxOnAmount",
                    "TaxOrder": 0,
                }
                for rate in rates
                if rate["TaxApplicableOn"] == applied
            ]
        }
        for applied in ("Sales", "Purchase")
    }
    head = {
        "Id": code_id,
        "Name": name,
        "Description": name,
        "Active": True,
        "Taxable": True,
        "TaxGroup": True,
    }
    return {**head, **{f"{applied}TaxRateList": each for applied, each in lists.items()}}


def _refuse_taken(company: Company, entity: str, name: str) -> None:
    holder = company.names.holder(ENTITIES[entity].name_space, name)
    if holder is not None:
        raise fault("6240", f"The name supplied already exists. : Id={holder[1]}")

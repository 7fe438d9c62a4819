"""Currencies and their rates: for companies that keep several, by `CurrencyPrefs.MultiCurrencyEnabled`.

Both are kept and answered; the books reckon in the home currency alone.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.books.currencies import CURRENCIES
from sandbox.entities.entity import Behaviour, attachment, name_list
from sandbox.entities.fields import computed, day, named, number, opaque, text
from sandbox.faults import QboFault, business, fault, gone, missing
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company

ONE: Final = Decimal(1)
_CODE: Final = re.compile("[A-Z]{3}")


def _check_code(draft: JsonObject, name: str) -> None:
    if not _CODE.fullmatch(draft[name]):
        raise fault("2170", f"Invalid Enumeration : {draft[name]}", name)


class _OfSeveral(Behaviour):
    """What only a company of several currencies has."""

    @override
    def kept_by(self, company: "Company") -> bool:
        return company.has_several_currencies

    @override
    def received(self, company: "Company", body: JsonObject) -> JsonObject:
        company.refuse_single_currency()
        return body


class CompanyCurrencyBehaviour(_OfSeveral):
    """A currency the company uses, known by its code, once; its name comes from that."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        _check_code(draft, "Code")
        draft.setdefault("Name", CURRENCIES.get(draft["Code"], draft["Code"]))
        holder = changes.company.names.holder(changes.entity.name_space, draft["Code"])
        if holder is not None and holder[1] != draft.get("Id"):
            raise fault("6240", f"The name supplied already exists. : Id={holder[1]}")


class ExchangeRateBehaviour(_OfSeveral):
    """What one unit of a currency is worth at home from a day on. It has no id: currency and day name it."""

    made_by_update = True

    @override
    def received(self, company: "Company", body: JsonObject) -> JsonObject:
        """A second rate of the same day takes the place of the first."""
        super().received(company, body)
        dated = str(body.get("AsOfDate") or company.clock.today())[:10]
        for held in _rates(company, str(body.get("SourceCurrencyCode", ""))):
            if held["AsOfDate"] == dated:
                return {**body, "Id": held["Id"], "SyncToken": held["SyncToken"]}
        return {name: value for name, value in body.items() if name not in {"Id", "SyncToken"}}

    @override
    def found_by(self, company: "Company", parameters: Mapping[str, str]) -> str:
        """`GET /exchangerate?sourcecurrencycode=EUR&asofdate=`: the latest up to that day, else the first."""
        company.refuse_single_currency()
        source = parameters.get("sourcecurrencycode", "")
        if not source:
            raise QboFault([missing("sourcecurrencycode")])
        until = parameters.get("asofdate") or company.clock.today()
        known = sorted(_rates(company, source), key=lambda each: str(each["AsOfDate"]))
        if not known:
            raise gone()
        past = [each for each in known if each["AsOfDate"] <= until]
        return str((past[-1] if past else known[0])["Id"])

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        _check_code(draft, "SourceCurrencyCode")
        home = changes.company.currency()["value"]
        draft["TargetCurrencyCode"] = home
        draft.setdefault("AsOfDate", changes.company.clock.today())
        if draft["SourceCurrencyCode"] == home:
            draft["Rate"] = ONE
        if draft["Rate"] <= 0:
            raise business("The exchange rate must be greater than 0.", "Rate")

    @override
    def present(self, company: "Company", stored: JsonObject) -> JsonObject:
        return {name: value for name, value in stored.items() if name != "Id"}


def _rates(company: "Company", source: str) -> list[JsonObject]:
    shelf = company.shelf("ExchangeRate")
    return [held for each in shelf.ids_by("SourceCurrencyCode", source) if (held := shelf.get(each))]


COMPANY_CURRENCY = name_list(
    "CompanyCurrency",
    [text("Code", 3, required=True), named("Name"), opaque("CustomField")],
    behaviour=CompanyCurrencyBehaviour(),
    unique_field="Code",
    indexes=("Code", "Name"),
)

EXCHANGE_RATE = attachment(
    "ExchangeRate",
    [
        text("SourceCurrencyCode", 3, required=True),
        computed("TargetCurrencyCode"),
        number("Rate", required=True),
        day("AsOfDate"),
        opaque("CustomField"),
    ],
    behaviour=ExchangeRateBehaviour(),
    indexes=("SourceCurrencyCode",),
    operations=frozenset({"read", "query", "create", "update"}),
)

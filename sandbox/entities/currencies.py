"""CompanyCurrency and ExchangeRate, for companies with several currencies.

Both are kept and answered; the books reckon in the home currency alone.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.books.currencies import CURRENCIES
from sandbox.entities.entity import Behaviour, name_list
from sandbox.entities.fields import day, named, number, opaque, text
from sandbox.faults import business, fault, gone
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company

CODE: Final = re.compile("[A-Z]{3}")
_HIDDEN: Final = frozenset({"Id", "Active"})


def demand_several(company: "Company") -> None:
    """QBO: 6000, in a company of one currency."""
    if not company.preferences["CurrencyPrefs"].get("MultiCurrencyEnabled"):
        raise business("Multi Currency should be enabled to perform this operation.")


def _check_code(draft: JsonObject, name: str) -> None:
    if not CODE.fullmatch(draft[name]):
        raise fault("2170", f"Invalid Enumeration : {draft[name]}", name)


class CompanyCurrencyBehaviour(Behaviour):
    """A currency is known by its code, once."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        demand_several(changes.company)
        _check_code(draft, "Code")
        draft.setdefault("Name", CURRENCIES.get(draft["Code"], draft["Code"]))
        holder = changes.company.names.holder(changes.entity.name_space, draft["Code"])
        if holder is not None and holder[1] != draft.get("Id"):
            raise fault("6240", f"The name supplied already exists. : Id={holder[1]}")


class ExchangeRateBehaviour(Behaviour):
    """One rate for a currency and a day: written again, it is another. Clients see no id of it."""

    made_by_update = True

    @override
    def unwrapped(self, company: "Company", body: JsonObject) -> JsonObject:
        """The rate of that day, if there is one, is the one that is meant."""
        dated = str(body.get("AsOfDate") or company.clock.today())[:10]
        shelf = company.shelf("ExchangeRate")
        for held_id in shelf.ids_by("SourceCurrencyCode", str(body.get("SourceCurrencyCode"))):
            held = shelf.get(held_id)
            if held is not None and held["AsOfDate"] == dated:
                return {"SyncToken": held["SyncToken"], **body, "Id": held_id}
        return {key: value for key, value in body.items() if key != "Id"}

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        demand_several(changes.company)
        _check_code(draft, "SourceCurrencyCode")
        draft.setdefault("AsOfDate", changes.company.clock.today())
        draft["TargetCurrencyCode"] = changes.company.currency()["value"]
        if draft["Rate"] <= 0:
            raise business("The exchange rate must be greater than 0.", "Rate")

    @override
    def found_by(self, company: "Company", parameters: Mapping[str, str]) -> str:
        """`sourcecurrencycode` and `asofdate`: the last rate until that day. QBO: 610 without any."""
        demand_several(company)
        code = parameters.get("sourcecurrencycode", "")
        until = parameters.get("asofdate") or company.clock.today()
        shelf = company.shelf("ExchangeRate")
        rates = [held for each in shelf.ids_by("SourceCurrencyCode", code) if (held := shelf.get(each))]
        dated = [each for each in rates if each["AsOfDate"] <= until]
        if not dated:
            raise gone()
        return str(max(dated, key=lambda each: each["AsOfDate"])["Id"])

    @override
    def present(self, company: "Company", stored: JsonObject) -> JsonObject:
        return {name: value for name, value in stored.items() if name not in _HIDDEN}


COMPANY_CURRENCY = name_list(
    "CompanyCurrency",
    [text("Code", 3, required=True), named("Name"), opaque("CustomField")],
    behaviour=CompanyCurrencyBehaviour(),
    unique_field="Code",
    space="CompanyCurrencies",
    indexes=("Code",),
)

EXCHANGE_RATE = name_list(
    "ExchangeRate",
    [
        text("SourceCurrencyCode", 3, required=True),
        text("TargetCurrencyCode", 3),
        number("Rate", required=True),
        day("AsOfDate"),
        opaque("CustomField"),
    ],
    behaviour=ExchangeRateBehaviour(),
    name_field="",
    indexes=("SourceCurrencyCode",),
)

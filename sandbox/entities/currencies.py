"""Currencies and their rates: for companies that keep several, by `CurrencyPrefs.MultiCurrencyEnabled`."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.entities.entity import Behaviour, attachment, name_list
from sandbox.entities.fields import computed, day, named, number, opaque, text
from sandbox.faults import QboFault, business, gone, missing
from sandbox.rules.names import Nested
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company

ONE: Final = Decimal(1)


def several(company: "Company") -> bool:
    """Whether the company keeps more than its home currency."""
    return bool(company.preferences["CurrencyPrefs"].get("MultiCurrencyEnabled"))


def refuse_single(company: "Company") -> None:
    """QBO: 6000."""
    if not several(company):
        raise business("Multi Currency should be enabled to perform this operation")


class CompanyCurrencyBehaviour(Nested):
    """A currency the company uses; its name comes from its code."""

    @override
    def kept_by(self, company: "Company") -> bool:
        return several(company)

    @override
    def received(self, company: "Company", body: JsonObject) -> JsonObject:
        refuse_single(company)
        return body

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        draft.setdefault("Name", changes.company.currency(draft["Code"])["name"])
        super().complete(changes, draft, before)


class ExchangeRateBehaviour(Behaviour):
    """What one unit of a currency is worth at home from a day on. It has no id: currency and day name it."""

    @override
    def kept_by(self, company: "Company") -> bool:
        return several(company)

    @override
    def received(self, company: "Company", body: JsonObject) -> JsonObject:
        """A second rate of the same day takes the place of the first."""
        refuse_single(company)
        source, as_of = str(body.get("SourceCurrencyCode", "")), str(body.get("AsOfDate", ""))[:10]
        for each in _rates(company, source):
            if each["AsOfDate"] == (as_of or company.clock.today()):
                return {**body, "Id": each["Id"], "SyncToken": each["SyncToken"]}
        return {name: value for name, value in body.items() if name not in {"Id", "SyncToken"}}

    @override
    def found_by(self, company: "Company", parameters: Mapping[str, str]) -> str:
        """`GET /exchangerate?sourcecurrencycode=EUR&asofdate=`: the latest up to that day."""
        source = parameters.get("sourcecurrencycode", "")
        as_of = parameters.get("asofdate", "") or company.clock.today()
        if not source:
            raise QboFault([missing("sourcecurrencycode")])
        known = sorted(_rates(company, source), key=lambda each: str(each["AsOfDate"]))
        if not known:
            raise gone()
        past = [each for each in known if each["AsOfDate"] <= as_of]
        return str((past or known)[-1 if past else 0]["Id"])

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        home = changes.company.home_currency()["value"]
        draft["TargetCurrencyCode"] = home
        draft.setdefault("AsOfDate", changes.company.clock.today())
        if draft["SourceCurrencyCode"] == home:
            draft["Rate"] = ONE

    @override
    def present(self, company: "Company", stored: JsonObject) -> JsonObject:
        return {name: value for name, value in stored.items() if name != "Id"}


def _rates(company: "Company", source: str) -> list[JsonObject]:
    held = company.shelf("ExchangeRate").all()
    return [each for each in held if each["SourceCurrencyCode"] == source.upper()]


COMPANY_CURRENCY = name_list(
    "CompanyCurrency",
    [text("Code", 3, required=True), named("Name"), opaque("CustomField")],
    behaviour=CompanyCurrencyBehaviour(),
    indexes=("Name",),
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
)

"""What a client asks of a report: its parameters, read; and which of them nobody looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sandbox.books.company import Company
from sandbox.entities.kinds import Day, Kind, Refused, Whole
from sandbox.faults import fault
from sandbox.reports.period import FIRST_MONTHS, Period, named_period, year_start

OF_EVERY_CALL: Final = frozenset({"format", "minorversion", "requestid"})
_DAY: Final = Day()
_WHOLE: Final = Whole()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One report of one company. What is asked for by `get` is heeded."""

    company: Company
    parameters: Mapping[str, str]
    _heeded: set[str] = field(default_factory=set)

    def get(self, name: str) -> str:
        """A parameter, empty if it was not sent."""
        self._heeded.add(name)
        return self.parameters.get(name, "")

    @property
    def unheeded(self) -> list[str]:
        """The parameters that made no difference and should have made one."""
        return sorted(set(self.parameters) - self._heeded - OF_EVERY_CALL)

    @property
    def today(self) -> date:
        """In the company."""
        return date.fromisoformat(self.company.clock.today())

    @property
    def first_month(self) -> int:
        """Of the company's fiscal year."""
        named = self.company.preferences["AccountingInfoPrefs"].get("FirstMonthOfFiscalYear")
        return FIRST_MONTHS.get(str(named), 1)

    def day(self, name: str) -> date | None:
        """A date. QBO: 2060, 2070."""
        text = self.get(name)
        return date.fromisoformat(str(self._read(_DAY, name, text))) if text else None

    def count(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 on. QBO: 2090."""
        text = self.get(name)
        number = int(str(self._read(_WHOLE, name, text))) if text else default
        if not 1 <= number <= most:
            raise fault("2090", f"Invalid Number. Supplied value:{text}", name)
        return number

    def chosen(self, name: str, *options: str) -> str:
        """One of the options in any case, the first if none or another was sent: then it is not heeded."""
        text = self.get(name).lower()
        found = next((each for each in options if each.lower() == text), None)
        if text and found is None:
            self._heeded.discard(name)
        return found or options[0]

    def period(self, default: str) -> Period:
        """From `start_date` to `end_date`, or by its name. QBO: 2170 for a name it does not know."""
        start, end, macro = self.day("start_date"), self.day("end_date"), self.get("date_macro")
        if start is None and end is None:
            period = named_period(macro or default, self.today, self.first_month)
            if period is None:
                raise fault("2170", f"Invalid Enumeration : {macro}", "date_macro")
            return period
        until = end or max(start or self.today, self.today)
        return Period(start or year_start(until, self.first_month), until)

    def ids(self, name: str) -> frozenset[str]:
        """Those that the report is to be about; all, if empty."""
        return frozenset(each.strip() for each in self.get(name).split(",") if each.strip())

    def _read(self, kind: Kind, name: str, text: str) -> object:
        try:
            return kind.read(text)
        except Refused as refused:
            raise fault(refused.code, refused.detail, name) from None

"""What a bulk resync would do, and how long the books' limits make it take."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from math import ceil

from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.money import Money
from domain.model.plans import Basis, FailingAgain, Plan
from domain.model.questions import Question
from domain.model.records import RecordKind
from domain.model.verdicts import Fail, Post, Resend, Skip, Verdict, Wait
from domain.rules.decide import blocked, decide, questions

# QBO's published limits for one company, and ours for one query.
CALLS_A_SECOND = 10
CALLS_A_MINUTE = 500
VALUES_IN_A_QUERY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What would come of one entry: as little as the plan needs, since there may be 100,000."""

    kind: RecordKind
    code: str | None
    amount: Money | None
    asks: tuple[Question, ...] = ()
    fails: tuple[str, str] | None = None
    waits: bool = False
    skips: bool = False
    writes: bool = False


def forecast(dossier: Dossier, facts: Facts | None) -> Forecast:
    """By the rules themselves: by our own data alone, or (with facts) as a worker would decide now.

    Without facts, what our own data does not stop counts as sent.
    """
    if facts is not None:
        verdict: Verdict | None = decide(dossier, facts)
    else:
        verdict = None if dossier.unsettled else blocked(dossier)
    return forecast_of(dossier, verdict, questions(dossier))


def forecast_of(dossier: Dossier, verdict: Verdict | None, asks: tuple[Question, ...] = ()) -> Forecast:
    """The same, once it is decided; None is for the books to decide."""
    entry = dossier.entry
    return Forecast(
        kind=entry.record.kind,
        code=entry.error.code if entry.error else None,
        amount=entry.amount,
        asks=asks,
        fails=(verdict.error.code, verdict.error.message) if isinstance(verdict, Fail) else None,
        waits=isinstance(verdict, Wait),
        skips=isinstance(verdict, Skip),
        writes=verdict is None or isinstance(verdict, Post | Resend),
    )


def plan(forecasts: Sequence[Forecast], basis: Basis, *, batch: int) -> Plan:
    """Add up; the forecasts stand in the order in which a drain claims so many (`batch`) at once."""
    reads = sum(_reads(claimed) for claimed in _claims(forecasts, batch))
    writes = sum(each.writes for each in forecasts)
    return Plan(
        entries=len(forecasts),
        by_code=Counter(each.code for each in forecasts if each.code),
        by_kind=Counter(each.kind for each in forecasts),
        amounts=total((each.amount, 1) for each in forecasts),
        would_fail_again=_failing(each.fails for each in forecasts if each.fails),
        would_wait=sum(each.waits for each in forecasts),
        would_be_skipped=sum(each.skips for each in forecasts),
        reads=reads,
        writes=writes,
        minutes=minutes(reads + writes),
        basis=basis,
    )


def minutes(calls: int) -> int:
    """Whole minutes that so many calls take at the least."""
    return max(ceil(calls / CALLS_A_MINUTE), ceil(calls / CALLS_A_SECOND / 60))


def total(amounts: Iterable[tuple[Money | None, int]]) -> tuple[Money, ...]:
    """One sum for each currency, of amounts that occur so many times."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for amount, times in amounts:
        if amount:
            sums[amount.currency] += amount.amount * times
    return tuple(Money(amount=amount, currency=currency) for currency, amount in sorted(sums.items()))


def _claims(forecasts: Sequence[Forecast], batch: int) -> Iterator[Sequence[Forecast]]:
    """A drain claims entries of one kind at a time."""
    for _, of_kind in groupby(forecasts, key=lambda each: each.kind):
        together = list(of_kind)
        yield from (together[start : start + batch] for start in range(0, len(together), batch))


def _reads(claimed: Sequence[Forecast]) -> int:
    """One query for each kind of question, of so many values."""
    asked = {question for each in claimed for question in each.asks}
    kinds: Mapping[type[Question], int] = Counter(type(question) for question in asked)
    return sum(ceil(values / VALUES_IN_A_QUERY) for values in kinds.values())


def _failing(failures: Iterable[tuple[str, str]]) -> tuple[FailingAgain, ...]:
    """By code, the most frequent first."""
    messages: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for code, message in failures:
        messages.setdefault(code, message)
        counts[code] += 1
    return tuple(
        FailingAgain(code=code, message=messages[code], entries=entries)
        for code, entries in counts.most_common()
    )

"""How a mail says numbers, sums and subjects; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from domain.model.alerts import HeldBack
from domain.model.notifications import MOST_COUNTED, CauseSummary, LeftOut, Mail, Notice, NoticeKind, Review

LONGEST_NAME = 80


def records(number: int) -> str:
    """`1 record`, `1,200 records`."""
    return counted(number, "record")


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural unless it is one."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def money(amounts: Iterable[tuple[str, Decimal]]) -> str:
    """`51,300.00 USD + 80.00 EUR`; empty when no money is in it."""
    return " + ".join(f"{amount:,.{_places(amount)}f} {currency}" for currency, amount in amounts)


def total(causes: Iterable[CauseSummary]) -> tuple[tuple[str, Decimal], ...]:
    """The money of all causes, by currency."""
    sums: dict[str, Decimal] = {}
    for currency, amount in (pair for cause in causes for pair in cause.amounts):
        sums[currency] = sums.get(currency, Decimal()) + amount
    return tuple(sorted(sums.items()))


def number_of(mail: Mail) -> int:
    """How many records failed."""
    return sum(cause.entries for cause in mail.causes)


def attention(mail: Mail) -> str:
    """`7 records need attention`."""
    return f"{records(number_of(mail))} {'needs' if number_of(mail) == 1 else 'need'} attention"


def missing(mail: Mail) -> str:
    """Name what did not arrive: the money, or for contacts themselves `they`."""
    return money(total(mail.causes)) or ("It" if number_of(mail) == 1 else "They")


def headline(review: Review) -> str:
    """Say what asks most of its reader: failures, then what waits, then what was left out."""
    if review.failed:
        return f"{records(review.failed)} {'needs' if review.failed == 1 else 'need'} attention"
    if review.waiting:
        return f"{records(review.waiting)} {'waits' if review.waiting == 1 else 'wait'}"
    if review.all_left_out:
        return f"{records(review.all_left_out)} {'is' if review.all_left_out == 1 else 'are'} excluded"
    return "Nothing is open"


def standing(review: Review) -> str:
    """`7 records failed, 1 record waits for another, 2 records are excluded.`, or that nothing did."""
    if not (review.failed or review.waiting or review.all_left_out):
        return "Nothing failed, nothing waits for another record, and nothing is excluded."
    waits = "waits" if review.waiting == 1 else "wait"
    are = "is" if review.all_left_out == 1 else "are"
    return (
        f"{records(review.failed)} failed, {records(review.waiting)} {waits} for another,"
        f" {records(review.all_left_out)} {are} excluded."
    )


def of_left_out(entry: LeftOut) -> str:
    """`1042, 350.00 USD`."""
    amount = [money([(entry.amount.currency, entry.amount.amount)])] if entry.amount else []
    return ", ".join([one_line(entry.reference), *amount])


def decision(entry: LeftOut) -> str:
    """`by Front end on 5 January 2026: Paid in cash`."""
    return one_line(f"by {entry.by} on {day(entry.on)}: {entry.reason or 'no reason given'}")


def day(when: date) -> str:
    """`5 January 2026`."""
    return f"{when.day} {when:%B %Y}"


def review_subject(company_name: str, review: Review) -> str:
    """Numbers and the company's name, and nobody's."""
    company = one_line(company_name)[:LONGEST_NAME]
    causes = f" ({counted(review.all_causes, 'cause')})" if review.failed else ""
    said = headline(review)
    return f"QuickBooks sync, weekly review: {said[0].lower()}{said[1:]}{causes} - {company}"


def subject(mail: Mail) -> str:
    """Numbers and the company's name: a subject is read over shoulders and kept in logs."""
    company = one_line(mail.company_name)[:LONGEST_NAME]
    return f"QuickBooks sync: {attention(mail)} ({counted(len(mail.causes), 'cause')}) - {company}"


def more(held: HeldBack) -> str:
    """`3 further causes need attention`."""
    return f"{counted(held.causes, 'further cause')} {'needs' if held.causes == 1 else 'need'} attention"


def last_of_today(held: HeldBack) -> str:
    """Why they are not written out, and when they will be."""
    return (
        f"{records(held.entries)} failed since the last mail. The company's settings allow"
        f" {counted(held.cap, 'mail')} a day, so this is the last one today. Tomorrow's first mail tells of"
        " all that was held back; it is in the log already."
    )


def more_subject(company_name: str, held: HeldBack) -> str:
    """Numbers and the company's name, and nobody's."""
    return f"QuickBooks sync: {more(held)}, no more mails today - {one_line(company_name)[:LONGEST_NAME]}"


def notice_headline(notice: Notice) -> str:
    """Say what it is about: `QuickBooks has to be connected again`."""
    if notice.kind is NoticeKind.ENDING:
        return f"The connection to QuickBooks ends on {day(notice.on)}"
    return notice.title


def held_up(notice: Notice) -> str:
    """`412 records are held up`, `Nothing is held up yet`; once it is over, that they go."""
    most = notice.held_up > MOST_COUNTED
    some = f"More than {records(MOST_COUNTED)}" if most else records(notice.held_up)
    are = "is" if notice.held_up == 1 else "are"
    if notice.kind is NoticeKind.RELEASED:
        return f"{some} {are} on the way now." if notice.held_up else "Nothing is on the way just now."
    return f"{some} {are} held up." if notice.held_up else "Nothing is held up yet."


def notice_subject(company_name: str, notice: Notice) -> str:
    """What it is about and the company's name, and nobody's."""
    begins = {
        NoticeKind.PARKED: "QuickBooks sync, held up",
        NoticeKind.RELEASED: "QuickBooks sync, going on",
        NoticeKind.ENDING: "QuickBooks sync",
    }
    said = notice_headline(notice)
    said = said if said.startswith("QuickBooks") else f"{said[0].lower()}{said[1:]}"
    return f"{begins[notice.kind]}: {said} - {one_line(company_name)[:LONGEST_NAME]}"


def one_line(text: str) -> str:
    """Without line breaks and other control characters: in a header they would begin another one.

    Nor may it have been encoded for a header beforehand: mail programs would find them in it again.
    """
    return "".join(mark for mark in " ".join(text.split()) if mark.isprintable()).replace("=?", "= ?")


def _places(amount: Decimal) -> int:
    """Two decimals, or as many as the currency needs."""
    exponent = amount.normalize().as_tuple().exponent
    return max(2, -exponent) if isinstance(exponent, int) else 2

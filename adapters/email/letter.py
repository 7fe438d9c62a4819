"""What a mail says: subject, plain text and HTML of failures, what was held back, a review or a notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from adapters.email import wording
from domain.model.alerts import HeldBack
from domain.model.notifications import CauseSummary, Mail, Notice, Review

MOST_CAUSES = 25
"""So many are written out: mail programs cut off what is longer than about 100 kB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail's words; both bodies say the same."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Causes that are put right in the same way."""

    causes: tuple[CauseSummary, ...]
    correction: tuple[str, ...]


def write(mail: Mail, *, front_end_url: str) -> Letter:
    """Put a mail into words; pure, and the same for the same mail."""
    front_end = front_end_url.rstrip("/")
    log_url = f"{front_end}/logs"
    if mail.notice:
        return _notice(mail, mail.notice, log_url, f"{front_end}/connection")
    if mail.held_back is not None:
        return _more(mail, mail.held_back, log_url)
    return _news(mail, log_url) if mail.review is None else _review(mail, mail.review, log_url)


def _news(mail: Mail, log_url: str) -> Letter:
    facts = {
        "mail": mail,
        "paragraphs": tuple(_paragraphs(mail.causes)),
        "left_out": len(mail.causes) - MOST_CAUSES,
        "log_url": log_url,
    }
    return _rendered("sync_error", wording.subject(mail), facts)


def _review(mail: Mail, review: Review, log_url: str) -> Letter:
    facts = {
        "mail": mail,
        "review": review,
        "paragraphs": tuple(_paragraphs(review.causes)),
        "log_url": log_url,
    }
    return _rendered("weekly_review", wording.review_subject(mail.company_name, review), facts)


def _more(mail: Mail, held: HeldBack, log_url: str) -> Letter:
    facts = {"mail": mail, "held": held, "log_url": log_url}
    return _rendered("more_today", wording.more_subject(mail.company_name, held), facts)


def _notice(mail: Mail, notice: Notice, log_url: str, connection_url: str) -> Letter:
    facts = {"mail": mail, "notice": notice, "log_url": log_url, "connection_url": connection_url}
    return _rendered("connection", wording.notice_subject(mail.company_name, notice), facts)


def _rendered(template: str, subject: str, facts: Mapping[str, object]) -> Letter:
    return Letter(
        subject=subject,
        text=TEMPLATES.get_template(f"{template}.txt").render(facts),
        html=TEMPLATES.get_template(f"{template}.html").render(facts),
    )


def _paragraphs(causes: Iterable[CauseSummary]) -> Iterator[Paragraph]:
    """Whatever holds up most comes first, and brings along its like."""
    shown = sorted(causes, key=lambda cause: -cause.entries)[:MOST_CAUSES]
    codes = list(dict.fromkeys(cause.code for cause in shown))
    by_code = sorted(shown, key=lambda cause: codes.index(cause.code))
    for _, group in groupby(by_code, key=lambda cause: cause.code):
        causes = tuple(group)
        yield Paragraph(causes=causes, correction=causes[0].correction)


def _templates() -> Environment:
    """Found as package data, so that they are there when installed and from source."""
    environment = Environment(
        loader=PackageLoader("adapters.email"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(day=wording.day, money=wording.money, records=wording.records)
    environment.globals.update(
        attention=wording.attention,
        counted=wording.counted,
        decision=wording.decision,
        headline=wording.headline,
        held_up=wording.held_up,
        last_of_today=wording.last_of_today,
        missing=wording.missing,
        more=wording.more,
        notice_headline=wording.notice_headline,
        of_left_out=wording.of_left_out,
        standing=wording.standing,
    )
    return environment


TEMPLATES = _templates()

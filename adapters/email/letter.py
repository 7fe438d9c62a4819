"""What a mail says: subject, plain text and HTML of one piece of news."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from adapters.email import wording
from domain.model.notifications import CauseSummary, Mail

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
    facts = {
        "mail": mail,
        "paragraphs": tuple(_paragraphs(mail)),
        "left_out": len(mail.causes) - MOST_CAUSES,
        "log_url": f"{front_end_url.rstrip('/')}/logs",
    }
    return Letter(
        subject=wording.subject(mail),
        text=TEMPLATES.get_template("sync_error.txt").render(facts),
        html=TEMPLATES.get_template("sync_error.html").render(facts),
    )


def _paragraphs(mail: Mail) -> Iterator[Paragraph]:
    """Whatever holds up most comes first, and brings along its like."""
    shown = sorted(mail.causes, key=lambda cause: -cause.entries)[:MOST_CAUSES]
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
    environment.filters.update(money=wording.money, records=wording.records)
    environment.globals.update(attention=wording.attention, counted=wording.counted, missing=wording.missing)
    return environment


TEMPLATES = _templates()

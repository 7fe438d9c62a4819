"""Read what a billing system gives for a record by reference, by the rules of the contract's own bodies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError

from api.errors import MANNERS
from api.json_body import MalformedJson, read_json
from api.schemas.contacts import ContactIn
from api.schemas.credits import CreditIn
from api.schemas.invoices import InvoiceIn
from api.schemas.payments import PaymentIn
from api.schemas.write_offs import WriteOffIn
from api.validation import broken_rules
from domain.errors import DomainError
from domain.model.records import Record, RecordKey, RecordKind
from domain.model.sources import SourceFailure, SourceFailureReason

BODIES: Final[Mapping[RecordKind, type[ContactIn | InvoiceIn | PaymentIn | CreditIn | WriteOffIn]]] = {
    RecordKind.CONTACT: ContactIn,
    RecordKind.INVOICE: InvoiceIn,
    RecordKind.PAYMENT: PaymentIn,
    RecordKind.CREDIT: CreditIn,
    RecordKind.WRITE_OFF: WriteOffIn,
}
PAGE: Final = b"<"


def read_record(key: RecordKey, body: bytes) -> Record | SourceFailure:
    """The record, or which rule is broken where; never what was sent there."""
    text = body.strip()
    if not text:
        return SourceFailure(reason=SourceFailureReason.EMPTY)
    if text.startswith(PAGE):
        return SourceFailure(reason=SourceFailureReason.PAGE, start="<")
    try:
        value = read_json(text)
    except MalformedJson as broken:
        return _malformed(text, broken)
    try:
        return BODIES[key.kind].model_validate(value).record(key.external_ref)
    except ValidationError as broken:
        errors = [{**error, "loc": ("body", *error["loc"])} for error in broken.errors(include_input=False)]
        rule = broken_rules(errors, value)[0]
        return _invalid(rule.pointer, rule.message)
    except DomainError as broken:
        return _invalid(MANNERS[type(broken)].at or "", broken.title)


def _malformed(text: bytes, broken: MalformedJson) -> SourceFailure:
    """Where a reader stumbles over a character, that one character is shown and no more."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        start = error.doc[error.pos : error.pos + 1]
        shown = start if start.isprintable() else ""
        return SourceFailure(reason=SourceFailureReason.MALFORMED, start=shown)
    except (ValueError, RecursionError):
        pass
    return _invalid("", str(broken))


def _invalid(pointer: str, rule: str) -> SourceFailure:
    field = pointer.removeprefix("/body") or "/"
    return SourceFailure(reason=SourceFailureReason.INVALID, field=field, rule=rule)

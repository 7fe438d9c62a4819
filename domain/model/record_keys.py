"""What names a record, over all its versions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RecordKind(StrEnum):
    """What a record is, in the words of the billing system."""

    CONTACT = "contact"
    INVOICE = "invoice"
    PAYMENT = "payment"
    CREDIT = "credit"
    WRITE_OFF = "write_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKey:
    """What names a record within its company, over all its versions."""

    kind: RecordKind
    external_ref: str

    def __str__(self) -> str:
        return f"{self.kind} {self.external_ref}"

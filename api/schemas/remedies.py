"""Remedies: the operation that carries each out, so that a front end draws buttons and needs no rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import quote

from pydantic import Field

from api.schemas.shown import Out, Shown
from domain.catalogue import RemedyKind
from domain.model.records import RecordKind
from domain.rules.remedies import Remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of the contract; `{names}` in its path are the remedy's targets.

    `body` is what to send, as far as it is known: a null is for the person to fill in.
    """

    id: str
    method: str
    path: str
    body: Mapping[str, Any] | None = None


OPERATIONS: Final[Mapping[RemedyKind, Operation]] = {
    RemedyKind.MAP_FEE_ITEM: Operation(
        id="put_mapping", method="PUT", path="/mappings/fee_item/{fee_item}", body={"quickbooks_id": None}
    ),
    RemedyKind.MAP_INCOME_ACCOUNT: Operation(
        id="put_mapping",
        method="PUT",
        path="/mappings/income_account/{income_account}",
        body={"quickbooks_id": None},
    ),
    RemedyKind.MAP_DISCOUNT: Operation(
        id="put_mapping", method="PUT", path="/mappings/discount/{discount}", body={"quickbooks_id": None}
    ),
    RemedyKind.MAP_TAX: Operation(
        id="put_mapping", method="PUT", path="/mappings/tax/{tax}", body={"quickbooks_id": None}
    ),
    RemedyKind.MAP_PAYMENT_METHOD: Operation(
        id="put_mapping",
        method="PUT",
        path="/mappings/payment_method/{payment_method}",
        body={"quickbooks_id": None},
    ),
    RemedyKind.SUBMIT_INVOICE: Operation(
        id="put_invoice", method="PUT", path="/invoices/{external_ref}", body={"number": "{number}"}
    ),
    RemedyKind.LINK_CONTACT: Operation(
        id="put_contact_link",
        method="PUT",
        path="/contacts/{external_ref}/link",
        body={"quickbooks_customer_id": None},
    ),
    RemedyKind.SEE_CANDIDATES: Operation(
        id="get_contact_candidates", method="GET", path="/contacts/{external_ref}/candidates"
    ),
    RemedyKind.ADOPT: Operation(
        id="adopt_log_entry",
        method="POST",
        path="/logs/{entry_id}/adopt",
        body={"quickbooks_id": "{quickbooks_id}"},
    ),
    RemedyKind.RESYNC_PARENT: Operation(id="resync_log_entry", method="POST", path="/logs/{entry_id}/resync"),
    RemedyKind.INCLUDE_PARENT: Operation(
        id="include_log_entry", method="DELETE", path="/logs/{entry_id}/exclude"
    ),
    RemedyKind.RESYNC_CAUSE: Operation(
        id="resync_failures", method="POST", path="/resync-failures", body={"cause": "{cause}"}
    ),
    RemedyKind.RESYNC: Operation(id="resync_log_entry", method="POST", path="/logs/{entry_id}/resync"),
    RemedyKind.EXCLUDE: Operation(
        id="exclude_log_entry", method="POST", path="/logs/{entry_id}/exclude", body={"reason": None}
    ),
}

CORRECTIONS: Final[Mapping[RecordKind, Operation]] = {
    RecordKind.CONTACT: Operation(id="put_contact", method="PUT", path="/contacts/{external_ref}"),
    RecordKind.INVOICE: Operation(id="put_invoice", method="PUT", path="/invoices/{external_ref}"),
    RecordKind.PAYMENT: Operation(id="put_payment", method="PUT", path="/payments/{external_ref}"),
    RecordKind.CREDIT: Operation(id="put_credit", method="PUT", path="/credits/{external_ref}"),
    RecordKind.WRITE_OFF: Operation(id="put_write_off", method="PUT", path="/write-offs/{external_ref}"),
}


class _Known(dict[str, str]):
    """What is not known stays in its braces."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


class RemedyOut(Out):
    """One thing that would put the entry right, and the operation that does it."""

    action: RemedyKind
    title: Shown
    operation_id: Annotated[Shown, Field(description="An `operationId` of this contract.")]
    method: Shown
    path: Annotated[
        Shown, Field(description="Ready to be called; what is in braces is for a person to choose.")
    ]
    body: Annotated[
        dict[str, Shown | None] | None,
        Field(description="What is known of the body; null where a person has to choose."),
    ]
    if_match: Annotated[
        Shown | None,
        Field(description="Send it as `If-Match`, where the operation changes what is there already."),
    ]

    @classmethod
    def of(cls, remedy: Remedy) -> RemedyOut:
        """As it is shown."""
        operation = _operation(remedy)
        quoted = _Known({name: quote(value, safe="") for name, value in remedy.target.items()})
        body = operation.body
        return cls(
            action=remedy.kind,
            title=remedy.title,
            operation_id=operation.id,
            method=operation.method,
            path=operation.path.format_map(quoted),
            body=None if body is None else {name: _filled(value, remedy) for name, value in body.items()},
            if_match=None if remedy.if_match is None else f'"{remedy.if_match}"',
        )


def _operation(remedy: Remedy) -> Operation:
    if remedy.kind is RemedyKind.CORRECT_RECORD:
        return CORRECTIONS[RecordKind(remedy.target["kind"])]
    return OPERATIONS[remedy.kind]


def _filled(template: str | None, remedy: Remedy) -> str | None:
    """Null, too, for what the remedy leaves open."""
    return template.format_map(remedy.target) or None if template is not None else None

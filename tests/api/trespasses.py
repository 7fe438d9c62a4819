"""What B asks with A's ids, operation by operation, and what it may be answered.

An operation that is not here is asked with A's ids in its path and the first example of its body, and has
to answer 404; a list has to show B's own. Whatever needs more has its rows here: say what is asked (`{…}`
are ids of `Neighbours`), and which status says that B found nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from api.example_bodies import CONTACT, CREDIT, INVOICE, PAYMENT, WRITE_OFF
from tests.api.house import RETURN_URL
from tests.api.neighbours import BATCH_OF_A
from tests.api.story import Json

NEWER = {"source_version": 9}


@dataclass(frozen=True, kw_only=True)
class Trespass:
    """One request of B's; `counts` are members that the answer has to have, such as an empty list.

    `makes` says that B has something of its own afterwards, under words of A's. `keyed` is asked under the
    Idempotency-Key under which A asked the very same.
    """

    says: str
    status: int
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Json | None = None
    counts: Mapping[str, Any] = field(default_factory=dict)
    if_match: str | None = '"1"'
    keyed: bool = False
    makes: bool = False


def finds_nothing(says: str, **query: str) -> Trespass:
    """A list that is empty when it is asked for what is A's."""
    return Trespass(says=says, status=200, query=query, counts={"items": []})


def takes_for_its_own(ref: str, body: Json) -> Trespass:
    """B's own record under a reference that A uses too."""
    return Trespass(
        says="a record of its own",
        status=202,
        path={"external_ref": ref},
        body={**body, **NEWER},
        makes=True,
    )


NOTHING_STARTED: Final = {
    "progress": {"total": 0, **dict.fromkeys(("pending", "synced", "failed", "waiting", "skipped"), 0)}
}

TRESPASSES: Final[Mapping[str, tuple[Trespass, ...]]] = {
    "put_contact": (takes_for_its_own("c-canary-2", CONTACT),),
    "put_invoice": (takes_for_its_own("inv-canary-2", INVOICE),),
    "put_payment": (takes_for_its_own("pay-canary-2", PAYMENT),),
    "put_credit": (takes_for_its_own("cr-canary-2", CREDIT),),
    "put_write_off": (takes_for_its_own("wo-canary-2", WRITE_OFF),),
    "post_record_batch": (
        Trespass(says="records of its own", status=207, body=BATCH_OF_A, keyed=True, makes=True),
    ),
    "resync_log_entry": (Trespass(says="A's entry", status=404, keyed=True),),
    "list_log_entries": (
        Trespass(says="its own", status=200),
        finds_nothing("A's record", external_ref="inv-canary-1"),
        finds_nothing("A's contact", contact="c-canary-1"),
        finds_nothing("A's reference", reference="CANARY-1"),
        finds_nothing("A's cause", cause_id="{cause_id}"),
        finds_nothing("A's words", q="canary"),
    ),
    "list_audit_events": (
        Trespass(says="its own", status=200),
        finds_nothing("A's key", actor="{api_key_id}"),
        finds_nothing("A's entry", subject_id="{entry_id}"),
        finds_nothing("A's entry by its kind", subject_kind="log_entry", subject_id="{entry_id}"),
        finds_nothing("A's mapping", subject_kind="mapping", subject_id="fee_item/canary-dues-1"),
    ),
    "list_choices": (Trespass(says="its own", status=200), finds_nothing("A's words", q="canary")),
    "refresh_choices": (Trespass(says="its own", status=200),),
    "resync_failures": (
        Trespass(says="A's cause", status=404, body={"cause": "{cause_id}"}),
        Trespass(says="A's cause in a plan", status=404, body={"cause": "{cause_id}", "dry_run": True}),
        Trespass(
            says="A's entries",
            status=202,
            body={"log_ids": ["{entry_id}"]},
            counts=NOTHING_STARTED,
            keyed=True,
        ),
        Trespass(
            says="A's entries in a plan",
            status=200,
            body={"log_ids": ["{entry_id}"], "dry_run": True},
            counts={"entries": 0},
        ),
        Trespass(
            says="a filter for A's cause",
            status=202,
            body={"filter": {"cause_id": "{cause_id}"}},
            counts=NOTHING_STARTED,
            makes=True,
        ),
        Trespass(
            says="a filter for A's record",
            status=202,
            body={"filter": {"external_ref": "inv-canary-1"}},
            counts=NOTHING_STARTED,
            makes=True,
        ),
    ),
    "adopt_log_entry": (
        Trespass(says="A's entry", status=404, body={"quickbooks_id": "{quickbooks_id}"}),
        Trespass(
            says="its own entry as A's object",
            status=422,
            path={"entry_id": "{own_entry}"},
            body={"quickbooks_id": "{quickbooks_id}"},
        ),
    ),
    "put_contact_link": (
        Trespass(says="A's contact", status=404, body={"quickbooks_customer_id": "{customer_id}"}),
        Trespass(
            says="its own contact to A's customer",
            status=422,
            path={"external_ref": "{own_contact}"},
            body={"quickbooks_customer_id": "{quickbooks_id}"},
        ),
    ),
    "put_mapping": (
        Trespass(
            says="A's mapping, changed",
            status=412,
            path={"source_key": "{other_source_key}"},
            body={"quickbooks_id": "{quickbooks_id}"},
        ),
        Trespass(
            says="A's source key to A's object",
            status=422,
            path={"source_key": "{other_source_key}"},
            body={"quickbooks_id": "{quickbooks_id}"},
            if_match=None,
        ),
    ),
    "create_subscription": (
        Trespass(
            says="A's address, which may get B's mail too",
            status=201,
            body={"kind": "sync_error", "email": "{email}"},
            makes=True,
        ),
    ),
    "change_settings": (Trespass(says="its own", status=200, makes=True),),
    "create_authorization": (Trespass(says="to its own books", status=201, body={"return_url": RETURN_URL}),),
    "return_from_consent": (
        Trespass(says="a state that is nobody's", status=400, query={"state": "canary-state"}),
    ),
    "receive_intuit_webhook": (Trespass(says="a notice that Intuit did not sign", status=401),),
    "test_connection": (Trespass(says="its own", status=200),),
    "disconnect": (Trespass(says="its own", status=204, makes=True),),
    "create_api_key": (Trespass(says="a key of its own", status=201),),
}

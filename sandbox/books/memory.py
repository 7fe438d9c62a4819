"""What a company remembers of request ids: the same id is not executed twice."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from sandbox.books.company import Company
from sandbox.faults import QboFault, fault
from sandbox.shapes import JsonObject

MAX_ID: Final = 50
MAX_BATCH_ID: Final = 36
MAX_ITEM_ID: Final = 10
"""A batch's id and an item's share both lengths: Intuit's PHP SDK sends 20 and more."""

USED: Final = "Duplicate Request ID : The request id was used for a request with another body."


class Remembered(NamedTuple):
    """When a request id was used, what was answered, and the print of the body, if it was taken."""

    at: float
    answer: JsonObject | QboFault
    sent: str | None = None


def check_request_id(request_id: str, *, limit: int = MAX_ID) -> None:
    """QBO: 2130."""
    if len(request_id) > limit:
        detail = f"Invalid Request Id Format : requestid must not be longer than {limit} characters"
        raise fault("2130", detail, "requestid")


class Memory:
    """Answers by request id, as the company's settings keep them."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._answers: dict[str, Remembered] = {}

    def once(
        self, request_id: str | None, execute: Callable[[], JsonObject], body: Callable[[], object]
    ) -> JsonObject:
        """The answer to `request_id`: the original one if there is one, else that of `execute`.

        `body` is asked for only where the settings tell a different one from the same. QBO: 600.
        """
        rules = self._company.settings.request_ids
        if not request_id or rules.mode == "ignore":
            return execute()
        sent = None if rules.different_body == "replay" else _print_of(body())
        held = self._kept(request_id)
        different = held is not None and _differ(held.sent, sent)
        if held is None or (different and rules.different_body == "execute"):
            return self._executed(request_id, execute, sent)
        if different:
            raise fault("600", USED, "requestid")
        return _replayed(held.answer)

    def _kept(self, request_id: str) -> Remembered | None:
        rules, held = self._company.settings.request_ids, self._answers.get(request_id)
        if held is None or rules.mode == "replay":
            return held
        return held if self._company.clock.seconds() - held.at < rules.seconds else None

    def _executed(self, request_id: str, execute: Callable[[], JsonObject], sent: str | None) -> JsonObject:
        now = self._company.clock.seconds()
        try:
            with self._company.operations.under(request_id):
                answer = execute()
        except QboFault as refused:
            if self._company.settings.request_ids.replay_faults:
                self._answers[request_id] = Remembered(now, refused, sent)
            raise
        self._answers[request_id] = Remembered(now, answer, sent)
        return answer

    def recall(self) -> None:
        """Remember what the company's record of operations tells: after a restart."""
        for done in self._company.operations:
            if done.key is not None:
                at = datetime.fromisoformat(done.time).timestamp()
                self._answers[done.key] = Remembered(at, {done.entity: done.after})


def _print_of(body: object) -> str:
    """Short, and the same for the same body."""
    return hashlib.sha256(repr(body).encode("utf-8", "replace")).hexdigest()


def _differ(one: str | None, other: str | None) -> bool:
    """Of a body that nobody looked at, nobody can say that it differs."""
    return one is not None and other is not None and one != other


def _replayed(held: JsonObject | QboFault) -> JsonObject:
    if isinstance(held, QboFault):
        raise held
    return held

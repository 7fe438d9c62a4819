"""What a company remembers of request ids: the same id is not executed twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sandbox.books.company import Company
from sandbox.faults import QboFault, fault
from sandbox.shapes import JsonObject

MAX_ID: Final = 50
MAX_BATCH_ID: Final = 36
MAX_ITEM_ID: Final = 46
"""Of a batch's id with an item's behind it: documented as 36 and 10; Intuit's PHP SDK sends 20 and more."""


def check_request_id(request_id: str, *, limit: int = MAX_ID) -> None:
    """QBO: 2130."""
    if len(request_id) > limit:
        detail = f"Invalid Request Id Format : requestid must not be longer than {limit} characters"
        raise fault("2130", detail, "requestid")


class Memory:
    """Answers by request id, as the company's settings keep them."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._answers: dict[str, tuple[float, JsonObject | QboFault]] = {}

    def once(self, request_id: str | None, execute: Callable[[], JsonObject]) -> JsonObject:
        """The answer to `request_id`: the original one if there is one, else that of `execute`."""
        rules = self._company.settings.request_ids
        if not request_id or rules.mode == "ignore":
            return execute()
        held = self._answers.get(request_id)
        now = self._company.clock.seconds()
        if held is not None and (rules.mode == "replay" or now - held[0] < rules.seconds):
            return _replayed(held[1])
        try:
            with self._company.operations.under(request_id):
                answer = execute()
        except QboFault as refused:
            if rules.replay_faults:
                self._answers[request_id] = (now, refused)
            raise
        self._answers[request_id] = (now, answer)
        return answer

    def recall(self) -> None:
        """Remember what the company's record of operations tells: after a restart."""
        for done in self._company.operations:
            if done.key is not None:
                at = datetime.fromisoformat(done.time).timestamp()
                self._answers[done.key] = (at, {done.entity: done.after})


def _replayed(held: JsonObject | QboFault) -> JsonObject:
    if isinstance(held, QboFault):
        raise held
    return held

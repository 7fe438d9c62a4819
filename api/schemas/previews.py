"""What would be sent for an entry, on the wire."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import Field

from api.redaction import redacted
from api.schemas.log_entries import RecordKeyOut, SyncErrorOut
from api.schemas.shown import Out, Shown, ShownText
from domain.model.commands import Draft, DraftOperation
from domain.model.verdicts import Adopt, Done, Fail, GiveWay, Post, Resend, Skip, Verdict, Wait
from domain.use_cases.preview import Preview


class PreviewVerdict(StrEnum):
    """What a worker would do now."""

    SEND = "send"
    SEND_AGAIN = "send_again"
    ADOPT = "adopt"
    NOTHING = "nothing"
    WAIT = "wait"
    FAIL = "fail"
    GIVE_WAY = "give_way"
    SKIP = "skip"


VERDICTS: Final = """- `send`: write `request` to QuickBooks.
- `send_again`: send the very same again, under the same request id; nobody knows yet what came of it.
- `adopt`: take the object `quickbooks_id`, which is there already.
- `nothing`: QuickBooks needs nothing; see `message`.
- `wait`: for the records in `waiting_for`.
- `fail`: with `error`.
- `give_way`: a newer version goes in its place.
- `skip`: the settings leave it out; see `message`."""

_WORDS: Final[dict[type[Verdict], PreviewVerdict]] = {
    Post: PreviewVerdict.SEND,
    Resend: PreviewVerdict.SEND_AGAIN,
    Adopt: PreviewVerdict.ADOPT,
    Done: PreviewVerdict.NOTHING,
    Wait: PreviewVerdict.WAIT,
    Fail: PreviewVerdict.FAIL,
    GiveWay: PreviewVerdict.GIVE_WAY,
    Skip: PreviewVerdict.SKIP,
}


class PreviewRequestOut(Out):
    """A request to QuickBooks; its body with everything hidden that names a person."""

    entity: Shown
    operation: Annotated[DraftOperation, Field(description="`post` makes an object, or its next version.")]
    body: ShownText

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """As it is shown."""
        return cls(entity=draft.entity, operation=draft.operation, body=redacted(draft.body))


class PreviewOut(Out):
    """What would happen now; a credit takes several requests, of which this is the next."""

    verdict: Annotated[PreviewVerdict, Field(description=VERDICTS)]
    request: PreviewRequestOut | None
    quickbooks_id: Shown | None
    waiting_for: Annotated[list[RecordKeyOut], Field(max_length=1000)]
    message: Shown | None
    error: SyncErrorOut | None

    @classmethod
    def of(cls, preview: Preview) -> Self:
        """As it is shown."""
        verdict = preview.verdict
        error = verdict.error if isinstance(verdict, Fail) else None
        return cls(
            verdict=_WORDS[type(verdict)],
            request=PreviewRequestOut.of(preview.draft) if preview.draft else None,
            quickbooks_id=verdict.ref.id if isinstance(verdict, Adopt) else None,
            waiting_for=[RecordKeyOut.of(key) for key in verdict.on] if isinstance(verdict, Wait) else [],
            message=_message(verdict),
            error=SyncErrorOut.of(error) if error else None,
        )


def _message(verdict: Verdict) -> str | None:
    match verdict:
        case Done(message=message) | Skip(reason=message):
            return message
        case Fail(error=error):
            return error.message
        case _:
            return None

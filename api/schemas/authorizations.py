"""Tries to connect, on the wire."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import Field, StringConstraints

from api.schemas.connection import BooksOut
from api.schemas.shown import Moment, Out, Shown, ShownId, ShownUri
from domain.model.authorizations import Authorization, AuthorizationProblem, AuthorizationStatus
from domain.use_cases.authorize import Begun

_WORD: Final = r"^[\x21-\x7e]*$"
STATUSES: Final = (
    "`pending`: a person is asked by Intuit. `connected`: done. `denied`: the person said no. `failed`: see "
    "`problem`, and begin again. `confirmation_required`: they are other books than before. "
    "`expired`: nobody answered in time."
)
PROBLEMS: Final = (
    "`consent_failed`: Intuit sent no code. `code_refused`: the code had expired, or was not Intuit's. "
    "`credentials_refused`: Intuit does not know this app's client id and secret. `intuit_unavailable`: no "
    "answer came. `key_ended`: the API key that began was revoked. `realm_not_proven`: the consent is not "
    "for the company that came with it. `realm_taken`: another company here has these books."
)

State = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_WORD)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=_WORD)]
RealmId = Annotated[str, StringConstraints(min_length=1, max_length=20, pattern=r"^[0-9]+$")]
ConsentError = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[\x20-\x7e]*$")]


class AuthorizationOut(Out):
    """One try to connect the company."""

    id: ShownId
    status: Annotated[AuthorizationStatus, Field(description=STATUSES)]
    problem: Annotated[AuthorizationProblem | None, Field(description=PROBLEMS)]
    books: Annotated[BooksOut | None, Field(description="What the person consented to, once it is proven.")]
    books_before: Annotated[
        BooksOut | None, Field(description="What the company has until it is confirmed, where it has to be.")
    ]
    begun_by: Annotated[Shown, Field(description="The name of the API key.")]
    created_at: Moment
    expires_at: Annotated[Moment, Field(description="Until when a person may answer.")]

    @classmethod
    def of(cls, authorization: Authorization) -> Self:
        """As it is shown."""
        books, before = authorization.books, authorization.before
        return cls(
            id=authorization.id,
            status=authorization.status,
            problem=authorization.problem,
            books=BooksOut.of(books) if books else None,
            books_before=BooksOut.of(before) if before else None,
            begun_by=authorization.begun_by,
            created_at=authorization.created_at,
            expires_at=authorization.expires_at,
        )


class BegunOut(Out):
    """A try to connect that has begun."""

    id: ShownId
    authorize_url: Annotated[
        ShownUri,
        Field(description="Send the person's browser there. Good once, for ten minutes, and shown only now."),
    ]
    expires_at: Moment

    @classmethod
    def of(cls, begun: Begun) -> Self:
        """As it is shown."""
        return cls(
            id=begun.authorization.id,
            authorize_url=begun.authorize_url,
            expires_at=begun.authorization.expires_at,
        )

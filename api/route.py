"""A route that holds every request to the contract before its endpoint sees it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from api.addresses import unescaped
from api.errors import problems
from api.parameters import Parameters
from api.refusals import (
    BodyTooSlow,
    ContentTooLarge,
    InternalError,
    InvalidRequest,
    MalformedBody,
    MalformedUrl,
    NotAcceptable,
    TooManyCalls,
    UnsupportedMediaType,
)
from api.security import admit, scopes_of
from api.settings import ApiSettings
from api.strict_request import StrictRequest
from domain.errors import DomainError, InsufficientScope, Unauthenticated

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
Documented = Mapping[int | str, dict[str, Any]]


class Route(APIRoute):
    """Admits the caller first; only then reads the address, the parameters and the body."""

    knows_all_parameters = True

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:  # noqa: ANN401  # FastAPI's
        super().__init__(path, endpoint, **options)
        self.responses = merged(self.responses, problems(*self._manners()))

    @staticmethod
    def body_limit(settings: ApiSettings) -> int:
        """How many bytes a body may have."""
        return settings.body_limit

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()
        scopes = scopes_of(self.dependant)
        parameters = Parameters.of(self.dependant)

        async def strictly(request: Request) -> Response:
            if scopes is not None:
                await admit(request, scopes)
            strict = StrictRequest(request.scope, request.receive)
            strict.check_head()
            parameters.check(strict, only=self.knows_all_parameters)
            strict.scope["path_params"] = unescaped(strict.path_params)
            if self.body_field:
                settings: ApiSettings = request.app.state.settings
                await strict.load(self.body_limit(settings), settings.body_seconds)
            return await handle(strict)

        return strictly

    def _manners(self) -> list[type[DomainError]]:
        """What every operation of this shape may answer."""
        broken: list[type[DomainError]] = [MalformedUrl, NotAcceptable, InvalidRequest, InternalError]
        if scopes_of(self.dependant) is not None:
            broken += [Unauthenticated, InsufficientScope, TooManyCalls]
        if self.body_field:
            broken += [MalformedBody, BodyTooSlow, ContentTooLarge, UnsupportedMediaType]
        return broken


def merged(first: Documented, second: Documented) -> dict[int | str, dict[str, Any]]:
    """Both sets of documented answers; those of one status show the examples of both."""
    answers = {**second, **first}
    for status in first.keys() & second.keys():
        answers[status] = _with_examples(first[status], second[status])
    return dict(sorted(answers.items(), key=lambda answer: str(answer[0])))


def _with_examples(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    content = {
        media: {**body, "examples": {**body["examples"], **second["content"][media]["examples"]}}
        for media, body in first["content"].items()
    }
    return {**first, "content": content}

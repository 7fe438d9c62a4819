"""Query parameters: an unknown or a repeated one is a mistake, and must never select everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_origin

from fastapi import Request
from fastapi._compat import ModelField
from fastapi.dependencies.models import Dependant
from pydantic import BaseModel

from api.refusals import InvalidRequest
from api.validation import broken_rules


@dataclass(frozen=True, slots=True)
class Parameters:
    """The query parameters of a route: their names, and whether each may be repeated."""

    repeatable: Mapping[str, bool]

    @classmethod
    def of(cls, dependant: Dependant) -> Parameters:
        """Those that the endpoint and its dependencies declare."""
        names: dict[str, bool] = {}
        for field in _query_fields(dependant):
            annotation = field.field_info.annotation
            if isinstance(annotation, type) and issubclass(annotation, BaseModel):
                fields = annotation.model_fields.items()
                names |= {info.alias or name: _is_list(info.annotation) for name, info in fields}
            else:
                names[field.alias] = _is_list(annotation)
        return cls(names)

    def check(self, request: Request, *, only: bool = True) -> None:
        """Raise InvalidRequest for a name that is repeated where one was expected, or (`only`) unknown."""
        given = [name for name, _ in request.query_params.multi_items()]
        unknown = self._unknown(given) if only else []
        if errors := [*unknown, *self._repeated(given)]:
            raise InvalidRequest(broken_rules(errors, body=None))

    def _unknown(self, given: list[str]) -> list[dict[str, object]]:
        names = [name for name in dict.fromkeys(given) if name not in self.repeatable]
        return [{"type": "unknown_parameter", "loc": ("query", name)} for name in names]

    def _repeated(self, given: list[str]) -> list[dict[str, object]]:
        once = [name for name, may_repeat in self.repeatable.items() if not may_repeat]
        names = [name for name in once if given.count(name) > 1]
        return [{"type": "repeated_parameter", "loc": ("query", name)} for name in names]


def _query_fields(dependant: Dependant) -> Iterator[ModelField]:
    yield from dependant.query_params
    for each in dependant.dependencies:
        yield from _query_fields(each)


def _is_list(annotation: object) -> bool:
    return get_origin(annotation) is list

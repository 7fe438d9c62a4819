"""Bring the OpenAPI document into the form that people and generators like to read."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

from api.errors import PHRASES

Node = dict[str, Any]

_METHODS: Final = ("get", "put", "post", "patch", "delete")


def operations(document: Node) -> Iterator[Node]:
    """Every operation."""
    for path in document["paths"].values():
        yield from (path[method] for method in _METHODS if method in path)


def shape(document: Node) -> Node:
    """Return the document without what only machines put there, and with nothing said twice."""
    document = _whole_numbers(document)
    for schema in document["components"]["schemas"].values():
        _drop_titles(schema)
    for operation in operations(document):
        operation["responses"] = dict(sorted(operation["responses"].items()))
        for answer in operation["responses"].values():
            _read_example(answer)
        for parameter in operation.get("parameters", []):
            parameter["schema"] = _parameter_schema(parameter["schema"])
    _share_responses(document)
    return document


def _whole_numbers(node: Any) -> Any:  # noqa: ANN401  # JSON is any of its types
    """FastAPI writes the bounds of integers as floats."""
    match node:
        case dict():
            return {name: _whole_numbers(each) for name, each in node.items()}
        case list():
            return [_whole_numbers(each) for each in node]
        case float() if node.is_integer():
            return int(node)
        case _:
            return node


def _drop_titles(schema: Node) -> None:
    """Drop pydantic's titles of fields, which only repeat their names."""
    for field in schema.get("properties", {}).values():
        field.pop("title", None)


def _read_example(answer: Node) -> None:
    """Examples of answers come as text."""
    for body in answer.get("content", {}).values():
        if "example" in body:
            body["example"] = json.loads(body["example"])


def _parameter_schema(schema: Node) -> Node:
    """A parameter is left out, never null; and its description stands on the parameter itself."""
    schema = {name: value for name, value in schema.items() if name not in {"title", "description"}}
    choices = [each for each in schema.pop("anyOf", []) if each != {"type": "null"}]
    if len(choices) == 1:
        return {**choices[0], **schema}
    return {"anyOf": choices, **schema} if choices else schema


def _share_responses(document: Node) -> None:
    """Say once, under `components`, what most operations answer with the same status."""
    shared = dict(_most_frequent(document))
    document["components"]["responses"] = {_name(status): answer for status, answer in sorted(shared.items())}
    for operation in operations(document):
        for status, answer in operation["responses"].items():
            if shared.get(status) == answer:
                operation["responses"][status] = {"$ref": f"#/components/responses/{_name(status)}"}


def _most_frequent(document: Node) -> Iterator[tuple[str, Node]]:
    seen: Mapping[str, Counter[str]] = defaultdict(Counter)
    for operation in operations(document):
        for status, answer in operation["responses"].items():
            if int(status) >= HTTPStatus.BAD_REQUEST:
                seen[status][json.dumps(answer)] += 1
    for status, answers in seen.items():
        text, times = answers.most_common(1)[0]
        if times > 1:
            yield status, json.loads(text)


def _name(status: str) -> str:
    return PHRASES[int(status)].replace(" ", "")

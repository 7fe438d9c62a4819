"""The committed contract is what the code says, and its examples are true."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator
from pydantic import BaseModel

from api.schemas.fields import In
from domain.model.api_keys import Scope
from openapi.export import COMMITTED, exported

Json = dict[str, Any]
CONTRACT: Json = json.loads(COMMITTED.read_text(encoding="utf-8"))


def operations() -> Iterator[tuple[str, str, Json]]:
    for path, methods in CONTRACT["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


OPERATIONS = [pytest.param(operation, id=operation["operationId"]) for _, _, operation in operations()]


def media_examples() -> Iterator[Any]:
    """Every example of a body, with the schema that it should follow."""
    answers = [*CONTRACT["components"]["responses"].values()]
    bodies: list[tuple[str, Json]] = []
    for _, _, operation in operations():
        name = operation["operationId"]
        answers_of = [answer for answer in operation["responses"].values() if "$ref" not in answer]
        bodies += [(name, body) for answer in answers_of for body in answer.get("content", {}).values()]
        bodies += [(name, body) for body in operation.get("requestBody", {}).get("content", {}).values()]
    bodies += [("shared", body) for answer in answers for body in answer["content"].values()]
    for name, body in bodies:
        if "example" in body:
            yield pytest.param(body["schema"], body["example"], id=f"{name}: answer")
        for key, example in body.get("examples", {}).items():
            yield pytest.param(body["schema"], example["value"], id=f"{name}: {key}")


def test_the_committed_contract_is_what_the_code_says() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == exported(), "Run `make openapi`."


@pytest.mark.parametrize(("schema", "example"), list(media_examples()))
def test_every_example_follows_its_schema(schema: Json, example: object) -> None:
    validator = Draft202012Validator({**schema, "components": CONTRACT["components"]}, validate_formats=True)
    validator.validate(example)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_is_described(operation: Json) -> None:
    assert operation["summary"]
    assert operation["description"]
    (tag,) = operation["tags"]
    assert tag in {each["name"] for each in CONTRACT["tags"]}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_shows_an_example_of_what_it_takes_and_gives(operation: Json) -> None:
    bodies = list(operation.get("requestBody", {}).get("content", {}).values())
    for status, answer in operation["responses"].items():
        if status.startswith("2") and status != "204":
            bodies += answer.get("content", {}).values()  # a notice is answered with nothing
    assert all(body.get("example") or body.get("examples") for body in bodies)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_create_leads_to_its_get(operation: Json) -> None:
    for status in ("201", "202"):
        if status in operation["responses"]:
            assert operation["responses"][status]["links"]


def test_links_lead_to_operations_and_their_parameters() -> None:
    known = {
        operation["operationId"]: {parameter["name"] for parameter in operation.get("parameters", [])}
        for _, _, operation in operations()
    }
    for _, _, operation in operations():
        for answer in operation["responses"].values():
            for link in answer.get("links", {}).values():
                assert link["parameters"].keys() <= known[link["operationId"]]


def test_only_the_catalogue_the_probes_and_the_way_back_from_intuit_are_public() -> None:
    public = {path for _, path, operation in operations() if not operation["security"]}
    assert public == {
        "/connection/callback",
        "/error-codes",
        "/error-codes/{code}",
        "/health/live",
        "/health/ready",
    }


def test_every_other_operation_names_one_scope() -> None:
    guards = [operation["security"][0] for _, _, operation in operations() if operation["security"]]
    assert [each for each in guards if "ApiKey" not in each] == [{"IntuitSignature": []}]
    named = [each["ApiKey"] for each in guards if "ApiKey" in each]
    assert all(len(scopes) == 1 for scopes in named)
    assert {scopes[0] for scopes in named} == set(Scope)


def test_nothing_of_the_framework_is_left() -> None:
    text = COMMITTED.read_text(encoding="utf-8")
    assert "HTTPValidationError" not in text
    assert "Successful Response" not in text


def request_schemas(kind: type[BaseModel] = In) -> Iterator[type[BaseModel]]:
    for each in kind.__subclasses__():
        yield each
        yield from request_schemas(each)


def in_bodies(node: object) -> Iterator[Json]:
    """Every schema inside one of a request."""
    if isinstance(node, dict):
        yield node
        for each in node.values():
            yield from in_bodies(each)
    if isinstance(node, list):
        for each in node:
            yield from in_bodies(each)


def test_every_request_object_is_closed_and_bounded() -> None:
    names = {schema.__name__ for schema in request_schemas()} & CONTRACT["components"]["schemas"].keys()
    assert len(names) > 10
    for name in names:
        schema = CONTRACT["components"]["schemas"][name]
        assert schema["additionalProperties"] is False
        for each in in_bodies(schema.get("properties")):
            match each.get("type"):
                case "string":
                    assert "maxLength" in each or "enum" in each or "const" in each, each
                case "array":
                    assert "maxItems" in each, each
                case "integer":
                    assert each["maximum"] <= 2**53 - 1, each


def test_it_can_be_exported_again_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert exported() == exported()

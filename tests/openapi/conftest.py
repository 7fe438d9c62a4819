"""Every operation of the contract is a test of its own, also to pytest-xdist."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Schemathesis gives all operations one node id, of which pytest-xdist would run the first alone."""
    for item in items:
        _, in_brackets, operation = item.name.partition("[")
        if in_brackets and "[" not in item.nodeid:
            item._id = item.id.with_params(operation.removesuffix("]"))  # noqa: SLF001 - has no other setter
    assert len({item.nodeid for item in items}) == len(items), "two tests have one node id"

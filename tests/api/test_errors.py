"""Every broken rule has its status, and its code for ever."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api import refusals
from api.errors import MANNERS, problem_of
from api.refusals import InvalidRequest, RequestRefused
from domain.errors import DomainError


def kinds_of(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for each in kind.__subclasses__():
        yield each
        yield from kinds_of(each)


EVERY_KIND = [kind for kind in kinds_of(DomainError) if kind is not RequestRefused]


def test_the_table_knows_every_error_and_no_other() -> None:
    assert set(MANNERS) == set(EVERY_KIND)


def test_no_two_errors_share_a_code() -> None:
    codes = [kind.code for kind in EVERY_KIND if "code" in vars(kind)]  # a kind of an error has its code
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.code)
def test_each_says_what_is_wrong_in_a_sentence(kind: type[DomainError]) -> None:
    error = InvalidRequest([]) if kind is refusals.InvalidRequest else kind()
    problem = problem_of(error, request_id="1")
    assert problem.title.endswith(".")
    assert problem.status in range(400, 600)
    assert problem.retryable == (problem.retry_after_seconds is not None)

"""The form of a key's secret tells it from typos and from other people's tokens."""

from __future__ import annotations

import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.key_secrets import hash_secret, is_well_formed, write_secret

ANY = st.binary(min_size=32, max_size=32)
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ONE = write_secret(bytes(range(32)))


@given(ANY)
def test_what_is_made_here_is_recognised(random: bytes) -> None:
    secret = write_secret(random)
    assert re.fullmatch(r"synclog_[0-9A-Za-z]{49}", secret)
    assert is_well_formed(secret)


@given(ANY)
def test_every_bit_of_the_randomness_is_in_it(random: bytes) -> None:
    number = 0
    for digit in write_secret(random)[len("synclog_") : -6]:
        number = number * 62 + DIGITS.index(digit)
    assert number.to_bytes(32, "big") == random


@pytest.mark.parametrize("random", [bytes(32), b"\xff" * 32], ids=["the smallest", "the largest"])
def test_all_are_of_one_length(random: bytes) -> None:
    assert len(write_secret(random)) == len(ONE)


def test_the_end_is_the_checksum_of_what_is_before_it() -> None:
    number = 0
    for digit in ONE[-6:]:
        number = number * 62 + DIGITS.index(digit)
    assert number == zlib.crc32(ONE[:-6].encode())


@given(ANY, st.integers(min_value=0, max_value=56), st.sampled_from(DIGITS))
def test_one_wrong_character_is_noticed(random: bytes, place: int, digit: str) -> None:
    secret = write_secret(random)
    typed = secret[:place] + digit + secret[place + 1 :]
    assert is_well_formed(typed) is (typed == secret)


@given(ANY, st.integers(min_value=0, max_value=55))
def test_two_characters_that_changed_places_are_noticed(random: bytes, place: int) -> None:
    secret = write_secret(random)
    typed = secret[:place] + secret[place + 1] + secret[place] + secret[place + 2 :]
    assert is_well_formed(typed) is (typed == secret)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "synclog_",
        "synclog_guess",
        ONE[:-1],
        ONE + "0",
        ONE + "\n",
        ONE.replace("synclog_", "foreign_"),
        ONE.upper(),
        "synclog_" + "\ud800" * 49,
        "synclog_" + "٣" * 49,
        "synclog_mfrh3cVj3aBsoT6X9oL1RrYlLwYw0yqIu1dJb2mYQ5A",
    ],
    ids=[
        "nothing", "the prefix", "a guess", "cut off", "too long", "a line end", "another's prefix",
        "in capitals", "lone surrogates", "digits of another script", "a key of before the checksum",
    ],
)  # fmt: skip
def test_what_was_not_made_here_is_not_recognised(secret: str) -> None:
    assert not is_well_formed(secret)


def test_the_hash_is_sha_256_in_hex() -> None:
    assert re.fullmatch("[0-9a-f]{64}", hash_secret(ONE))
    assert hash_secret(ONE) != hash_secret(write_secret(bytes(32)))

"""Data is fetched over https, or without leaving the machine."""

from __future__ import annotations

import pytest

from domain.errors import SourceAddressInvalid
from domain.rules.source_addresses import LONGEST, source_url


@pytest.mark.parametrize(
    "written",
    [
        "https://billing.example.org",
        "https://billing.example.org:8443/api/v1",
        "http://127.0.0.1:8080/api",
        "http://127.5.0.1",
        "http://localhost:8080",
        "http://[::1]:8080/api",
        "https://10.0.0.5/api",
    ],
)
def test_a_safe_address_is_taken_as_it_is(written: str) -> None:
    assert source_url(written) == written


def test_a_slash_at_the_end_is_left_out() -> None:
    assert source_url("https://billing.example.org/api/") == "https://billing.example.org/api"


@pytest.mark.parametrize(
    "written",
    [
        "http://billing.example.org",
        "http://localhost.example.org",
        "http://10.0.0.5",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "https://",
        "https:///api",
        "https://user:secret@billing.example.org",
        "https://billing.example.org?x=1",
        "https://billing.example.org/api#top",
        "https://billing.example.org/api/../admin",
        "https://billing.example.org/./api",
        "https://billing.example.org/%2e%2e/api",
        "https://billing.example.org//api",
        "https://billing.example.org:0",
        "https://billing.example.org:99999",
        "https://billing.example.org:x",
        "https://[::1",
        "https://a]b[c",
        "https://billing.example.org\n",
        "https://billing.example.org /api",
        "",
        "https://x.example/" + "a" * LONGEST,
    ],
)
def test_any_other_address_is_refused(written: str) -> None:
    with pytest.raises(SourceAddressInvalid):
        source_url(written)

"""Which addresses data may be fetched from."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from domain.errors import SourceAddressInvalid

LONGEST = 500
WRITTEN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~-]+)*/?")


def source_url(written: str) -> str:
    """The address without a slash at its end. Raises SourceAddressInvalid.

    Members' data goes over it, so it must be https, or not leave the machine.
    """
    if len(written) > LONGEST or not WRITTEN.fullmatch(written):
        raise SourceAddressInvalid
    try:
        parts = urlsplit(written)
        is_safe = parts.scheme == "https" or _is_loopback(parts.hostname)
        is_whole = bool(parts.hostname) and parts.port != 0 and not _climbs(parts)
    except ValueError:  # a port or an IPv6 address that is none
        raise SourceAddressInvalid from None
    if not (is_safe and is_whole):
        raise SourceAddressInvalid
    return written.rstrip("/")


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _climbs(parts: SplitResult) -> bool:
    return any(step in {".", ".."} for step in parts.path.split("/"))

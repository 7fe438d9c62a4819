"""A change must say which version it changes."""

from __future__ import annotations

from domain.errors import VersionDiffers, VersionRequired


def check_version(version: int, if_match: int | None) -> None:
    """Raise VersionRequired or VersionDiffers unless `if_match` is the version that is here."""
    if if_match is None:
        raise VersionRequired
    if if_match != version:
        raise VersionDiffers

"""The vault on Fernet."""

from __future__ import annotations

import pytest

from adapters.vault import FernetVault, new_key
from domain.ports.vault import Vault
from tests.contracts.vault import VaultContract


class TestFernetVault(VaultContract):
    @pytest.fixture
    def vault(self) -> Vault:
        return FernetVault([new_key()])

    @pytest.fixture
    def foreign_vault(self) -> Vault:
        return FernetVault([new_key()])


def test_a_new_key_in_front_still_opens_what_the_old_one_sealed() -> None:
    old, new = new_key(), new_key()
    sealed = FernetVault([old]).seal("RT1-1a2b3c")
    assert FernetVault([new, old]).open(sealed) == "RT1-1a2b3c"


def test_the_first_key_seals() -> None:
    old, new = new_key(), new_key()
    sealed = FernetVault([new, old]).seal("RT1-1a2b3c")
    assert FernetVault([new]).open(sealed) == "RT1-1a2b3c"
    with pytest.raises(ValueError, match="not sealed"):
        FernetVault([old]).open(sealed)


@pytest.mark.parametrize(
    "keys",
    [[], [""], ["too short"], [new_key(), "too short"]],
    ids=["none", "empty", "short", "one of them short"],
)
def test_a_vault_without_a_proper_key_is_refused(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="Fernet"):
        FernetVault(keys)

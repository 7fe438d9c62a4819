"""What every vault promises."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace

import pytest

from domain.model.seals import SealedFor
from domain.ports.vault import Vault
from tests.builders import new_id

SECRETS = {"token": "RT1-1a2b3c", "empty": "", "beyond ASCII": "Zürich ✓", "long": "x" * 4096}
ABOUT = SealedFor(company_id=new_id(), realm_id="4620816365", field="connections.refresh_token")
MOVED = {
    "another company": replace(ABOUT, company_id=new_id()),
    "another realm": replace(ABOUT, realm_id="4620816366"),
    "no realm": replace(ABOUT, realm_id=None),
    "another field": replace(ABOUT, field="connections.access_token"),
    "a realm that reads like the rest": replace(ABOUT, realm_id='4620816365", "connections', field="r"),
}


class VaultContract(ABC):
    """A subclass gives a vault, and another one with another key."""

    @pytest.fixture
    @abstractmethod
    def vault(self) -> Vault: ...

    @pytest.fixture
    @abstractmethod
    def foreign_vault(self) -> Vault: ...

    @pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
    def test_what_was_sealed_can_be_opened(self, vault: Vault, secret: str) -> None:
        assert vault.open(vault.seal(secret, ABOUT), ABOUT) == secret

    def test_a_sealed_secret_does_not_show(self, vault: Vault) -> None:
        assert "RT1-1a2b3c" not in vault.seal("RT1-1a2b3c", ABOUT)

    def test_equal_secrets_look_different(self, vault: Vault) -> None:
        assert vault.seal("RT1-1a2b3c", ABOUT) != vault.seal("RT1-1a2b3c", ABOUT)

    @pytest.mark.parametrize("elsewhere", MOVED.values(), ids=MOVED.keys())
    def test_what_was_moved_to_another_place_does_not_open(self, vault: Vault, elsewhere: SealedFor) -> None:
        with pytest.raises(ValueError, match="not sealed with one of our keys"):
            vault.open(vault.seal("RT1-1a2b3c", ABOUT), elsewhere)

    def test_a_foreign_seal_is_a_value_error(self, vault: Vault, foreign_vault: Vault) -> None:
        with pytest.raises(ValueError, match="not sealed with one of our keys"):
            vault.open(foreign_vault.seal("RT1-1a2b3c", ABOUT), ABOUT)

    @pytest.mark.parametrize("sealed", ["", "plain text", "gAAAAA==", "gAAAAé", "é", "\x00"], ids=repr)
    def test_what_is_no_seal_is_a_value_error(self, vault: Vault, sealed: str) -> None:
        with pytest.raises(ValueError, match="not sealed with one of our keys"):
            vault.open(sealed, ABOUT)

    def test_a_changed_seal_is_a_value_error(self, vault: Vault) -> None:
        sealed = vault.seal("RT1-1a2b3c", ABOUT)
        for position, was in enumerate(sealed):
            changed = sealed[:position] + ("A" if was != "A" else "B") + sealed[position + 1 :]
            with pytest.raises(ValueError, match="not sealed with one of our keys"):
                vault.open(changed, ABOUT)

    def test_the_key_of_a_seal_can_be_told(self, vault: Vault, foreign_vault: Vault) -> None:
        assert vault.key_id_of(vault.seal("RT1-1a2b3c", ABOUT)) == vault.key_id
        assert vault.key_id_of(foreign_vault.seal("RT1-1a2b3c", ABOUT)) == foreign_vault.key_id
        assert vault.key_id != foreign_vault.key_id

    def test_what_is_no_seal_has_the_key_of_nobody(self, vault: Vault) -> None:
        assert vault.key_id_of("plain text") != vault.key_id

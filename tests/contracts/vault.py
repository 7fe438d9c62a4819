"""What every vault promises."""

from __future__ import annotations

from abc import ABC, abstractmethod

import pytest

from domain.ports.vault import Vault

SECRETS = {"token": "RT1-1a2b3c", "empty": "", "beyond ASCII": "Zürich ✓", "long": "x" * 4096}


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
        assert vault.open(vault.seal(secret)) == secret

    def test_a_sealed_secret_does_not_show(self, vault: Vault) -> None:
        assert "RT1-1a2b3c" not in vault.seal("RT1-1a2b3c")

    def test_equal_secrets_look_different(self, vault: Vault) -> None:
        assert vault.seal("RT1-1a2b3c") != vault.seal("RT1-1a2b3c")

    def test_a_foreign_seal_is_a_value_error(self, vault: Vault, foreign_vault: Vault) -> None:
        with pytest.raises(ValueError, match="not sealed with one of our keys"):
            vault.open(foreign_vault.seal("RT1-1a2b3c"))

    @pytest.mark.parametrize("sealed", ["", "plain text", "gAAAAA==", "é", "\x00"], ids=repr)
    def test_what_is_no_seal_is_a_value_error(self, vault: Vault, sealed: str) -> None:
        with pytest.raises(ValueError, match="not sealed with one of our keys"):
            vault.open(sealed)

    def test_a_changed_seal_is_a_value_error(self, vault: Vault) -> None:
        sealed = vault.seal("RT1-1a2b3c")
        changed = sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:]
        with pytest.raises(ValueError, match="not sealed with one of our keys"):
            vault.open(changed)

"""The vault on AES-256-GCM."""

from __future__ import annotations

import base64

import pytest
from cryptography.fernet import Fernet

from adapters.vault import AesGcmVault, new_key
from domain.ports.vault import Vault
from tests.contracts.vault import ABOUT, VaultContract


class TestAesGcmVault(VaultContract):
    @pytest.fixture
    def vault(self) -> Vault:
        return AesGcmVault([new_key()])

    @pytest.fixture
    def foreign_vault(self) -> Vault:
        return AesGcmVault([new_key()])


def test_a_new_key_in_front_still_opens_what_the_old_one_sealed() -> None:
    old, new = new_key(), new_key()
    sealed = AesGcmVault([old]).seal("RT1-1a2b3c", ABOUT)
    assert AesGcmVault([new, old]).open(sealed, ABOUT) == "RT1-1a2b3c"


def test_the_first_key_seals() -> None:
    old, new = new_key(), new_key()
    sealed = AesGcmVault([new, old]).seal("RT1-1a2b3c", ABOUT)
    assert AesGcmVault([new]).open(sealed, ABOUT) == "RT1-1a2b3c"
    with pytest.raises(ValueError, match="not sealed"):
        AesGcmVault([old]).open(sealed, ABOUT)


def test_a_seal_has_a_version_and_the_id_of_its_key_in_front() -> None:
    vault = AesGcmVault([new_key()])
    version, key_id, body = vault.seal("RT1-1a2b3c", ABOUT).split(".")
    assert (version, key_id) == ("v1", vault.key_id)
    assert len(base64.urlsafe_b64decode(body)) == 12 + len("RT1-1a2b3c") + 16


def test_the_id_of_a_key_is_always_the_same_and_tells_nothing_of_it() -> None:
    key = base64.urlsafe_b64encode(b"s" * 32).decode()
    assert AesGcmVault([key]).key_id == AesGcmVault([new_key(), key]).key_id_of(
        AesGcmVault([key]).seal("", ABOUT)
    )
    assert AesGcmVault([key]).key_id not in (key, (b"s" * 8).hex())


def test_a_header_with_another_of_our_keys_does_not_open() -> None:
    one, other = new_key(), new_key()
    vault = AesGcmVault([one, other])
    sealed = vault.seal("RT1-1a2b3c", ABOUT)
    with pytest.raises(ValueError, match="not sealed"):
        vault.open(sealed.replace(vault.key_id, AesGcmVault([other]).key_id), ABOUT)


@pytest.mark.parametrize("body", ["", "AAAA", "A", "A" * 36 + "=", "=" * 40], ids=repr)
def test_a_seal_that_is_cut_is_a_value_error(body: str) -> None:
    vault = AesGcmVault([new_key()])
    with pytest.raises(ValueError, match="not sealed"):
        vault.open(f"v1.{vault.key_id}.{body}", ABOUT)


def test_a_seal_is_written_in_one_way_only() -> None:
    vault = AesGcmVault([new_key()])
    sealed = vault.seal("", ABOUT)  # 28 bytes: two bits of the last letter stand for nothing
    spelled = sealed[:-3] + chr(ord(sealed[-3]) + 1) + "=="
    assert base64.urlsafe_b64decode(sealed.split(".")[2]) == base64.urlsafe_b64decode(spelled.split(".")[2])
    with pytest.raises(ValueError, match="not sealed"):
        vault.open(spelled, ABOUT)


def test_what_the_vault_before_this_one_sealed_is_still_opened() -> None:
    old, new = new_key(), new_key()
    sealed = Fernet(old).encrypt(b"RT1-1a2b3c").decode()
    vault = AesGcmVault([new, old])
    assert vault.open(sealed, ABOUT) == "RT1-1a2b3c"
    assert vault.key_id_of(sealed) == "fernet"


@pytest.mark.parametrize(
    "keys",
    [[], [""], ["too short"], ["é" * 44], [new_key(), "too short"], [new_key() + "AAAA"]],
    ids=["none", "empty", "short", "not base64", "one of them short", "long"],
)
def test_a_vault_without_a_proper_key_is_refused(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="key"):
        AesGcmVault(keys)


def test_a_vault_shows_none_of_its_keys() -> None:
    key = new_key()
    assert key not in repr(vars(AesGcmVault([key])))

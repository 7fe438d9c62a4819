"""OpenID: who the person is that gave the consent, and tokens that say so."""

import base64
import json
from functools import cached_property
from typing import Any, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from sandbox.shapes import JsonObject

LIFETIME: Final = 3600
PERSON: Final[JsonObject] = {
    "sub": "b053d994-07d5-468d-b7ee-22e349d2e739",
    "email": "owner@example.com",
    "emailVerified": True,
    "givenName": "Dana",
    "familyName": "Whitfield",
    "phoneNumber": "+1 555 010 0100",
    "phoneNumberVerified": False,
    "address": {
        "streetAddress": "1 Main Street",
        "locality": "Bayside",
        "region": "CA",
        "postalCode": "94101",
        "country": "US",
    },
}
_TOLD: Final = {
    "email": ("email", "emailVerified"),
    "profile": ("givenName", "familyName"),
    "phone": ("phoneNumber", "phoneNumberVerified"),
    "address": ("address",),
}


def person(scopes: frozenset[str]) -> JsonObject:
    """As much of the person as the scopes allow to tell."""
    told = ["sub", *(name for scope, names in _TOLD.items() if scope in scopes for name in names)]
    return {name: PERSON[name] for name in told}


class Identity:
    """Signs id tokens. The key is made when the first one is asked for."""

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def keys(self) -> JsonObject:
        """The JSON web key set."""
        numbers = self._key.public_key().public_numbers()
        parts = {name: _number(each) for name, each in (("n", numbers.n), ("e", numbers.e))}
        return {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "sandbox", **parts}]}

    def token(self, *, issuer: str, client_id: str, realm_id: str, now: float) -> str:
        """A signed statement that this person is here."""
        claims = {
            "sub": PERSON["sub"],
            "aud": [client_id],
            "realmid": realm_id,
            "auth_time": int(now),
            "iss": issuer,
            "exp": int(now) + LIFETIME,
            "iat": int(now),
        }
        said = f"{_json({'kid': 'sandbox', 'alg': 'RS256'})}.{_json(claims)}"
        signature = self._key.sign(said.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{said}.{_encoded(signature)}"


def _json(value: dict[str, Any]) -> str:
    return _encoded(json.dumps(value).encode())


def _number(value: int) -> str:
    return _encoded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

"""How long a key is good, what replaces it, and which must stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.errors.api_keys import ApiKeyReplaced, ExpiryInvalid, LastKeysAdmin
from domain.model.api_keys import ApiKey, RotatedKey, Scope
from domain.model.audit import AuditAction
from domain.rules.api_keys import (
    Expiry,
    KeyChange,
    KeyWanted,
    changed,
    check_admin_left,
    check_expiry,
    check_replaceable,
    new_key,
    replaced,
    revoked,
    successor_of,
    use_not_noted_since,
)
from domain.rules.key_deeds import changing_key, creating_key, revoking_key, rotating_key
from domain.rules.key_secrets import hash_secret, is_well_formed
from tests.builders import NOON, a_company, an_api_key, later, new_id

COMPANY = a_company()
READER = frozenset({Scope.LOGS_READ})
KEY = an_api_key(COMPANY)


@pytest.mark.parametrize(
    ("fields", "good"),
    [
        ({}, True),
        ({"expires_at": later(seconds=1)}, True),
        ({"expires_at": NOON}, False),
        ({"revoked_at": NOON}, False),
        ({"revoked_at": later(days=-1), "expires_at": later(days=1)}, False),
    ],
    ids=["for ever", "until a second from now", "until now", "revoked now", "revoked before"],
)
def test_a_key_is_good_until_it_expires_or_is_revoked(fields: dict[str, object], good: bool) -> None:  # noqa: FBT001
    assert an_api_key(COMPANY, **fields).is_good(NOON) is good


@pytest.mark.parametrize(
    ("last", "noted"),
    [(None, True), (later(seconds=-60), True), (later(seconds=-59), False), (NOON, False)],
    ids=["never", "a minute ago", "59 seconds ago", "now"],
)
def test_a_use_is_noted_once_a_minute(last: datetime | None, noted: bool) -> None:  # noqa: FBT001
    since = use_not_noted_since(an_api_key(COMPANY, last_used_at=last), NOON)
    assert since == (later(seconds=-60) if noted else None)


@pytest.mark.parametrize("expires_at", [None, later(seconds=1), later(days=3653)])
def test_a_key_may_expire_within_ten_years_or_never(expires_at: datetime | None) -> None:
    check_expiry(expires_at, NOON)


@pytest.mark.parametrize("expires_at", [NOON, later(days=-1), later(days=3653, seconds=1)])
def test_a_key_cannot_expire_in_the_past_or_in_another_life(expires_at: datetime) -> None:
    with pytest.raises(ExpiryInvalid):
        check_expiry(expires_at, NOON)
    with pytest.raises(ExpiryInvalid):
        changed(KEY, KeyChange(expiry=Expiry(expires_at)), NOON)


def test_a_new_key_is_what_was_wanted_and_keeps_the_hash_alone() -> None:
    wanted = KeyWanted(name="Screen", scopes=READER, expires_at=later(days=1))
    id_ = new_id()
    made = new_key(wanted, bytes(32), id_=id_, company_id=COMPANY.id, by="billing", now=NOON)
    assert is_well_formed(made.secret)
    assert made.secret not in repr(made)
    assert made.key == ApiKey(
        id=id_,
        company_id=COMPANY.id,
        name="Screen",
        secret_hash=hash_secret(made.secret),
        scopes=READER,
        created_at=NOON,
        created_by="billing",
        expires_at=later(days=1),
    )


def test_a_change_is_of_what_it_names() -> None:
    key = an_api_key(COMPANY, expires_at=later(days=1))
    assert changed(key, KeyChange(name="Other"), NOON) == replace(key, name="Other", version=2)
    assert changed(key, KeyChange(scopes=READER), NOON) == replace(key, scopes=READER, version=2)
    assert changed(key, KeyChange(expiry=Expiry(None)), NOON) == replace(key, expires_at=None, version=2)


def test_a_change_to_what_is_so_already_changes_nothing() -> None:
    assert changed(KEY, KeyChange(), NOON) == KEY
    assert changed(KEY, KeyChange(name=KEY.name, scopes=KEY.scopes, expiry=Expiry(None)), NOON) == KEY


@pytest.mark.parametrize(
    ("own", "ends"),
    [(None, later(days=1)), (later(days=2), later(days=1)), (later(seconds=9), later(seconds=9))],
    ids=["for ever", "longer", "shorter"],
)
def test_a_replaced_key_is_good_for_the_overlap_but_no_longer_than_it_was(
    own: datetime | None, ends: datetime
) -> None:
    key, successor = an_api_key(COMPANY, expires_at=own), an_api_key(COMPANY)
    after = replaced(key, successor, until=later(days=1))
    assert after == replace(key, expires_at=ends, replaced_by=successor.id, version=2)


def test_a_key_is_replaced_once_unless_its_successor_was_revoked() -> None:
    check_replaceable(None)
    check_replaceable(revoked(KEY, NOON))
    with pytest.raises(ApiKeyReplaced) as refused:
        check_replaceable(KEY)
    assert refused.value.context == {"replaced_by": str(KEY.id)}


@pytest.mark.parametrize(
    ("span", "ends"),
    [(None, None), (timedelta(days=90), later(days=91)), (timedelta(days=9000), later(days=3654))],
    ids=["for ever", "as long again", "ten years at most"],
)
def test_a_successor_lasts_as_long_as_the_old_one_was_to_last(
    span: timedelta | None, ends: datetime | None
) -> None:
    key = an_api_key(COMPANY, name="Screen", scopes=READER, expires_at=NOON + span if span else None)
    wanted = successor_of(key, None, None, later(days=1))
    assert wanted == KeyWanted(name="Screen", scopes=READER, expires_at=ends)


def test_a_successor_expires_when_it_is_told_to() -> None:
    key = an_api_key(COMPANY, expires_at=later(days=90))
    assert successor_of(key, None, Expiry(None), NOON).expires_at is None
    assert successor_of(key, None, Expiry(later(days=7)), NOON).expires_at == later(days=7)


def test_a_second_successor_is_measured_by_the_first_one() -> None:
    cut_short, first = an_api_key(COMPANY, expires_at=later(days=1)), an_api_key(COMPANY, revoked_at=NOON)
    assert successor_of(cut_short, first, None, NOON).expires_at is None


ADMIN = an_api_key(COMPANY)
OTHER = an_api_key(COMPANY)
PLAIN = an_api_key(COMPANY, scopes=READER)
GONE = revoked(ADMIN, NOON)
DEMOTED = replace(ADMIN, scopes=READER)


@pytest.mark.parametrize("after", [GONE, DEMOTED], ids=["revoked", "without the scope"])
def test_the_last_key_that_may_make_others_stays(after: ApiKey) -> None:
    with pytest.raises(LastKeysAdmin):
        check_admin_left([ADMIN, PLAIN], ADMIN, after, NOON)
    with pytest.raises(LastKeysAdmin):
        check_admin_left([ADMIN, revoked(OTHER, NOON)], ADMIN, after, NOON)
    check_admin_left([ADMIN, PLAIN, OTHER], ADMIN, after, NOON)


def test_whatever_takes_no_admin_away_is_free() -> None:
    check_admin_left([PLAIN], PLAIN, revoked(PLAIN, NOON), NOON)
    check_admin_left([ADMIN], ADMIN, replace(ADMIN, name="Other"), NOON)
    expired = an_api_key(COMPANY, expires_at=NOON)
    check_admin_left([PLAIN], expired, revoked(expired, NOON), NOON)


def test_the_audit_trail_says_what_was_done_and_never_the_secret() -> None:
    made = new_key(
        KeyWanted(name="Screen", scopes=READER, expires_at=later(days=1)),
        bytes(32),
        id_=new_id(),
        company_id=COMPANY.id,
        by="billing",
        now=NOON,
    )
    old = replaced(ADMIN, made.key, until=later(days=2))
    deeds = [
        creating_key(made.key),
        changing_key(PLAIN),
        rotating_key(RotatedKey(old=old, new=made)),
        revoking_key(GONE),
    ]
    assert [deed.action for deed in deeds] == [
        AuditAction.KEY_CREATED,
        AuditAction.KEY_CHANGED,
        AuditAction.KEY_ROTATED,
        AuditAction.KEY_REVOKED,
    ]
    assert [deed.subject_id for deed in deeds] == [str(key.id) for key in (made.key, PLAIN, old, GONE)]
    assert [dict(deed.details) for deed in deeds] == [
        {"name": "Screen", "scopes": "logs:read", "expires_at": later(days=1).isoformat()},
        {"name": "Billing system", "scopes": "logs:read", "expires_at": None},
        {"replaced_by": str(made.key.id), "expires_at": later(days=2).isoformat()},
        {"name": "Billing system"},
    ]
    assert {deed.subject_kind for deed in deeds} == {"api_key"}
    assert made.secret not in repr(deeds)
    assert made.key.secret_hash not in repr(deeds)

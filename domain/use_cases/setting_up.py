"""What is set up beside the sync: companies and keys, settings, mappings, choices, subscriptions, sources."""

from __future__ import annotations

from dataclasses import dataclass

from domain.use_cases.api_keys import ChangeKey, CreateKey, GetKey, ListKeys, RevokeKey, RotateKey
from domain.use_cases.choices import ListChoices, RefreshChoices
from domain.use_cases.companies import CreateCompany, GetCompany, ListCompanies
from domain.use_cases.mappings import DeleteMapping, GetMapping, ListMappings, ListUnmapped, PutMapping
from domain.use_cases.rotate_vault import RotateVault
from domain.use_cases.settings import ChangeSettings, GetSettings
from domain.use_cases.sources import SetSource
from domain.use_cases.subscriptions import (
    ChangeSubscription,
    GetSubscription,
    ListSubscriptions,
    Subscribe,
    Unsubscribe,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingUp:
    """One field for each."""

    change_key: ChangeKey
    change_settings: ChangeSettings
    change_subscription: ChangeSubscription
    create_company: CreateCompany
    create_key: CreateKey
    delete_mapping: DeleteMapping
    get_company: GetCompany
    get_key: GetKey
    get_mapping: GetMapping
    get_settings: GetSettings
    get_subscription: GetSubscription
    list_choices: ListChoices
    list_companies: ListCompanies
    list_keys: ListKeys
    list_mappings: ListMappings
    list_subscriptions: ListSubscriptions
    list_unmapped: ListUnmapped
    put_mapping: PutMapping
    refresh_choices: RefreshChoices
    revoke_key: RevokeKey
    rotate_key: RotateKey
    rotate_vault: RotateVault
    set_source: SetSource
    subscribe: Subscribe
    unsubscribe: Unsubscribe

"""Read what people set for the books: only what the domain asks of it."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_pascal

from domain.model.books import LedgerPreferences, LedgerRef


class _Group(BaseModel):
    """QBO spells its properties in PascalCase, and leaves out what nobody ever set."""

    model_config = ConfigDict(alias_generator=to_pascal, frozen=True)


class _SalesForms(_Group):
    custom_txn_numbers: bool = False
    auto_apply_credit: bool = False


class _Accounting(_Group):
    book_close_date: date | None = None


class _Tax(_Group):
    partner_tax_enabled: bool = False


class Preferences(_Group):
    """The one object of its kind."""

    id: str
    sync_token: str
    sales_forms_prefs: _SalesForms = _SalesForms()
    accounting_info_prefs: _Accounting = _Accounting()
    tax_prefs: _Tax = _Tax()

    def read(self) -> LedgerPreferences:
        """As the domain sees it."""
        return LedgerPreferences(
            ref=LedgerRef(entity="Preferences", id=self.id, version=self.sync_token),
            own_numbers=self.sales_forms_prefs.custom_txn_numbers,
            applies_credits=self.sales_forms_prefs.auto_apply_credit,
            closed_until=self.accounting_info_prefs.book_close_date,
            automated_sales_tax=self.tax_prefs.partner_tax_enabled,
        )

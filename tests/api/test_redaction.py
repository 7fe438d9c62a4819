"""What of a sent body is shown."""

from __future__ import annotations

import json

from adapters.quickbooks.translate import draft_of
from api.redaction import REDACTED, redacted
from domain.model.books import Marker
from domain.model.commands import PostCustomer, PostInvoice
from tests.builders import a_contact, an_invoice, new_id

MARKER = Marker(record_id=new_id(), source_version=1)


def test_a_customer_is_sent_with_names_and_shown_without() -> None:
    contact = a_contact(
        organisation="Acme Bakery", first_name="Maria", last_name="Lopez", email="maria@acme.example"
    )
    shown = redacted(draft_of(PostCustomer(contact=contact, marker=MARKER)).body)
    assert json.loads(shown)["DisplayName"] == REDACTED
    assert json.loads(shown)["CurrencyRef"] == {"value": "USD"}
    assert not any(word in shown for word in ("Acme", "Maria", "Lopez", "acme.example"))


def test_an_invoice_shows_its_money_numbers_and_dates() -> None:
    invoice = an_invoice(number="1001", memo="For Maria")
    body = draft_of(PostInvoice(invoice=invoice, customer_id="61", items=("12",), marker=MARKER)).body
    shown = json.loads(redacted(body))
    assert shown["DocNumber"] == "1001"
    assert shown["TxnDate"] == invoice.txn_date.isoformat()
    assert shown["CustomerRef"] == {"value": "61"}
    assert str(shown["Line"][0]["Amount"]).startswith("350")
    assert "Maria" not in redacted(body)


def test_amounts_are_shown_to_the_last_digit() -> None:
    assert '"999999999999999.99"' in redacted('{"Amount": 999999999999999.99}')


def test_what_is_not_json_is_not_shown() -> None:
    assert redacted("<Customer>Maria</Customer>") == REDACTED
    assert redacted('"Maria"') == json.dumps(REDACTED)

"""What QBO was seen to answer every time, in JSON and in XML alike."""

from decimal import Decimal

import pytest

from tests.sandbox.company import Body, Company, applied, ref
from tests.sandbox.elements import XML, element, found, posted, text


def told(payment_line: Body) -> dict[str, str]:
    """What a payment's line tells of the transaction it is applied to."""
    return {each["value"]["Name"]: each["value"]["Value"] for each in payment_line["LineEx"]["any"]}


def test_a_payments_line_tells_what_was_open_but_for_it(company: Company) -> None:
    invoice = company.invoice(71, DocNumber="1024")
    payment = company.payment(55, Line=[applied(invoice, 55)])
    expected = {"txnId": invoice["Id"], "txnOpenBalance": "71.00", "txnReferenceNumber": "1024"}
    assert told(payment["Line"][0]) == expected
    assert told(company.read("Payment", payment["Id"])["Line"][0]) == expected
    (page,) = company.query("select * from Payment")["Payment"]
    assert told(page["Line"][0]) == expected


def test_in_xml_it_is_pairs_of_names_and_values(company: Company) -> None:
    invoice = company.invoice(71, DocNumber="1024")
    payment = company.payment(55, Line=[applied(invoice, 55)])
    answer = company.call("GET", f"payment/{payment['Id']}", headers=XML)
    pairs = found(answer, "Payment/Line/LineEx/NameValue")
    assert [[each.text for each in pair] for pair in pairs] == [
        ["txnId", invoice["Id"]],
        ["txnOpenBalance", "71.00"],
        ["txnReferenceNumber", "1024"],
    ]


def test_what_a_client_says_of_it_is_not_believed(company: Company) -> None:
    invoice = company.invoice(71)
    said = {
        **applied(invoice, 71),
        "LineEx": {"any": [{"name": "x", "value": {"Name": "txnId", "Value": "9"}}]},
    }
    payment = company.payment(71, Line=[said])
    assert told(payment["Line"][0]) == {"txnId": invoice["Id"], "txnOpenBalance": "71.00"}


def test_an_invoice_has_a_deposit_of_nothing(company: Company) -> None:
    assert company.invoice(10)["Deposit"] == 0


@pytest.mark.parametrize("entity", ["Customer", "Vendor"])
def test_a_currency_has_its_name_when_only_its_code_was_sent(company: Company, entity: str) -> None:
    made = company.post(entity, {"DisplayName": "Named", "CurrencyRef": ref("USD")})
    assert made["CurrencyRef"] == {"value": "USD", "name": "United States Dollar"}


def test_an_unknown_currency_keeps_the_name_it_came_with(company: Company) -> None:
    company.settings(preferences={"CurrencyPrefs": {"MultiCurrencyEnabled": True}})
    kroner = {"value": "NOK", "name": "Norwegian Krone"}
    made = company.post("Customer", {"DisplayName": "Fjord", "CurrencyRef": kroner})
    assert made["CurrencyRef"] == kroner
    assert company.customer("Fell", CurrencyRef=ref("NOK"))["CurrencyRef"] == {"value": "NOK", "name": "NOK"}


def test_elements_come_in_the_order_of_qbos_schema(company: Company) -> None:
    inner = "<DocNumber>O-1</DocNumber><CustomerRef>1</CustomerRef><PrivateNote>n</PrivateNote>"
    lines = "<Line><Amount>5</Amount><DetailType>SalesItemLineDetail</DetailType>"
    detail = (
        "<SalesItemLineDetail><Qty>1</Qty><UnitPrice>5</UnitPrice><ItemRef>3</ItemRef></SalesItemLineDetail>"
    )
    answer = posted(company, "invoice", element("Invoice", f"{lines}{detail}</Line>{inner}"))
    names = [str(each.tag).rpartition("}")[2] for each in found(answer, "Invoice/*")]
    seen = (
        "Id SyncToken MetaData DocNumber TxnDate CurrencyRef PrivateNote Line Line TxnTaxDetail CustomerRef"
    )
    assert names[:11] == seen.split()
    assert (
        names.index("DueDate") < names.index("TotalAmt") < names.index("PrintStatus") < names.index("Balance")
    )
    assert names.index("Balance") < names.index("Deposit") < names.index("AllowIPNPayment")
    inner_names = [
        str(each.tag).rpartition("}")[2] for each in found(answer, "Invoice/Line/SalesItemLineDetail/*")
    ]
    assert inner_names[:3] == ["ItemRef", "UnitPrice", "Qty"]


def test_an_answer_begins_as_qbos_does(company: Company) -> None:
    answer = company.call("GET", "term/1", headers=XML)
    assert answer.content.startswith(
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<IntuitResponse xmlns="'
    )


def test_a_list_of_one_that_is_no_list_elsewhere_is_a_text(company: Company) -> None:
    """A tag of an attachment is one text; the tags of a transaction are several."""
    answer = posted(company, "attachable", element("Attachable", "<Note>n</Note><Tag>minutes</Tag>"))
    assert text(answer, "Attachable/Tag") == "minutes"


@pytest.mark.parametrize("name", ["Active", "Taxable", "OpenBalanceDate", "PreferredDeliveryMethod"])
def test_an_empty_element_states_no_flag_date_or_choice(company: Company, name: str) -> None:
    before = company.read("Customer", "2")
    inner = f"<Id>2</Id><SyncToken>{before['SyncToken']}</SyncToken><{name}/><Notes>x</Notes>"
    answer = posted(company, "customer", element("Customer", inner, 'sparse="true"'))
    assert answer.status_code == 200, answer.text
    after = company.read("Customer", "2")
    assert (after["Notes"], after.get(name)) == ("x", before.get(name))


def test_an_empty_number_is_not_there(company: Company) -> None:
    inner = "<CustomerRef>1</CustomerRef><Deposit/><DueDate/><ExchangeRate> </ExchangeRate>"
    lines = "<Line><Amount>5</Amount><DetailType>SalesItemLineDetail</DetailType>"
    detail = "<SalesItemLineDetail><ItemRef>3</ItemRef><Qty/><UnitPrice/></SalesItemLineDetail></Line>"
    answer = posted(company, "invoice", element("Invoice", f"{inner}{lines}{detail}"))
    assert answer.status_code == 200, answer.text
    assert Decimal(text(answer, "Invoice/TotalAmt")) == 5

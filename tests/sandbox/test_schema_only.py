"""Fields that Intuit's schema has and its SDKs send, though QuickBooks Online has no use for them."""

import pytest

from tests.sandbox.company import Body, Company, applied, line, ref
from tests.sandbox.elements import element, found, posted

LABELS = {"Id": "9", "Default": True, "Tag": "Business"}
PERSON = {
    "Organization": False,
    "ContactName": "Ada",
    "AltContactName": "Grace",
    "CreditLimit": 500,
    "PrimaryPhone": {"FreeFormNumber": "(650) 111-1111", "DeviceType": "LandLine", **LABELS},
    "PrimaryEmailAddr": {"Address": "ada@example.com", **LABELS},
    "WebAddr": {"URI": "https://example.com", **LABELS},
    "OtherContactInfo": [{"Type": "TelephoneNumber"}],
}


@pytest.mark.parametrize("entity", ["Customer", "Vendor"])
def test_labels_and_what_only_the_desktop_has_are_taken_and_gone(company: Company, entity: str) -> None:
    made = company.post(entity, {"DisplayName": "Ada", **PERSON, "OtherContactInfo": None})
    assert made["PrimaryPhone"] == {"FreeFormNumber": "(650) 111-1111"}
    assert made["PrimaryEmailAddr"] == {"Address": "ada@example.com"}
    assert made["WebAddr"] == {"URI": "https://example.com"}
    assert not {"Organization", "ContactName", "CreditLimit"} & made.keys()


def test_in_xml_too(company: Company) -> None:
    name = "<Organization>false</Organization><DisplayName>Ada</DisplayName>"
    labels = "<DeviceType>Mobile</DeviceType><FreeFormNumber>1</FreeFormNumber><Default>true</Default>"
    inner = f"{name}<PrimaryPhone>{labels}<Tag>Home</Tag></PrimaryPhone>"
    job = "<JobInfo><Status>InProgress</Status></JobInfo>"
    answer = posted(company, "customer", element("Customer", inner + job))
    assert answer.status_code == 200, answer.text
    assert [each.text for each in found(answer, "Customer/PrimaryPhone/*")] == ["1"]


@pytest.mark.parametrize(
    ("entity", "fields"),
    [
        ("Invoice", {"PONumber": "77", "FOB": "pier", "ARAccountRef": ref("3"), "FinanceCharge": False}),
        ("Estimate", {"TemplateRef": ref("1"), "TxnStatus": "Accepted"}),
        ("SalesReceipt", {"PONumber": "77", "TaxFormNum": "1"}),
        ("CreditMemo", {"Tag": [{"Name": "x"}], "RemitToRef": ref("1")}),
    ],
    ids=["invoice", "estimate", "sales receipt", "credit memo"],
)
def test_sales_forms_take_the_schemas_fields(company: Company, entity: str, fields: Body) -> None:
    made = company.post(entity, {"CustomerRef": ref("1"), "Line": [line(5, UOMRef=ref("1"))], **fields})
    assert (set(fields) & made.keys()) <= {"TxnStatus"}
    assert "UOMRef" not in made["Line"][0]["SalesItemLineDetail"]


@pytest.mark.parametrize(
    ("entity", "body"),
    [
        ("Item", {"Name": "Rope", "IncomeAccountRef": ref("10"), "ManPartNum": "7", "SpecialItem": False}),
        ("Account", {"Name": "Till", "AccountType": "Bank", "BankNum": "1", "OnlineBankingEnabled": False}),
        ("Employee", {"GivenName": "Bo", "FamilyName": "Lee", "EmployeeType": "Regular", "CompanyName": "x"}),
    ],
    ids=["item", "account", "employee"],
)
def test_lists_take_the_schemas_fields(company: Company, entity: str, body: Body) -> None:
    made = company.post(entity, body)
    assert not {"ManPartNum", "BankNum", "EmployeeType"} & made.keys()


def test_a_payment_takes_them_as_well(company: Company) -> None:
    invoice = company.invoice(5)
    assert "RemitToRef" not in company.payment(
        5, Line=[applied(invoice, 5)], RemitToRef=ref("1"), PaymentType="Cash"
    )


def test_what_the_schema_does_not_have_is_refused(company: Company) -> None:
    phone = {"FreeFormNumber": "1", "Colour": "red"}
    assert company.refused("Customer", {"DisplayName": "Ada", "PrimaryPhone": phone})["code"] == "2010"


@pytest.mark.parametrize("entity", ["Invoice", "Estimate", "SalesReceipt"])
@pytest.mark.parametrize(
    "asked", [{"AutoDocNumber": True}, {"DocNumber": "AUTO_GENERATE"}], ids=["flag", "word"]
)
def test_the_next_number_is_given_to_who_asks_for_it(company: Company, entity: str, asked: Body) -> None:
    """With custom transaction numbers on, as this company has them."""
    form = {"CustomerRef": ref("1"), "Line": [line(5)]}
    company.post(entity, {**form, "DocNumber": "2041"})
    made = company.post(entity, {**form, **asked})
    assert made["DocNumber"] == "2042"
    assert "AutoDocNumber" not in made
    assert "DocNumber" not in company.post(entity, form)

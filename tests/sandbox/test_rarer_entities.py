"""What few clients use: customer types, tax codes beyond the page, what nobody may see, what is empty."""

import pytest
from quickbooks.client import QuickBooks
from quickbooks.objects.customertype import CustomerType

from tests.sandbox.company import Company, ref


def test_a_customer_has_one_of_the_types_there_are(company: Company, qb: QuickBooks) -> None:
    assert [each.Name for each in CustomerType.all(qb=qb)] == ["Member", "Sponsor"]
    assert company.customer("Typed", CustomerTypeRef=ref("2"))["CustomerTypeRef"]["name"] == "Sponsor"
    assert company.refused("Customer", {"DisplayName": "x", "CustomerTypeRef": ref("9")})["code"] == "2500"


@pytest.mark.parametrize(
    "query", ["select * from Budget", "select * from JournalCode", "select * from TaxPayment"]
)
def test_what_these_companies_have_none_of_is_found_to_be_none(company: Company, query: str) -> None:
    assert company.query(query) == {}


def test_a_social_security_number_is_never_shown(company: Company) -> None:
    made = company.post("Employee", {"GivenName": "Ann", "FamilyName": "Lee", "SSN": "444-55-6666"})
    assert made["SSN"] == "XXX-XX-XXXX"
    assert "444-55-6666" not in company.call("GET", f"employee/{made['Id']}").text


def test_three_tax_codes_come_on_top_of_the_first_page(company: Company) -> None:
    first = company.query("select * from TaxCode maxresults 1")["TaxCode"]
    assert [each["Id"] for each in first] == ["TAX", "NON", "CustomSalesTax", "2"]
    assert company.query("select * from TaxCode startposition 2 maxresults 1") == {}

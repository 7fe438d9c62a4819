"""What Intuit's .NET and Java SDKs need of an answer in XML, asked for as they ask.

Their serializers bind the schema's types: what is in the answer must parse as its type.
"""

import gzip
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import uuid4

import httpx
import pytest
from lxml import etree

from tests.sandbox.company import Company
from tests.sandbox.elements import QBO

DOTNET: Final = {"User-Agent": "V3DotNetSDK14.7.0"}
"""It sends no `Accept` for XML."""
JAVA: Final = {"User-Agent": "Java V3 SDK", "Accept": "application/xml", "intuit_tid": str(uuid4())}
DATES: Final = {"TxnDate", "DueDate", "CompanyStartDate", "OpenBalanceDate", "InvStartDate", "HiredDate"}
MOMENTS: Final = {"CreateTime", "LastUpdatedTime", "DeliveryTime"}
DECIMALS: Final = {"Amount", "TotalAmt", "Balance", "UnitPrice", "Qty", "UnappliedAmt", "Deposit"} | {
    "CurrentBalance", "BalanceWithJobs", "TotalTax", "TaxPercent", "RateValue", "NetAmountTaxable"
}  # fmt: skip
FLAGS: Final = {"Active", "Taxable", "Job", "SubItem", "TrackQtyOnHand", "AllowIPNPayment", "ProcessPayment"}
CHOICES: Final[Mapping[str, set[str]]] = {
    "PrintStatus": {"NotSet", "NeedToPrint", "PrintComplete"},
    "EmailStatus": {"NotSet", "NeedToSend", "EmailSent"},
    "Classification": {"Asset", "Equity", "Expense", "Liability", "Revenue"},
    "TxnType": {"Payment", "Invoice", "CreditMemo", "Estimate"},
}


def bound(answer: httpx.Response) -> etree._Element:
    """The answer, each of its elements read as the schema's type; a fault is raised by its codes."""
    root = etree.fromstring(answer.content)
    assert root.tag == f"{{{QBO}}}IntuitResponse"
    assert datetime.fromisoformat(str(root.get("time"))).tzinfo
    for each in root.iter():
        _typed(etree.QName(each).localname, each.text or "")
    faults = root.findall(f"{{{QBO}}}Fault/{{{QBO}}}Error")
    if faults:
        raise ValueError([each.get("code") for each in faults])
    return root


def _typed(name: str, text: str) -> None:
    if name in DATES:
        assert date.fromisoformat(text).year
    elif name in MOMENTS:
        assert datetime.fromisoformat(text).tzinfo
    elif name in DECIMALS:
        assert Decimal(text).is_finite()
    elif name in FLAGS:
        assert text in {"true", "false"}
    elif name in CHOICES:
        assert text in CHOICES[name]


class Sdk:
    """A call as either makes it: .NET's minor version and then request id, Java's the other way round."""

    def __init__(self, company: Company, headers: Mapping[str, str]) -> None:
        self._company, self._headers = company, dict(headers)

    def __call__(
        self, path: str, body: str = "", *, request_id: str = "", zipped: bool = False
    ) -> etree._Element:
        request_id = request_id or uuid4().hex
        separator = "&" if "?" in path else "?"
        java = self._headers is not DOTNET and "Accept" in self._headers
        ids = (
            f"requestid={request_id}&minorversion=75&" if java else f"minorversion=75&requestid={request_id}"
        )
        content_type = "application/text" if path == "query" else "application/xml"
        headers = {**self._headers, "Content-Type": content_type}
        content = body.encode()
        if zipped:
            headers |= {"Content-Encoding": "gzip", "Accept-Encoding": "gzip"}
            content = gzip.compress(content)
        headers["Authorization"] = f"Bearer {self._company.opened['access_token']}"
        url = f"/v3/company/{self._company.realm_id}/{path}{separator}{ids}"
        method = "POST" if body else "GET"
        return bound(self._company.http.request(method, url, content=content, headers=headers))


@pytest.fixture(params=[DOTNET, JAVA], ids=["dotnet", "java"])
def sdk(request: pytest.FixtureRequest, company: Company) -> Sdk:
    return Sdk(company, request.param)


def document(name: str, inner: str, attributes: str = "") -> str:
    """As .NET's XmlSerializer begins a document; JAXB does without the two namespaces of XML Schema's own."""
    schema = (
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><{name} {schema} {attributes} xmlns="{QBO}">{inner}</{name}>'
    )


EVERYTHING: Final = "Select * From Nothing startPosition 1 maxResults 500"
LINE: Final = (
    "<Line><Amount>50.00</Amount><DetailType>SalesItemLineDetail</DetailType><SalesItemLineDetail>"
    '<ItemRef name="Gold Membership">3</ItemRef><Qty>1</Qty></SalesItemLineDetail></Line>'
)
INVOICE: Final = document("Invoice", f"<TxnDate>2026-03-02</TxnDate>{LINE}<CustomerRef>1</CustomerRef>")


def value(root: etree._Element, path: str) -> str:
    found = root.find("/".join(f"{{{QBO}}}{step}" for step in path.split("/")))
    assert found is not None, etree.tostring(root)
    return found.text or ""


def own(root: etree._Element, name: str) -> str:
    return f"<Id>{value(root, f'{name}/Id')}</Id><SyncToken>{value(root, f'{name}/SyncToken')}</SyncToken>"


def test_add_update_void_and_delete(sdk: Sdk) -> None:
    made = sdk("invoice", INVOICE)
    noted = document("Invoice", own(made, "Invoice") + "<PrivateNote>n</PrivateNote>", 'sparse="true"')
    updated = sdk("invoice", noted)
    assert (value(updated, "Invoice/PrivateNote"), value(updated, "Invoice/TotalAmt")) == ("n", "50.00")
    voided = sdk("invoice?operation=void", document("Invoice", own(updated, "Invoice")))
    assert value(voided, "Invoice/PrivateNote") == "Voided - n"
    gone = sdk("invoice?operation=delete", document("Invoice", own(voided, "Invoice")))
    assert gone[0].get("status") == "Deleted"


def test_a_request_id_is_on_every_call_and_replays_a_write(sdk: Sdk, company: Company) -> None:
    same = uuid4().hex
    assert own(sdk("invoice", INVOICE, request_id=same), "Invoice") == own(
        sdk("invoice", INVOICE, request_id=same), "Invoice"
    )
    assert len(company.ledger()) == 1
    assert value(sdk("customer/1", request_id=same), "Customer/Id") == "1"


def test_a_query_is_posted_compressed(sdk: Sdk) -> None:
    for name in ("Customer", "Account", "Item", "Vendor", "Employee", "TaxRate", "Term", "CompanyInfo"):
        query = EVERYTHING.replace("Nothing", name)
        root = sdk("query", query, zipped=True)
        assert len(root[0]) == int(str(root[0].get("maxResults")))


def test_a_batch_asks_changes_and_is_replayed_whole(sdk: Sdk, company: Company) -> None:
    item = (
        f'<BatchItemRequest operation="create" bId="create">{INVOICE.partition("?>")[2]}</BatchItemRequest>'
    )
    query = '<BatchItemRequest bId="q"><Query>Select * From Term</Query></BatchItemRequest>'
    since = company.read("Customer", "1")["MetaData"]["CreateTime"]
    asked = f"<CDCQuery><Entities>Customer,Invoice</Entities><ChangedSince>{since}</ChangedSince></CDCQuery>"
    changes = f'<BatchItemRequest bId="c">{asked}</BatchItemRequest>'
    body = document("IntuitBatchRequest", item + query + changes)
    same = str(uuid4())
    for _ in range(2):
        root = sdk("batch", body, request_id=same)
        assert [etree.QName(each[0]).localname for each in root] == [
            "Invoice",
            "QueryResponse",
            "CDCResponse",
        ]
    assert len(company.ledger()) == 1


def test_include_is_a_list(sdk: Sdk) -> None:
    made = sdk("payment", document("Payment", "<CustomerRef>1</CustomerRef><TotalAmt>5</TotalAmt>"))
    sparse = document("Payment", own(made, "Payment"), 'sparse="true"')
    voided = sdk("payment?operation=update&include=void,donotupdateaccountontxns", sparse)
    assert value(voided, "Payment/TotalAmt") == "0"


@pytest.mark.parametrize(
    "label", ["<Default>true</Default><Tag>Business</Tag>", ""], ids=["labelled", "bare"]
)
def test_a_customer_of_the_samples_is_taken(sdk: Sdk, label: str) -> None:
    phone = f"<PrimaryPhone><FreeFormNumber>(650)111-1111</FreeFormNumber>{label}</PrimaryPhone>"
    mail = f"<PrimaryEmailAddr><Address>test@example.com</Address>{label}</PrimaryEmailAddr>"
    names = "<Title>Mr</Title><GivenName>Ada</GivenName><FamilyName>L</FamilyName>"
    head = f"<Organization>false</Organization>{names}"
    made = sdk("customer", document("Customer", f"{head}<Active>true</Active>{phone}{mail}<Job>false</Job>"))
    assert value(made, "Customer/DisplayName") == "Mr Ada L"


def test_a_fault_comes_with_its_codes(sdk: Sdk) -> None:
    with pytest.raises(ValueError, match="6240"):
        sdk("customer", document("Customer", "<DisplayName>Harbour Cafe</DisplayName>"))


def test_nil_is_nothing(sdk: Sdk) -> None:
    nothing = '<Notes xsi:nil="true" /><BillAddr xsi:nil="true" /><Balance xsi:nil="true" />'
    made = sdk("customer", document("Customer", f"<DisplayName>Nil</DisplayName>{nothing}"))
    assert value(made, "Customer/Balance") == "0"

"""Refusals: QBO's codes and texts, for everything a client can get wrong."""

import pytest

from tests.sandbox.company import Body, Company, applied, held, line, ref

OTHER_LIST = (
    "The name supplied already exists. : Another customer, vendor or employee is already using this name. "
    "Please use a different name."
)


def test_a_vendors_name_is_refused_without_an_id(company: Company) -> None:
    error = company.refused("Customer", {"DisplayName": "printworks & co"})
    assert (error["code"], error["Message"]) == ("6240", "Duplicate Name Exists Error")
    assert error["Detail"] == OTHER_LIST


def test_a_customers_name_is_refused_with_its_id(company: Company) -> None:
    error = company.refused("Customer", {"DisplayName": " HARBOUR cafe "})
    assert (error["code"], error["Detail"]) == ("6240", "The name supplied already exists. : Id=1")


def test_an_inactive_name_is_marked_and_free_again(company: Company) -> None:
    stored = company.read("Customer", "1")
    gone = company.post("Customer", held(stored, Active=False))
    assert gone["DisplayName"] == "Harbour Cafe (deleted)"
    assert company.customer("Harbour Cafe")["Id"] != "1"
    error = company.refused("Customer", held(gone, Active=True))
    assert error["code"] == "6240"


def test_a_reactivated_name_loses_its_mark(company: Company) -> None:
    old = company.read("Customer", "6")
    assert old["DisplayName"] == "Old Mill Bakery (deleted)"
    assert company.post("Customer", held(old, Active=True))["DisplayName"] == "Old Mill Bakery"


def test_a_number_taken_names_the_transaction_that_has_it(company: Company) -> None:
    first = company.invoice(DocNumber="A-17")
    body = {"CustomerRef": ref("2"), "Line": [line(5)], "DocNumber": "A-17"}
    error = company.refused("Invoice", body)
    assert error["code"] == "6140"
    assert error["Detail"].endswith(f"DocNumber=A-17 is assigned to TxnType=Invoice with TxnId={first['Id']}")
    assert company.post("Invoice", body, include="allowduplicatedocnum")["DocNumber"] == "A-17"
    company.settings(duplicate_numbers="accept")
    assert company.post("Invoice", body)["DocNumber"] == "A-17"


def test_a_stale_token_is_refused(company: Company) -> None:
    stored = company.read("Customer", "1")
    company.post("Customer", held(stored, Notes="first"))
    error = company.refused("Customer", held(stored, Notes="second"))
    assert (error["code"], error["Message"]) == ("5010", "Stale Object Error")
    assert "were working on this at the same time" in error["Detail"]


def test_an_object_that_is_not_there_is_610(company: Company) -> None:
    answer = company.call("GET", "invoice/4711")
    assert answer.status_code == 400
    assert answer.json()["Fault"]["Error"][0]["code"] == "610"
    assert answer.json()["Fault"]["type"] == "ValidationFault"


def test_a_deleted_transaction_cannot_be_changed(company: Company) -> None:
    invoice = company.invoice()
    deleted = company.post("Invoice", held(invoice), operation="delete")
    assert deleted == {"domain": "QBO", "status": "Deleted", "Id": invoice["Id"]}
    error = company.refused("Invoice", held(invoice, PrivateNote="too late"))
    assert (error["code"], error["Detail"]) == (
        "610",
        "Object Not Found : Another user has deleted this transaction.",
    )


@pytest.mark.parametrize(
    ("entity", "body", "code", "element"),
    [
        ("Invoice", {"CustomerRef": ref("1")}, "2020", "Line"),
        ("Invoice", {"Line": [line(5)]}, "2020", "CustomerRef"),
        ("Payment", {"CustomerRef": ref("1")}, "2020", "TotalAmt"),
        ("Customer", {"DisplayName": "A", "Colour": "red"}, "2010", "Colour"),
        ("Customer", {"DisplayName": "A:B"}, "2040", "DisplayName"),
        ("Customer", {"DisplayName": "A\tB"}, "2040", "DisplayName"),
        ("Customer", {"DisplayName": "x" * 101}, "2050", "DisplayName"),
        (
            "Customer",
            {"DisplayName": "A", "PrimaryEmailAddr": {"Address": "nobody"}},
            "2210",
            "PrimaryEmailAddr.Address",
        ),
        ("Customer", {"DisplayName": "A", "Active": "perhaps"}, "2230", "Active"),
        (
            "Customer",
            {"DisplayName": "A", "PreferredDeliveryMethod": "Pigeon"},
            "2170",
            "PreferredDeliveryMethod",
        ),
        ("Invoice", {"CustomerRef": ref("1"), "Line": [line(5)], "TxnDate": "soon"}, "2060", "TxnDate"),
        ("Invoice", {"CustomerRef": ref("1"), "Line": [line(5)], "TxnDate": "2026-02-30"}, "2070", "TxnDate"),
        ("Payment", {"CustomerRef": ref("1"), "TotalAmt": "ten"}, "2090", "TotalAmt"),
        ("Invoice", {"CustomerRef": ref("1"), "Line": [line(5, Qty=2, UnitPrice=3)]}, "6070", "Line.Amount"),
        ("Invoice", {"CustomerRef": ref("583"), "Line": [line(5)]}, "2500", "CustomerRef"),
        ("Invoice", {"CustomerRef": ref("6"), "Line": [line(5)]}, "610", "CustomerRef"),
        (
            "Invoice",
            {"CustomerRef": ref("1"), "Line": [line(5, item="99")]},
            "2500",
            "Line.SalesItemLineDetail.ItemRef",
        ),
        (
            "Invoice",
            {"CustomerRef": ref("1"), "Line": [line(5, TaxCodeRef=ref("X"))]},
            "6100",
            "Line.SalesItemLineDetail.TaxCodeRef",
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_a_wrong_field_is_named(company: Company, entity: str, body: Body, code: str, element: str) -> None:
    error = company.refused(entity, body)
    assert (error["code"], error["element"]) == (code, element)


def test_a_string_too_long_says_how_long(company: Company) -> None:
    error = company.refused("Invoice", {"CustomerRef": ref("1"), "Line": [line(5)], "DocNumber": "9" * 45})
    assert error["Message"] == "String length is either shorter or longer than supported by specification"
    assert error["Detail"] == (
        "String length specified does not match the supported length. "
        "Min:0 Max:21 supported. Supplied length:45"
    )


def test_several_errors_come_together(company: Company) -> None:
    answer = company.call(
        "POST", "invoice", json={"PrivateNote": "x" * 4001, "DocNumber": "9" * 22, "Nonsense": 1}
    )
    errors = answer.json()["Fault"]["Error"]
    assert {each["element"] for each in errors} == {"PrivateNote", "DocNumber", "Nonsense"}
    assert "Supplied length:4,001" in errors[0]["Detail"]


def test_a_missing_customer_is_named_in_qbos_words(company: Company) -> None:
    error = company.refused("Invoice", {"CustomerRef": ref("583"), "Line": [line(5)]})
    assert error["Detail"] == "Invalid Reference Id : Names element id 583 not found"


@pytest.mark.parametrize("case", ["of another customer", "voided", "missing", "settled"])
def test_a_payment_cannot_be_linked_to_an_invoice(company: Company, case: str) -> None:
    invoice = company.invoice(100, customer="2" if case == "of another customer" else "1")
    if case == "voided":
        company.post("Invoice", held(invoice), operation="void")
    if case == "settled":
        company.payment(100, on=[invoice])
    if case == "missing":
        invoice["Id"] = "4711"
    error = company.refused(
        "Payment", {"CustomerRef": ref("1"), "TotalAmt": 100, "Line": [applied(invoice, 100)]}
    )
    assert (error["code"], error["Message"]) == ("620", "TxnID Cannot Be Linked")


def test_a_payment_cannot_apply_more_than_it_has_or_than_is_owed(company: Company) -> None:
    invoice = company.invoice(100)
    for total, amount in ((50, 60), (200, 150)):
        body = {"CustomerRef": ref("1"), "TotalAmt": total, "Line": [applied(invoice, amount)]}
        assert company.refused("Payment", body)["code"] == "6000"
    assert company.read("Invoice", invoice["Id"])["Balance"] == 100


def test_closed_books_stay_closed(company: Company) -> None:
    invoice = company.invoice(TxnDate="2026-01-31")
    company.edit("close_books", date="2026-01-31")
    assert company.refused("Invoice", held(invoice, PrivateNote="late"))["code"] == "6210"
    assert company.refused("Invoice", held(invoice), operation="void")["code"] == "6210"
    company.invoice(TxnDate="2026-02-01")
    company.edit("close_books", date=None)
    company.post("Invoice", held(invoice, PrivateNote="late"))


def test_a_deposited_payment_cannot_be_changed(company: Company) -> None:
    payment = company.payment(100)
    company.edit("deposit", payments=[payment["Id"]])
    deposited = company.read("Payment", payment["Id"])
    assert company.refused("Payment", held(deposited, PrivateNote="x"))["code"] == "6540"
    assert company.refused("Payment", held(deposited), operation="delete")["code"] == "6540"


def test_a_credit_memo_cannot_be_voided(company: Company) -> None:
    assert company.refused("CreditMemo", held(company.credit_memo()), operation="void")["code"] == "500"


def test_an_update_without_sparse_clears_what_it_leaves_out(company: Company) -> None:
    stored = company.read("Customer", "1")
    full = {"Id": "1", "SyncToken": stored["SyncToken"], "DisplayName": "Harbour Cafe", "Notes": "kept"}
    after = company.post("Customer", full)
    assert after["Notes"] == "kept"
    assert "PrimaryPhone" not in after
    assert after["SyncToken"] == str(int(stored["SyncToken"]) + 1)


def test_malformed_json_is_an_invalid_property(company: Company) -> None:
    for content in (b"{", b"[]", b'{"TotalAmt": NaN}', b"\xff"):
        answer = company.call(
            "POST", "payment", content=content, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 400
        assert answer.json()["Fault"]["Error"][0]["code"] in {"2010", "2020"}


def test_an_unknown_entity_is_an_unsupported_operation(company: Company) -> None:
    for method in ("GET", "POST", "DELETE"):
        answer = company.call(method, "unicorn/1" if method != "POST" else "unicorn")
        assert (answer.status_code, answer.json()["Fault"]["Error"][0]["code"]) == (400, "500")


def test_a_body_over_the_limit_is_turned_away(company: Company) -> None:
    answer = company.call("POST", "invoice", content=b" " * (9 * 1024 * 1024))
    assert answer.status_code == 413


def test_a_bad_token_meets_the_gateways_lower_case_fault(company: Company) -> None:
    answer = company.call("GET", "customer/1", headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 401
    error = answer.json()["fault"]["error"][0]
    assert error["message"] == "message=AuthenticationFailed; errorCode=003200; statusCode=401"
    assert error["code"] == "3200"
    assert answer.json()["fault"]["type"] == "AUTHENTICATION"


def test_another_companys_token_is_not_authorised(company: Company) -> None:
    other = Company.open(company.http)
    token = {"Authorization": f"Bearer {other.opened['access_token']}"}
    answer = company.call("GET", "customer/1", headers=token)
    assert (answer.status_code, answer.json()["fault"]["error"][0]["code"]) == (403, "3100")
    other.close()


def test_a_character_outside_the_basic_plane_breaks_qbo(company: Company) -> None:
    answer = company.call("POST", "customer", json={"DisplayName": "Cake \N{BIRTHDAY CAKE}"})
    assert (answer.status_code, answer.json()["Fault"]["Error"][0]["code"]) == (500, "10000")
    company.settings(astral_characters="accept")
    company.customer("Cake \N{BIRTHDAY CAKE}")


def test_every_answer_has_an_intuit_tid(company: Company) -> None:
    for path in ("customer/1", "customer/4711", "query"):
        assert company.call("GET", path).headers["intuit_tid"]


def test_a_lapsed_subscription_stops_everything(company: Company) -> None:
    company.settings(subscription="lapsed")
    assert company.refused("Customer", {"DisplayName": "A"})["code"] == "6190"

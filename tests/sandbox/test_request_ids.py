"""`requestid` and batches: what is executed once, and what is answered."""

from tests.sandbox.company import Company, an_invoice, held


def test_the_original_answer_is_replayed(company: Company) -> None:
    first = company.post("Invoice", an_invoice(), requestid="one")
    company.post("Invoice", held(first, PrivateNote="changed since"))
    again = company.post("Invoice", an_invoice(DocNumber="other body"), requestid="one")
    assert again == first
    assert [each["operation"] for each in company.ledger()] == ["create", "update"]


def test_a_fault_is_not_remembered(company: Company) -> None:
    body = {"DisplayName": "Printworks & Co"}
    assert company.refused("Customer", body, requestid="two")["code"] == "6240"
    company.edit("rename", entity="Vendor", id="7", name="Printworks Ltd")
    assert company.post("Customer", body, requestid="two")["DisplayName"] == "Printworks & Co"


def test_a_fault_is_remembered_where_the_setting_says_so(company: Company) -> None:
    company.settings(request_ids={"replay_faults": True})
    body = {"DisplayName": "Printworks & Co"}
    company.refused("Customer", body, requestid="two")
    company.edit("rename", entity="Vendor", id="7", name="Printworks Ltd")
    assert company.refused("Customer", body, requestid="two")["code"] == "6240"


def test_a_company_may_ignore_request_ids_or_forget_them(company: Company) -> None:
    company.settings(request_ids={"mode": "ignore"})
    for _ in range(2):
        company.post("Invoice", an_invoice(), requestid="three")
    company.settings(request_ids={"mode": "forget_after", "seconds": 60})
    for _ in range(2):
        company.post("Invoice", an_invoice(), requestid="three")
    company.settings(clock_offset=61)
    company.post("Invoice", an_invoice(), requestid="three")
    assert len(company.ledger()) == 4


def test_a_request_id_has_a_length(company: Company) -> None:
    assert company.refused("Invoice", an_invoice(), requestid="x" * 51)["code"] == "2130"


def test_a_batch_mixes_operations_queries_and_faults(company: Company) -> None:
    made, refused, found, gone = company.batch(
        {"bId": "a", "operation": "create", "Invoice": an_invoice()},
        {"bId": "b", "operation": "create", "Customer": {"DisplayName": "Printworks & Co"}},
        {"bId": "c", "Query": "select count(*) from Item"},
        {"bId": "d", "operation": "delete", "Invoice": {"Id": "99", "SyncToken": "0"}},
    )
    assert (made["bId"], made["Invoice"]["TotalAmt"]) == ("a", 10)
    assert (refused["bId"], refused["Fault"]["Error"][0]["code"]) == ("b", "6240")
    assert (found["bId"], found["QueryResponse"]["totalCount"]) == ("c", 12)
    assert (gone["bId"], gone["Fault"]["Error"][0]["code"]) == ("d", "610")


def test_a_batch_voids(company: Company) -> None:
    invoice, payment = company.invoice(10), company.payment(10)
    voided = company.batch(
        {"bId": "i", "operation": "void", "Invoice": {"Id": invoice["Id"], "SyncToken": "0"}},
        {"bId": "p", "operation": "update", "optionsData": "void", "Payment": held(payment)},
    )
    assert (voided[0]["Invoice"]["TotalAmt"], voided[1]["Payment"]["TotalAmt"]) == (0, 0)


def test_a_repeated_batch_is_executed_once(company: Company) -> None:
    items = [{"bId": str(n), "operation": "create", "Invoice": an_invoice()} for n in range(3)]
    first = company.batch(*items, requestid="batch-1")
    again = company.batch(*items, requestid="batch-1")
    assert again == first
    assert len(company.ledger()) == 3


def test_a_batch_with_a_request_id_wants_short_item_ids(company: Company) -> None:
    item = {"bId": "eleven char", "operation": "create", "Invoice": an_invoice()}
    long_id = "x" * 36
    assert company.batch(item, requestid=long_id)[0]["Fault"]["Error"][0]["code"] == "2130"
    assert company.batch({**item, "bId": "ten chars."}, requestid=long_id)[0]["Invoice"]["Id"]
    answer = company.call("POST", "batch", json={"BatchItemRequest": [item]}, params={"requestid": "x" * 37})
    assert answer.json()["Fault"]["Error"][0]["code"] == "2130"


def test_an_item_without_an_operation_or_an_id_is_created(company: Company) -> None:
    """As node-quickbooks' own tests send it."""
    made = company.batch({"Customer": {"DisplayName": "One"}}, {"Customer": {"DisplayName": "Two"}})
    assert [each["Customer"]["DisplayName"] for each in made] == ["One", "Two"]


def test_a_short_request_id_leaves_room_for_long_item_ids(company: Company) -> None:
    """As Intuit's PHP SDK sends them: twenty digits, and what its user calls the item."""
    item = {"bId": "CreateInvoice", "operation": "Create", "Invoice": an_invoice()}
    assert company.batch(item, requestid="12345678901234567890")[0]["Invoice"]["Id"]


def test_a_batch_takes_thirty_items(company: Company) -> None:
    items = [{"bId": str(n), "operation": "create", "Invoice": an_invoice()} for n in range(31)]
    answer = company.call("POST", "batch", json={"BatchItemRequest": items})
    assert (answer.status_code, answer.json()["Fault"]["Error"][0]["code"]) == (400, "1040")
    assert len(company.batch(*items[:30])) == 30

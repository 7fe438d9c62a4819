"""How tests speak to a company: plain HTTP, with the token it gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import requests

JSON = {"Accept": "application/json"}
Body = dict[str, Any]


class Session(requests.Session):
    """What python-quickbooks takes for its session."""

    def __init__(self, access_token: str) -> None:
        super().__init__()
        self.access_token = access_token
        self.trust_env = False


@dataclass
class Company:
    http: httpx.Client
    opened: Body

    @classmethod
    def open(cls, http: httpx.Client, **asked: object) -> "Company":
        answer = http.post("/_sandbox/realms", json=asked)
        assert answer.status_code == 200, answer.text
        return cls(http, answer.json())

    @property
    def url(self) -> str:
        return str(self.http.base_url).rstrip("/")

    @property
    def realm_id(self) -> str:
        return str(self.opened["realm_id"])

    def session(self) -> Session:
        return Session(self.opened["access_token"])

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        token = {"Authorization": f"Bearer {self.opened['access_token']}"}
        headers = {**JSON, **token, **options.pop("headers", {})}
        return self.http.request(method, f"/v3/company/{self.realm_id}/{path}", headers=headers, **options)

    def post(self, entity: str, body: Body, **parameters: str) -> Body:
        answer = self.call("POST", entity.lower(), json=body, params=parameters)
        assert answer.status_code == 200, answer.text
        made: Body = answer.json()[entity]
        return made

    def refused(self, entity: str, body: Body, **parameters: str) -> Body:
        """The first error of the fault that the body earns."""
        answer = self.call("POST", entity.lower(), json=body, params=parameters)
        assert answer.status_code == 400, answer.text
        error: Body = answer.json()["Fault"]["Error"][0]
        return error

    def batch(self, *items: Body, **parameters: str) -> list[Body]:
        """What answers each item."""
        answer = self.call("POST", "batch", json={"BatchItemRequest": items}, params=parameters)
        assert answer.status_code == 200, answer.text
        responses: list[Body] = answer.json()["BatchItemResponse"]
        return responses

    def read(self, entity: str, object_id: str) -> Body:
        found: Body = self.call("GET", f"{entity.lower()}/{object_id}").json()[entity]
        return found

    def query(self, text: str) -> Body:
        answer = self.call("GET", "query", params={"query": text})
        assert answer.status_code == 200, answer.text
        response: Body = answer.json()["QueryResponse"]
        return response

    def control(self, method: str, path: str, **options: Any) -> Body:
        answer = self.http.request(method, f"/_sandbox/realms/{self.realm_id}{path}", **options)
        assert answer.status_code == 200, answer.text
        said: Body = answer.json()
        return said

    def trial_balance(self) -> Body:
        return self.control("GET", "/trial-balance")

    def balances(self) -> dict[str, float]:
        return {each["name"]: each["balance"] for each in self.trial_balance()["accounts"] if each["balance"]}

    def settings(self, **changes: object) -> Body:
        return self.control("PATCH", "/settings", json=changes)

    def edit(self, edit: str, **asked: object) -> Body:
        done: Body = self.control("POST", "/edits", json={"edit": edit, **asked})["object"]
        return done

    def ledger(self) -> list[Body]:
        entries: list[Body] = self.control("GET", "/ledger")["entries"]
        return entries

    def fault(self, action: Body, **rule: object) -> str:
        answer = self.http.post("/_sandbox/faults", json={"realm": self.realm_id, "action": action, **rule})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def close(self) -> None:
        for rule in self.http.get("/_sandbox/faults").json()["faults"]:
            if rule.get("realm") == self.realm_id:
                self.http.delete(f"/_sandbox/faults/{rule['id']}")
        self.control("DELETE", "")

    def customer(self, name: str = "Pier Nine Bakery", **fields: object) -> Body:
        return self.post("Customer", {"DisplayName": name, **fields})

    def invoice(self, amount: float = 100, customer: str = "1", **fields: object) -> Body:
        return self.post("Invoice", {"CustomerRef": ref(customer), "Line": [line(amount)], **fields})

    def credit_memo(
        self, amount: float = 100, customer: str = "1", item: str = "3", **fields: object
    ) -> Body:
        return self.post("CreditMemo", {"CustomerRef": ref(customer), "Line": [line(amount, item)], **fields})

    def payment(self, amount: float, on: Sequence[Body] = (), customer: str = "1", **fields: object) -> Body:
        body = {
            "CustomerRef": ref(customer),
            "TotalAmt": amount,
            "Line": [applied(each) for each in on],
            **fields,
        }
        return self.post("Payment", body)


def ref(value: str) -> Body:
    return {"value": value}


def line(amount: float, item: str = "3", **detail: object) -> Body:
    return {
        "Amount": amount,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": ref(item), **detail},
    }


def an_invoice(**fields: object) -> Body:
    return {"CustomerRef": ref("1"), "Line": [line(10)], **fields}


def applied(to: Body, amount: float | None = None) -> Body:
    """A payment's line to an invoice or a credit memo."""
    kind = "CreditMemo" if "RemainingCredit" in to else "Invoice"
    chosen = to["Balance"] if amount is None else amount
    return {"Amount": chosen, "LinkedTxn": [{"TxnId": to["Id"], "TxnType": kind}]}


def held(stored: Body, **changes: object) -> Body:
    """A sparse update of an object."""
    return {"Id": stored["Id"], "SyncToken": stored["SyncToken"], "sparse": True, **changes}

"""The control side of a company's books: what happened in them, and what a person does to them."""

from starlette.requests import Request
from starlette.routing import Route

from sandbox.books.edits import edit
from sandbox.shapes import JsonObject
from sandbox.web.control import realm_of
from sandbox.web.endpoints import page, routes
from sandbox.world import Realm, Sandbox


class BooksControl:
    """`/_sandbox/realms/{realm}/…`, as far as it is about the books."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def routes(self) -> list[Route]:
        """What is served below `/_sandbox`."""
        return routes(
            [
                ("GET", "/realms/{realm}/ledger", self.ledger),
                ("GET", "/realms/{realm}/calls", self.calls),
                ("GET", "/realms/{realm}/trial-balance", self.trial_balance),
                ("POST", "/realms/{realm}/edits", self.edit),
            ]
        )

    def ledger(self, request: Request, body: JsonObject) -> JsonObject:
        """Everything executed."""
        del body
        operations = self._realm(request).company.operations
        entries = [each.as_json() for each in operations.since(*page(request))]
        return {"entries": entries, "last": len(operations)}

    def calls(self, request: Request, body: JsonObject) -> JsonObject:
        """Every HTTP call."""
        del body
        calls = self._realm(request).calls
        shown = [each.as_json() for each in calls.since(*page(request))]
        counts = calls.counts
        return {
            "calls": shown,
            "last": len(calls),
            "reads": counts["read"],
            "writes": counts["write"],
            "batches": counts["batch"],
            "oauth": counts["oauth"],
        }

    def trial_balance(self, request: Request, body: JsonObject) -> JsonObject:
        """Accounts with what went through them."""
        del body
        company = self._realm(request).company
        turnover = company.general_ledger.turnover()
        accounts = [
            {
                "id": account["Id"],
                "name": account["Name"],
                "type": account["AccountType"],
                "debits": turnover[account["Id"]].debits,
                "credits": turnover[account["Id"]].credits,
                "balance": company.general_ledger.balance(account["Id"]),
            }
            for account in company.shelf("Account").all()
            if account["Id"] in turnover
        ]
        debits = sum(each["debits"] for each in accounts)
        credits_ = sum(each["credits"] for each in accounts)
        return {"accounts": accounts, "debits": debits, "credits": credits_, "balanced": debits == credits_}

    def edit(self, request: Request, body: JsonObject) -> JsonObject:
        """What a person does in QBO's own pages."""
        return {"object": edit(self._realm(request).company, body)}

    def _realm(self, request: Request) -> Realm:
        return realm_of(self._sandbox, request)

"""The OpenAPI document: what the code says, with what FastAPI cannot know of it."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.contract_form import operations, shape
from api.documented import RATE_LIMIT, header
from api.schemas.problems import Problem
from domain.model.api_keys import Scope

TITLE: Final = "Synclog"
SUMMARY: Final = "Carries billing into QuickBooks Online, once and only once, and logs what did not arrive."
DESCRIPTION: Final = """\
A membership organisation bills its members in one system and keeps its books in QuickBooks Online.
This service carries contacts, invoices, payments, credits and write-offs over, and keeps a **sync log**
that tells staff what did not arrive, why, and how to put it right.

### First steps
1. Press **Authorize** and give an API key (`synclog keys create` makes one).
2. Submit a contact, then an invoice: `PUT /contacts/c-17`, `PUT /invoices/inv-1001`.
3. Look at what needs a person: `GET /logs?needs_attention=true`.
4. Do what its `remedies` say, and press `POST /resync-failures`.

### Conventions
- Money is a decimal string (`"350.00"`) with an ISO 4217 currency; a JSON number is refused.
- Ids are UUIDs. Date-times are RFC 3339 with an offset, and are answered in UTC.
- Lists come in pages: give `next` as `cursor`, or follow the header `Link`. A cursor is opaque, and of use
  for the same list and filter only.
- Every problem is `application/problem+json` (RFC 9457) with a stable `code`; `errors` names the places in
  the request. What was sent there is never repeated.
- An unknown field or parameter is refused, so that a typo is not lost in silence. Answers may gain fields:
  ignore those that you do not know.
- `Idempotency-Key` makes a call safe to repeat. `If-Match` takes an `ETag`, and guards a change.
- A key belongs to one company; what belongs to another does not exist (404).
- A key may make so many calls a minute: `RateLimit-Policy` says how many, `RateLimit` how many are left.
  Beyond that the answer is a 429, until `Retry-After` has passed.
- Every answer has a `Request-Id`; name it when you ask for help.
"""

TAGS: Final = (
    ("Contacts", "Members, who become customers in QuickBooks."),
    ("Invoices", "Bills to contacts; each waits for its contact."),
    ("Payments", "Money received; each waits for its contact and its invoices."),
    ("Credits", "Credit memos, applied to invoices; each waits for its contact and its invoices."),
    ("Write-offs", "Bad debts given up: credit memos on the bad-debt product or service."),
    ("Record batches", "Many records in one call."),
    ("Log", "What went to QuickBooks, what did not, and why."),
    ("Resync", "Try again: one entry, or all that failed. Leave an entry out of that."),
    ("Causes", "What failures have in common, and what cures all of them at once."),
    ("Links", "Which contact is which customer in QuickBooks, said by hand."),
    ("Mappings", "Which word of the billing system stands for what in QuickBooks."),
    ("Choices", "What QuickBooks has to map to, and to link with."),
    ("Settings", "What is carried over, whether anything is sent, and how often staff hear of failures."),
    ("Connection", "How the company is connected to QuickBooks: made, tested and ended."),
    ("Notifications", "Who of the staff gets which mail."),
    ("Audit", "Who did what, and when."),
    ("API keys", "Who may call, and what each may do."),
    ("Webhooks", "What Intuit tells of changes in QuickBooks. Signed."),
    ("Error catalogue", "Every error that staff can meet. Public."),
    ("Health", "Signs of life, for whoever runs the service. Public."),
)

SERVER: Final = {
    "url": "/",
    "description": "Where this document came from, in production as on a local machine.",
    "x-internal": False,
}
HEADERS: Final = {
    "Access-Control-Allow-Origin": header("The caller's origin, where the settings allow it."),
    "Request-Id": header("Names this request in our logs.", format="uuid"),
}
SCOPES: Final = (
    "An API key of one company, made with `POST /api-keys` or, the first one, with `synclog keys create`. "
    "Its scopes: {scopes}."
)


def document(app: FastAPI) -> dict[str, Any]:
    """Make the document; the same code makes the same document."""
    made = get_openapi(
        title=TITLE,
        version=version("synclog"),
        summary=SUMMARY,
        description=DESCRIPTION,
        routes=app.routes,
        tags=[{"name": name, "description": description} for name, description in TAGS],
        license_info={"name": "MIT", "url": "https://spdx.org/licenses/MIT.html"},
        servers=[SERVER],
    )
    made["components"]["schemas"]["Problem"] = _problem_schema(made)
    scopes = ", ".join(f"`{scope}`" for scope in Scope)
    made["components"]["securitySchemes"]["ApiKey"]["description"] = SCOPES.format(scopes=scopes)
    made["components"]["headers"] = {**HEADERS, **RATE_LIMIT}
    for operation in operations(made):
        operation.setdefault("security", [])
        counted = any("ApiKey" in scheme for scheme in operation["security"])
        for status, answer in operation["responses"].items():
            headers = answer.setdefault("headers", {})
            names = [*HEADERS, *(RATE_LIMIT if counted and status != "401" else ())]
            headers |= {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    return shape(made)


def _problem_schema(made: dict[str, Any]) -> dict[str, Any]:
    """Problem and FieldError, which no route names as its answer."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    made["components"]["schemas"] |= schema.pop("$defs", {})
    return schema

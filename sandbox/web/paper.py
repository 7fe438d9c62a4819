"""`send` and `pdf`: stubs. No mail leaves the sandbox, and its only page says that it is one."""

from dataclasses import replace
from http import HTTPStatus
from typing import Final

from sandbox.books.reading import read
from sandbox.books.writing import Writing, write
from sandbox.entities.entity import Entity
from sandbox.entities.registry import entity_named
from sandbox.faults import Unsupported, business
from sandbox.shapes import JsonObject
from sandbox.web.answers import Answer, answered
from sandbox.web.turn import Turn

PRINTED: Final = frozenset(
    {"CreditMemo", "Estimate", "Invoice", "Payment", "PurchaseOrder", "RefundReceipt", "SalesReceipt"}
)
NOTE: Final = "x-sandbox-note"


def send(turn: Turn) -> Answer:
    """The object marked as sent, to `sendTo` or the address it has. Nothing is sent: a header says so."""
    entity, held = _printed(turn)
    address = turn.exchange.parameters.get("sendTo") or held.get("BillEmail", {}).get("Address")
    if not address:
        raise business("There is no email address to send this transaction to.", "sendTo")
    marks: JsonObject = {
        "EmailStatus": "EmailSent",
        "BillEmail": {"Address": address},
        "DeliveryInfo": {"DeliveryType": "Email", "DeliveryTime": turn.clock.stamp()},
    }
    known = {name: value for name, value in marks.items() if name in entity.fields}
    body = {"Id": held["Id"], "SyncToken": held["SyncToken"], "sparse": True, **known}
    sent = write(turn.company, entity, "update", body, Writing(source=turn.source))
    answer = answered({entity.name: sent}, turn.exchange.spoken, turn.clock)
    return replace(answer, headers={NOTE: "a stub: no mail was sent"})


def pdf(turn: Turn) -> Answer:
    """One page that names the object, and says that it is no more than that."""
    entity, held = _printed(turn)
    lines = (
        f"{entity.type_name} {held.get('DocNumber') or held['Id']}",
        f"{held.get('CustomerRef', {}).get('name', '')}   {held['TxnDate']}   {held['TotalAmt']}",
        "A stub of the sandbox: QuickBooks would print this transaction here.",
    )
    return Answer(200, _page(lines), "application/pdf", {NOTE: "a stub"})


def _printed(turn: Turn) -> tuple[Entity, JsonObject]:
    entity = entity_named(turn.asked.resource)
    if entity is None or entity.name not in PRINTED:
        raise Unsupported(f"{turn.asked.action} {turn.asked.resource}", HTTPStatus.NOT_FOUND)
    return entity, read(turn.company, entity, turn.asked.object_id)


def _page(lines: tuple[str, ...]) -> bytes:
    """A PDF of those lines."""
    shown = b"".join(b"(%s) ' " % _escaped(line) for line in lines)
    text = b"BT /F 12 Tf 20 TL 72 740 Td " + shown + b"ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    page, places = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, each in enumerate(objects, start=1):
        places += b"%010d 00000 n \n" % len(page)
        page += b"%d 0 obj%s endobj\n" % (number, each)
    size = len(objects) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(page))
    return page + b"xref\n0 %d\n" % size + places + trailer


def _escaped(line: str) -> bytes:
    known = line.encode("cp1252", "replace")
    return known.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")

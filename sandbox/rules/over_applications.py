"""A line for more than what is open: where the settings say so, QBO takes it for all that is."""

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.rules.links import Link, links, open_amount
from sandbox.rules.money import ZERO
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


def cap_lines(changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
    """Lower the lines of a payment to what is open, what it had applied itself included."""
    if changes.company.settings.over_application != "cap":
        return
    rooms: dict[tuple[str, str], Decimal] = {}
    lines = []
    for line, link in zip(draft["Line"], links(draft), strict=True):
        key = (link.kind, link.txn_id)
        room = rooms.get(key, _room(changes, link, before))
        taken = min(link.amount, room) if room else link.amount
        rooms[key] = room - taken
        lines.append({**line, "Amount": taken})
    draft["Line"] = lines


def _room(changes: "Changes", link: Link, before: JsonObject | None) -> Decimal:
    """What of a transaction a payment may take; nothing of one that is not there, or settled."""
    target = changes.find(link.kind, link.txn_id)
    own = (each.amount for each in links(before or {}) if each[:2] == link[:2])
    return open_amount(target) + sum(own, start=ZERO) if target else ZERO

"""Show a person what came of the billing run, and what to try next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from demo.billing_run import UNMAPPED_ITEM, UNMAPPED_KEY, RunReport
from demo.options import Place

KINDS = ("contact", "invoice", "payment")


def show_run(console: Console, report: RunReport) -> None:
    """How many arrived, what cured itself, each failure with its correction, and what waits."""
    console.print()
    console.print(_counts(report))
    _show_cured(console, report.cured)
    failed = [entry for entry in reversed(report.entries) if entry["status"] == "failed"]
    console.print(f"\n[bold]{len(failed)} need attention[/]")
    console.print(_failures(failed))
    _show_waiting(console, report.entries)


def show_mail(console: Console, folder: Path) -> None:
    """Where the mail lies that the clerk would have got."""
    for mail in sorted(folder.glob("*.eml")):
        console.print(f"\nOne mail to the clerk: {mail}", highlight=False, soft_wrap=True)


def show_place(console: Console, place: Place, item_id: str) -> None:
    """The addresses, the key, and three calls to try."""
    console.print()
    console.print(f"[bold]API[/]      {place.api_url}    [bold]docs[/] {place.api_url}/docs")
    console.print(f"[bold]Sandbox[/]  {place.sandbox_url}    [bold]company[/] {place.realm_id}")
    console.print(f"[bold]API key[/]  {place.api_key}")
    console.print("\n[bold]Try it[/] (in another terminal):\n")
    for line in _to_try(place, item_id):
        console.print(line, soft_wrap=True, highlight=False, markup=False)
    console.print("\nServing until Ctrl-C.")


def _counts(report: RunReport) -> Text:
    synced = [entry for entry in report.entries if entry["status"] == "synced"]
    parts = [f"{_count(synced, kind)} of {_count(report.entries, kind)} {kind}s" for kind in KINDS]
    text = Text("In QuickBooks: ", style="bold")
    text.append(", ".join(parts), style="green")
    text.append(f"  ({report.seconds:.1f} s)", style="dim")
    return text


def _count(entries: Sequence[dict[str, Any]], kind: str) -> int:
    return sum(entry["record"]["kind"] == kind for entry in entries)


def _show_cured(console: Console, cured: Sequence[dict[str, Any]]) -> None:
    for entry in cured:
        told = f"Cured by itself: {_name(entry)} is in QuickBooks once, though its answer was a web page"
        console.print(told, soft_wrap=True)


def _failures(failed: Sequence[dict[str, Any]]) -> Table:
    """One row for each failure; under those of one kind, how to correct them."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column("Record", no_wrap=True)
    table.add_column("Message")
    for _, alike in groupby(failed, key=lambda entry: entry["error"]["code"]):
        entries = list(alike)
        for entry in entries:
            table.add_row(_name(entry), Text(entry["message"], style="red"))
        for step in entries[0]["error"]["correction"]:
            table.add_row("", Text(f"→ {step}", style="dim"))
        table.add_row()
    return table


def _show_waiting(console: Console, entries: Sequence[dict[str, Any]]) -> None:
    waiting = [entry for entry in entries if entry["status"] == "waiting"]
    if not waiting:
        return
    console.print(f"[bold]{len(waiting)} wait[/] for another record, and go by themselves when it arrives")
    for entry in reversed(waiting):
        console.print(f"{_name(entry)}: {entry['message'].lower()}", style="dim", highlight=False)


def _name(entry: dict[str, Any]) -> str:
    kind = entry["record"]["kind"]
    known_as = entry["reference"] or (entry["contact"] or {}).get("name") or entry["record"]["external_ref"]
    return f"{kind} {known_as}"


def _to_try(place: Place, item_id: str) -> Sequence[str]:
    auth = f"-H 'Authorization: Bearer {place.api_key}'"
    json = "-H 'Content-Type: application/json'"
    mapping = f'{{"quickbooks_id": "{item_id}"}}'
    return (
        "# list what needs attention",
        f"curl -s {auth} '{place.api_url}/logs?needs_attention=true'",
        f"# map the fee item that nobody had mapped, to {UNMAPPED_ITEM}",
        f"curl -s -X PUT {auth} {json} -d '{mapping}' {place.api_url}/mappings/fee_item/{UNMAPPED_KEY}",
        "# send every failure again",
        f"curl -s -X POST {auth} {json} -d '{{}}' {place.api_url}/resync-failures",
    )
